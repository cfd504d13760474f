"""What the estimator decides on each line of a contractor's estimate, and the version that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from temoin.estimates import content as contents
from temoin.estimates.content import Content, NewLine
from temoin.estimates.difference import COMPARED, paired
from temoin.estimates.models import Kind, Line, LineState, Version
from temoin.estimates.study.beside import Figures


class Choice(StrEnum):
    """What becomes of a line."""

    KEEP = "keep"
    TAKE = "take"  # the figures that stand beside it: the adjuster's, else the list's
    REDUCE = "reduce"
    REFUSE = "refuse"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A choice with the figures of a reduction, its reason or question, and who bears the line."""

    choice: Choice
    quantity: Decimal
    unit_price: Decimal
    wear_pct: Decimal
    cover: str
    reason: str = ""


def kept(line: Line) -> Decision:
    """The line as the contractor wrote it."""
    return Decision(
        choice=Choice.KEEP,
        quantity=line.quantity,
        unit_price=line.unit_price,
        wear_pct=line.wear_pct,
        cover=line.cover,
    )


def content(
    version: Version,
    lines: Iterable[Line],
    decisions: Mapping[int, Decision],
    beside: Mapping[int, Figures],
    reason: str,
) -> Content:
    """The network's version of the contractor's. Lines keep the network's own `reason` where a taken figure has none.

    A line with an open question counts as the contractor wrote it.
    """
    return Content(
        kind=Kind.NETWORK,
        lines=tuple(_decided(line, decisions[line.pk], beside.get(line.pk), reason) for line in lines),
        dwelling=contents.dwelling_from_json(version.dwelling),
        price_list=version.price_list_id,
        addressed_to=version.organisation_id,
    )


def _decided(line: Line, decision: Decision, beside: Figures | None, reason: str) -> NewLine:
    quantity, price, state = figures(line, decision, beside)
    plain = state is LineState.KEPT
    return NewLine(
        description=line.description,
        quantity=quantity,
        unit=line.unit,
        unit_price=price,
        room=line.room,
        section=line.section,
        code="" if line.item_id else line.item_code,
        discount_pct=line.discount_pct or None,
        item=line.item_id,
        off_list_reason=line.off_list_reason,
        measured=line.measured if quantity == line.quantity else "",
        work_category=line.work_category,
        wear_pct=decision.wear_pct,
        cover=decision.cover,
        photos=tuple(str(photo) for photo in line.photos),
        answer=line.answer,
        comes_from=line.pk,
        state=state.value,
        reason="" if plain else decision.reason or reason,
    )


def figures(line: Line, decision: Decision, beside: Figures | None) -> tuple[Decimal, Decimal, LineState]:
    """Quantity, unit price and state that a decision gives; nobody is granted more than he asks."""
    match decision.choice:
        case Choice.KEEP:
            return line.quantity, line.unit_price, LineState.KEPT
        case Choice.ASK:
            return line.quantity, line.unit_price, LineState.ASKED
        case Choice.REFUSE:
            return Decimal(0), line.unit_price, LineState.REFUSED
        case Choice.TAKE:
            if beside is None or beside.amount >= line.amount:
                return line.quantity, line.unit_price, LineState.KEPT
            return beside.quantity, beside.unit_price, LineState.REDUCED
        case Choice.REDUCE:
            if (decision.quantity, decision.unit_price) == (line.quantity, line.unit_price):
                return line.quantity, line.unit_price, LineState.KEPT
            return decision.quantity, decision.unit_price, LineState.REDUCED
        case _:
            assert_never(decision.choice)


def of_network(lines: Iterable[Line]) -> dict[int, Decision]:
    """What an earlier version of the network decided, by the contractor's line; a question was sent and is no more."""
    return {
        line.comes_from_id: Decision(
            choice=_CHOICES[line.state],
            quantity=line.quantity,
            unit_price=line.unit_price,
            wear_pct=line.wear_pct,
            cover=line.cover,
            reason=line.reason,
        )
        for line in lines
        if line.comes_from_id is not None and line.state in _CHOICES
    }


_CHOICES = {
    LineState.KEPT.value: Choice.KEEP,
    LineState.REDUCED.value: Choice.REDUCE,
    LineState.REFUSED.value: Choice.REFUSE,
}


def carried(decisions: Mapping[int, Decision], old: list[Line], new: list[Line]) -> dict[int, Decision]:
    """Decisions on an older version, for the lines of a newer one that say the same; the others are as written."""
    pairs = paired(old, new)
    found = {}
    for line in new:
        earlier = pairs.get(line.pk)
        same = earlier is not None and all(getattr(line, name) == getattr(earlier, name) for name in COMPARED)
        before = decisions.get(earlier.pk) if earlier is not None and same else None
        found[line.pk] = decisions.get(line.pk) or before or kept(line)
    return found


def same_as(content: Content, version: Version, lines: Iterable[Line]) -> bool:
    """Whether the content says nothing that the version, of contractor or network, does not say already."""
    own = version.kind == Kind.CONTRACTOR
    said = [
        (
            line.pk if own else line.comes_from_id,
            LineState.KEPT.value if own else line.state,
            *(line.quantity, line.unit_price, line.wear_pct, line.cover),
            line.reason,
        )
        for line in lines
    ]
    wanted = [
        (one.comes_from, one.state, one.quantity, one.unit_price, one.wear_pct, one.cover, one.reason)
        for one in content.lines
    ]
    return said == wanted
