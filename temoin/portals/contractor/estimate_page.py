"""What the page of an estimate shows: its lines by room, sums with their VAT, and where lines can come from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import history, sentences
from temoin.claims.models import Assignment
from temoin.documents.models import Document
from temoin.estimates import content as contents
from temoin.estimates import drafts, pricing, reach, typed, versions
from temoin.estimates.assembly import Assembled, SetLine, assemble, day_of
from temoin.estimates.difference import difference
from temoin.estimates.models import Cover, Draft, Kind, Line, LineState, PriceItem, Version
from temoin.estimates.paper import quantity
from temoin.portals.contractor import access
from temoin.ui import formats

SUBMIT = "submit_estimate"
FOUND = 8  # works shown for a search


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it stands on the page; `question` is what the network asked about the line it comes from."""

    index: int
    set: SetLine
    quantity: str
    photos: list[Document]
    question: Line | None
    faults: list[str]

    @property
    def above(self) -> Decimal | None:
        """By how many per cent the price lies above the list's, where it does."""
        listed = self.set.list_price
        if not listed or self.set.line.unit_price <= listed:
            return None
        return (self.set.line.unit_price / listed - 1) * 100

    @property
    def cover(self) -> str:
        """Empty for a covered line."""
        known = self.set.line.cover in Cover.values and self.set.line.cover != Cover.COVERED
        return str(Cover(self.set.line.cover).label) if known else ""


@dataclass(frozen=True, slots=True)
class Tax:
    """A rate with what it is on and why."""

    label: str
    net: Decimal
    vat: Decimal
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A work that a search found, at its price; `amount` where a quantity was typed with the words."""

    item: PriceItem
    price: Decimal
    amount: Decimal | None
    below_least: bool


def context(request: HttpRequest, assignment: Assignment, draft: Draft) -> dict[str, Any]:
    """Everything on the page that does not depend on what was just typed."""
    actor, claim = access.actor(request), assignment.claim
    made = assemble(versions.of_draft(draft), claim, day_of(claim, clock.now()), strict=False)
    found = list(reach.all_of(assignment, actor))
    return {
        "assignment": assignment,
        "claim": claim,
        "draft": draft,
        "made": made,
        "rooms": rooms(draft, made),
        "taxes": taxes(made),
        "versions": found[::-1],
        "answered": answered(found),
        "in_force": in_force(assignment),
        "why_not": why_not(assignment, request),
        "sources": sources(request, assignment, draft, found),
        "dwelling": contents.dwelling_from_json(draft.dwelling),
    }


def rooms(draft: Draft, made: Assembled) -> list[tuple[str, list[Row]]]:
    """The lines by room, rooms in the order in which they were first named."""
    faults = contents.problems(made.content)
    photos = _photos(made, draft)
    earlier = _questions(made)
    found: dict[str, list[Row]] = {}
    for index, one in enumerate(made.lines):
        line = one.line
        row = Row(
            index=index,
            set=one,
            quantity=quantity(line.quantity, line.unit) if line.quantity >= 0 else "?",
            photos=[photos[photo] for photo in line.photos if photo in photos],
            question=earlier.get(line.comes_from or 0),
            faults=[words(code) for code in faults.get(index, {}).values()],
        )
        found.setdefault(line.room, []).append(row)
    return list(found.items())


def words(code: str) -> str:
    """Why a line cannot be sent as it is."""
    match code:
        case "missing":
            return _("Something is missing: say why it is not in the price list.")
        case _:
            return _("A number is not possible.")


def _photos(made: Assembled, draft: Draft) -> dict[str, Document]:
    named = {photo for one in made.lines for photo in one.line.photos}
    rows = (
        Document.objects.filter(claim_id=draft.claim_id, pk__in=named) if named else Document.objects.none()
    )
    return {str(one.pk): one for one in rows}


def _questions(made: Assembled) -> dict[int, Line]:
    named = {one.line.comes_from for one in made.lines if one.line.comes_from is not None}
    if not named:
        return {}
    return Line.objects.filter(pk__in=named, state__in=[LineState.ASKED, LineState.REDUCED]).in_bulk()


def taxes(made: Assembled) -> list[Tax]:
    """One for each category and rate, with the reasons of its lines."""
    found = []
    for group in made.sums.groups:
        reasons = {
            one.vat.reason
            for one in made.lines
            if (one.vat.category, one.vat.rate) == (group.category, group.rate)
        }
        rate = formats.number(group.rate.normalize())
        label = f"{rate} %" if group.category == "S" else _("reverse charge")
        found.append(Tax(label, group.net, group.vat, sorted(reasons)))
    return found


def answered(found: list[Version]) -> Version | None:
    """The network's answer, where it is newer than what the firm sent."""
    last = found[-1] if found else None
    return last if last is not None and last.kind == Kind.NETWORK else None


def in_force(assignment: Assignment) -> int | None:
    """The number of the version whose total counts."""
    version = versions.in_force(assignment)
    return version.number if version else None


def why_not(assignment: Assignment, request: HttpRequest) -> str:
    """Why the estimate cannot be sent now; empty where it can."""
    now = history.current(assignment)
    for choice in now.choices(access.actor(request), clock.now()):
        if choice.action.code == SUBMIT:
            return sentences.refusal(choice.refusal, now.procedure) if choice.refusal else ""
    step = now.procedure.steps.get(now.state.step or "")
    return _("It can be sent once an estimate is awaited. Now: %(step)s.") % {
        "step": sentences.said(step.label) if step else _("closed")
    }


def sources(
    request: HttpRequest, assignment: Assignment, draft: Draft, found: list[Version]
) -> dict[str, Any]:
    """Where lines can be copied from."""
    firm = access.firm(request)
    last = next((one for one in reversed(found) if not one.totals_only), None)
    like = drafts.similar(assignment, firm)
    counted = [one.pk for one in (last, like) if one is not None]
    lines = dict.fromkeys(counted, 0)
    for pk in Line.objects.filter(version__in=counted).values_list("version_id", flat=True):
        lines[pk] += 1
    return {
        "last": last,
        "last_lines": lines.get(last.pk, 0) if last else 0,
        "like": like,
        "like_lines": lines.get(like.pk, 0) if like else 0,
        "models": drafts.models_of(firm),
    }


def search(draft: Draft, text: str, language: str) -> dict[str, Any]:
    """Works of the draft's list for what was typed, with the quantity that stood behind the words."""
    if draft.price_list is None or not text.strip():
        return {"typed": typed.Typed(text.strip()), "found": []}
    said = typed.read(text)
    items = pricing.search(draft.price_list, said.words, language, FOUND)
    if not items and said.quantity is not None:
        said = typed.Typed(text.strip())
        items = pricing.search(draft.price_list, said.words, language, FOUND)
    return {"typed": said, "found": [_found(item, draft, said) for item in items]}


def _found(item: PriceItem, draft: Draft, said: typed.Typed) -> Found:
    assert draft.price_list is not None
    price = pricing.price(item, draft.price_list)
    amount = said.quantity * price if said.quantity is not None else None
    return Found(item, price, amount, said.quantity is not None and said.quantity < item.min_quantity)


def changes(version: Version, found: list[Version]) -> Any:
    """What the version changed against the one it supersedes; None for the first, or where lines are not known."""
    earlier = next((one for one in found if one.pk == version.supersedes_id), None)
    if earlier is None or version.totals_only or earlier.totals_only:
        return None
    return difference(earlier, version)
