"""A claim as a partner sees it: what happened to whom, where each assignment stands, whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from temoin import clock
from temoin.claims import cards, history, judging, sentences, timeline
from temoin.claims.cards import Shown as Card
from temoin.claims.models import Assignment
from temoin.claims.sentences import said
from temoin.documents.models import Document
from temoin.engine.choices import Choice
from temoin.engine.state import Actor
from temoin.estimates.calculation import HandedIn, handed_in
from temoin.insight.whose import Whose
from temoin.journal.models import JournalEntry
from temoin.messages import inbox, sides
from temoin.parties.models import Organisation
from temoin.parties.roles import Role
from temoin.portals.partner import access, figures, reading
from temoin.portals.partner.standing import Standing, standing

AMOUNTS = ("adjuster_total", "estimate_total", "approved_total", "invoice_amount", "settlement_amount")


@dataclass(frozen=True, slots=True)
class Part:
    """An assignment with its firm, its amounts, what is asked of the reader and what he may do."""

    standing: Standing
    firm: str
    amounts: list[tuple[str, Decimal]] = field(default_factory=list)
    question: str = ""
    reserved: str = ""
    primary: Choice | None = None
    others: list[Choice] = field(default_factory=list)
    whose: Whose | None = None
    printed: str = ""
    cards: list[Card] = field(default_factory=list)
    judged: list[judging.Judged] = field(default_factory=list)
    handed_in: HandedIn | None = None

    @property
    def wide(self) -> list[Card]:
        return [one for one in self.cards if one.card.wide]

    @property
    def beside(self) -> list[Card]:
        return [one for one in self.cards if not one.card.wide]

    @property
    def pictured(self) -> set[str]:
        """The documents that its cards show."""
        return {str(shot.document.pk) for one in self.cards for shot in one.pictures if shot.document}


@require_safe
@access.partner
def claim_file(request: HttpRequest, reference: str) -> HttpResponse:
    """One claim."""
    who, narrow = access.actor(request), access.is_narrow(request)
    claim = access.claim(request, reference)
    standings = [
        standing(one, claim, who) for one in Assignment.objects.filter(claim=claim).order_by("number")
    ]
    missions = [one.now for one in standings]
    journal = history.rows(claim)
    rows = reading.readable(journal, who, missions)
    firms = {one.assignment.contractor for one in missions if one.assignment.contractor}
    names = dict(
        Organisation.objects.filter(pk__in=timeline.organisations(rows) | firms).values_list("pk", "name")
    )
    papers = list(reading.papers(claim, who))
    parts = [_part(one, rows, journal, who, names, papers) for one in standings]
    pictured = set[str]().union(*(one.pictured for one in parts))
    context = {
        "claim": claim,
        "parts": parts,
        "procedure": missions[0].procedure if missions else None,
        "days": timeline.days(rows, missions[0].procedure, names) if missions else [],
        "names": {} if narrow else names,
        "papers": {str(one.pk): one for one in papers},
        "documents": [one for one in papers if str(one.pk) not in pictured],
        "narrow": narrow,
        "anonymous": who.role == Role.COUNTERPARTY_INSURER.value,
        "clock": clock.now(),
        "unread": inbox.unread(side).filter(claim=claim).count() if (side := sides.of(who)) else 0,
    }
    return render(request, "partner/claim.html", context)


def _part(
    one: Standing,
    rows: Sequence[JournalEntry],
    journal: list[JournalEntry],
    who: Actor,
    names: dict[int, str],
    papers: list[Document],
) -> Part:
    """`rows` is what the reader may read; of the rest of the journal only his share of the time is told."""
    if who.role in access.NARROW:
        return Part(one, names.get(one.now.assignment.contractor or 0, ""))
    offered = one.now.choices(who, clock.now())
    choices = [choice for choice in offered if choice.action.code != "write_message"]
    first = choices[0] if choices and choices[0].refusal is None and choices[0].action.primary else None
    return Part(
        standing=one,
        firm=names.get(one.now.assignment.contractor or 0, ""),
        amounts=_amounts(one),
        reserved=sentences.kept_from(one.now.kept_from(who), one.now.procedure),
        question=reading.question(one.now, rows, who),
        primary=first,
        whose=figures.minutes(one.now, who, journal),
        others=sorted((one for one in choices if one is not first), key=lambda one: one.action.danger),
        printed=sentences.printed(
            one.now.procedure, one.now.standing, one.now.state.facts, one.now.claim.currency
        ),
        cards=cards.shown(one.now, papers),
        judged=judging.judged(one.now, journal, who),
        handed_in=handed_in(one.now.assignment, who),
    )


def _amounts(one: Standing) -> list[tuple[str, Decimal]]:
    fields, facts = one.now.procedure.fields, one.now.state.facts
    return [(said(fields[code].label), facts[code]) for code in AMOUNTS if code in facts and code in fields]
