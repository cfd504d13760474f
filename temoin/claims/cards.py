"""The facts that a procedure shows together: words of each, and the pictures under the names of their fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from temoin.claims import timeline
from temoin.claims.history import Current
from temoin.claims.sentences import said
from temoin.documents.models import Document
from temoin.engine import codec
from temoin.engine.flow import conditions_in
from temoin.engine.model import Card, Field, FieldType, Procedure
from temoin.ui import formats


@dataclass(frozen=True, slots=True)
class Picture:
    """A file of a card; `document` is None where the reader may not open it."""

    label: str
    document: Document | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One card: labels and words, then its files."""

    card: Card
    rows: tuple[tuple[Field, str], ...]
    pictures: tuple[Picture, ...]
    warned: frozenset[str]  # answered with yes where a rule of the machine wants a no


def title(now: Current) -> str:
    """What the assignment is about, in a few words; empty where the procedure has no card with a title."""
    return named(now.procedure, now.state.facts)


def named(procedure: Procedure, facts: Mapping[str, Any]) -> str:
    """The same from the facts alone, also as an assignment's row holds them."""
    card = next((one for one in procedure.cards.values() if one.title), None)
    first, *rest = [str(facts.get(code) or "") for code in card.title] if card else [""]
    return " · ".join(filter(None, (first, " ".join(filter(None, rest)))))


def shown(now: Current, papers: Iterable[Document]) -> list[Shown]:
    """Every card of which something is known; `papers` are the documents that the reader may open."""
    known = {str(one.pk): one for one in papers}
    found = (_shown(now, card, known) for card in now.procedure.cards.values())
    return [one for one in found if one.rows or one.pictures]


def views(now: Current) -> dict[str, str]:
    """What each file that a fact holds shows, by its id: the label of its field."""
    fields = (now.procedure.fields[code] for code in now.state.facts if code in now.procedure.fields)
    return {
        str(pk): said(one.label)
        for one in fields
        if one.type is FieldType.FILES
        for pk in now.state.facts[one.code]
    }


def _shown(now: Current, card: Card, papers: Mapping[str, Document]) -> Shown:
    wants_no = {
        one.subject
        for rules in now.procedure.rules.values()
        for rule in rules
        for one in conditions_in(rule.when)
        if one.operand is False
    }
    fields = [
        now.procedure.fields[code] for code in card.fields if now.state.facts.get(code) not in (None, "")
    ]
    return Shown(
        card,
        tuple((one, _words(now, one)) for one in fields if one.type is not FieldType.FILES),
        tuple(
            Picture(said(one.label), papers.get(str(pk)))
            for one in fields
            if one.type is FieldType.FILES
            for pk in now.state.facts[one.code]
        ),
        frozenset(one.code for one in fields if one.code in wants_no and now.state.facts[one.code] is True),
    )


def _words(now: Current, field: Field) -> str:
    if field.type in (FieldType.WHOLE, FieldType.NUMBER) and not field.week_of:
        return formats.number(now.state.facts[field.code])
    return timeline.words(field, codec.plain(now.state.facts[field.code]), {}, now.procedure)
