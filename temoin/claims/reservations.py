"""Reservations made when works are received: each with its place, photos and date, and who lifted it.

They are read from the journal, which alone holds them; nothing is kept beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from temoin.claims.door import Happened
from temoin.claims.models import Assignment
from temoin.engine.refusals import InvalidValues
from temoin.engine.state import Actor
from temoin.journal.models import JournalEntry

MAKE, LIFT, SETTLE, REWORK = "make_reservations", "lift_reservation", "settle_reservations", "order_rework"
ACTIONS = (MAKE, LIFT, SETTLE, REWORK)


@dataclass(frozen=True, slots=True)
class Said:
    """A reservation as it was written; `photos` are places in the list of the entry's documents."""

    what: str
    place: str = ""
    by_on: date | None = None
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reservation:
    """A reservation of an assignment; `number` counts from 1, `photos` are documents' ids."""

    number: int
    what: str
    place: str
    by_on: date | None
    photos: tuple[str, ...]
    made_at: datetime
    made_by: str
    lifted_at: datetime | None = None
    lifted_by: str = ""


def written(said: Sequence[Said]) -> str:
    """The value of the action's field: JSON."""
    return json.dumps([_plain(one) for one in said], ensure_ascii=False)


def _plain(one: Said) -> dict[str, Any]:
    found = {
        "what": one.what,
        "place": one.place,
        "by_on": one.by_on.isoformat() if one.by_on else "",
        "photos": list(one.photos),
    }
    return {key: value for key, value in found.items() if value}


def read(value: str) -> list[Said]:
    """What a value says; a text of another program, or of an old journal, is one reservation."""
    try:
        return [_said(one) for one in json.loads(value)]
    except (ValueError, TypeError, KeyError, AttributeError):
        return [Said(what=value)] if value.strip() else []


def _said(one: dict[str, Any]) -> Said:
    by_on = one.get("by_on")
    return Said(
        what=str(one["what"]),
        place=str(one.get("place", "")),
        by_on=date.fromisoformat(by_on) if by_on else None,
        photos=tuple(int(index) for index in one.get("photos", ())),
    )


def words(value: str) -> str:
    """A value as people read it, one line for each."""
    return "\n".join(f"{one.place} : {one.what}" if one.place else one.what for one in read(value))


def of(rows: Iterable[JournalEntry], number: int) -> list[Reservation]:
    """The reservations of one assignment, in order, from its claim's entries."""
    found: list[Reservation] = []
    for row in rows:
        if row.assignment_number != number or row.action not in ACTIONS:
            continue
        values = row.data.get("values", {})
        match row.action:
            case "make_reservations":
                found += _made(row, values, len(found))
            case "lift_reservation":
                found = [_lifted(one, row, values.get("lifted_reservation")) for one in found]
            case "settle_reservations":
                found = [_lifted(one, row, one.number) for one in found]
            case _:
                found = [_expected(one, values.get("rework_by")) for one in found]
    return found


def _made(row: JournalEntry, values: dict[str, Any], before: int) -> list[Reservation]:
    documents = values.get("documents", [])
    return [
        Reservation(
            number=before + index,
            what=one.what,
            place=one.place,
            by_on=one.by_on,
            photos=tuple(documents[at] for at in one.photos if at < len(documents)),
            made_at=row.occurred_at,
            made_by=row.actor_name,
        )
        for index, one in enumerate(read(values.get("reservations", "")), start=1)
    ]


def _lifted(one: Reservation, row: JournalEntry, number: int | None) -> Reservation:
    if one.number != number or one.lifted_at is not None:
        return one
    return replace(one, lifted_at=row.occurred_at, lifted_by=row.actor_name)


def _expected(one: Reservation, by_on: str | None) -> Reservation:
    """A date set for the rework holds for whatever has none of its own."""
    if by_on is None or one.by_on is not None or one.lifted_at is not None:
        return one
    return replace(one, by_on=date.fromisoformat(by_on))


def entries(claim_id: int, number: int) -> list[JournalEntry]:
    """The entries that say something of an assignment's reservations."""
    found = JournalEntry.objects.filter(claim_id=claim_id, assignment_number=number, action__in=ACTIONS)
    return list(found.order_by("seq"))


def left(assignment: Assignment, _actor: Actor, _values: Mapping[str, Any]) -> int:
    """How many are not lifted."""
    found = of(entries(assignment.claim_id, assignment.number), assignment.number)
    return sum(one.lifted_at is None for one in found)


def must_be_open(happened: Happened) -> None:
    """After a lifting: refused whole where that number was no reservation, or was lifted before."""
    number = happened.entry.values["lifted_reservation"]
    rows = [row for row in entries(happened.claim.pk, _number(happened)) if row.seq < happened.row.seq]
    if not any(one.number == number and one.lifted_at is None for one in of(rows, _number(happened))):
        raise InvalidValues({"lifted_reservation": "not_a_choice"})


def _number(happened: Happened) -> int:
    return happened.assignment.number if happened.assignment is not None else 0
