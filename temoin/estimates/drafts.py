"""A firm's work on an estimate: every change is kept at once, and nothing of it is anybody else's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from django.db.models import Q

from temoin import clock
from temoin.claims.models import Assignment
from temoin.engine.state import Actor
from temoin.estimates import content as contents
from temoin.estimates import pricing, reach
from temoin.estimates.assembly import day_of
from temoin.estimates.content import MOST_LINES, NewLine
from temoin.estimates.models import Draft, Kind, Line, LineModel, LineState, PriceItem, PriceList, Version
from temoin.estimates.vat import Dwelling


class ChangedElsewhere(Exception):
    """The draft was changed on another page since this one was drawn."""


class Full(Exception):
    """An estimate has at most `MOST_LINES` lines."""


def find(assignment: Assignment, organisation: int, *, lock: bool = False) -> Draft:
    """The firm's draft, or a new one that is not kept until something is changed."""
    rows = Draft.objects.filter(assignment=assignment, organisation=organisation, kind=Kind.CONTRACTOR)
    found = (rows.select_for_update(of=("self",)) if lock else rows).select_related("price_list").first()
    if found is not None:
        return found
    claim = assignment.claim
    price_list = pricing.list_for(claim.insurer_id, claim.country, day_of(claim, clock.now()))
    return Draft(
        claim=claim,
        assignment=assignment,
        organisation_id=organisation,
        price_list=price_list,
        dwelling=contents.dwelling_to_json(_dwelling(assignment, organisation)),
        updated_at=clock.now(),
    )


def _dwelling(assignment: Assignment, organisation: int) -> Dwelling:
    """As it was said in the firm's last estimate of this claim; else a private home whose age is not known."""
    earlier = Version.objects.filter(
        claim=assignment.claim_id, organisation=organisation, totals_only=False
    ).order_by("created_at")
    last = earlier.last()
    if last is not None:
        return contents.dwelling_from_json(last.dwelling)
    return Dwelling(private_use=True, new_building=False)


def lines(draft: Draft) -> tuple[NewLine, ...]:
    return tuple(contents.line_from_json(said) for said in draft.lines)


def add(draft: Draft, new: Sequence[NewLine]) -> None:
    """Put lines at the end; the room of the last one is offered again. Raises Full."""
    if len(draft.lines) + len(new) > MOST_LINES:
        raise Full
    draft.lines = [*draft.lines, *(contents.line_to_json(line) for line in new)]
    if new:
        draft.room = new[-1].room
    _save(draft)


def change(draft: Draft, index: int, line: NewLine | None, *, seen: int) -> None:
    """Replace a line, or take it out where `line` is None. Raises ChangedElsewhere."""
    if seen != draft.changes or not 0 <= index < len(draft.lines):
        raise ChangedElsewhere
    kept = list(draft.lines)
    kept[index : index + 1] = [contents.line_to_json(line)] if line is not None else []
    draft.lines = kept
    _save(draft)


def describe(draft: Draft, dwelling: Dwelling) -> None:
    """What VAT asks of the place."""
    draft.dwelling = contents.dwelling_to_json(dwelling)
    _save(draft)


def _save(draft: Draft) -> None:
    draft.changes += 1
    draft.updated_at = clock.now()
    draft.save()


def from_item(
    item: PriceItem, price_list: PriceList, *, quantity: Decimal, measured: str, room: str
) -> NewLine:
    """A work of the list at its price, in the reader's language."""
    return NewLine(
        item=item.pk,
        description=item.description,
        quantity=quantity,
        measured=measured,
        unit=item.unit,
        unit_price=pricing.price(item, price_list),
        room=room,
        work_category=item.work_category,
    )


# ---- lines from elsewhere


def last_version(assignment: Assignment, actor: Actor) -> Version | None:
    """What the next version starts from: the newest with lines that the firm may read, the network's answer included."""
    return reach.all_of(assignment, actor).filter(totals_only=False).last()


def similar(assignment: Assignment, organisation: int) -> Version | None:
    """The firm's last estimate with lines for another job of the same trade, the same loss before others."""
    rows = Version.objects.filter(
        organisation=organisation,
        kind=Kind.CONTRACTOR,
        totals_only=False,
        assignment__trade=assignment.trade,
        claim__country=assignment.claim.country,
    ).exclude(assignment=assignment)
    same = rows.filter(claim__loss_type=assignment.claim.loss_type).order_by("-created_at").first()
    return same or rows.order_by("-created_at").first()


def models_of(organisation: int) -> list[LineModel]:
    return list(LineModel.objects.filter(organisation=organisation))


def next_lines(draft: Draft, version: Version) -> list[NewLine]:
    """The lines of a version as the next one begins: those refused are left out, each knows where it comes from."""
    rows = version.lines.exclude(state=LineState.REFUSED)
    return _rematched(
        draft, [replace(_from_row(row), comes_from=row.pk) for row in rows], _codes(rows), keep=True
    )


def lines_like(draft: Draft, version: Version) -> list[NewLine]:
    """The lines of an estimate for another job, at today's prices, without photos and answers."""
    rows = version.lines.all()
    plain = [replace(_from_row(row), photos=(), answer="") for row in rows]
    return _rematched(draft, plain, _codes(rows), keep=False)


def lines_of_model(draft: Draft, model: LineModel) -> list[NewLine]:
    """A model's lines, at today's prices."""
    said = [contents.line_from_json(one) for one in model.lines]
    codes = PriceItem.objects.in_bulk([line.item for line in said if line.item is not None])
    return _rematched(
        draft, said, [codes[line.item].code if line.item in codes else "" for line in said], keep=False
    )


def keep_as_model(draft: Draft, name: str) -> None:
    """Save the draft's lines under a name of the firm's; the same name is replaced."""
    plain = [replace(line, photos=(), answer="", comes_from=None) for line in lines(draft)]
    LineModel.objects.update_or_create(
        organisation=draft.organisation,
        name=name[:60],
        defaults={"lines": [contents.line_to_json(line) for line in plain]},
    )


def _from_row(row: Line) -> NewLine:
    return NewLine(
        description=row.description,
        quantity=row.quantity,
        unit=row.unit,
        unit_price=row.unit_price,
        room=row.room,
        section=row.section,
        code="" if row.item_id else row.item_code,
        discount_pct=row.discount_pct or None,
        item=row.item_id,
        off_list_reason=row.off_list_reason,
        measured=row.measured,
        work_category=row.work_category,
        wear_pct=row.wear_pct,
        cover=row.cover,
        photos=tuple(str(photo) for photo in row.photos),
    )


def _codes(rows: Iterable[Line]) -> list[str]:
    return [row.item_code for row in rows]


def _rematched(draft: Draft, said: list[NewLine], codes: list[str], *, keep: bool) -> list[NewLine]:
    """Lines with the items of the draft's own list, by code; `keep` keeps the price that was agreed on."""
    price_list = draft.price_list
    items = (
        {item.code: item for item in PriceItem.objects.filter(Q(price_list=price_list), code__in=codes)}
        if price_list
        else {}
    )
    found = []
    for line, code in zip(said, codes, strict=True):
        item = items.get(code)
        if item is None or price_list is None:
            found.append(replace(line, item=None))
        else:
            price = line.unit_price if keep else pricing.price(item, price_list)
            found.append(
                replace(
                    line, item=item.pk, unit_price=price, unit=item.unit, work_category=item.work_category
                )
            )
    return found
