"""The list behind a number: the same source as the number, its rows in the order of their weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from temoin.insight import outcomes, sources
from temoin.insight.asked import Asked

PAGE = 50
MOST = 50_000
"""Lines of an export; whoever needs more asks for a shorter period."""
BATCH = 500


class What(StrEnum):
    """Which list, as it stands in the address."""

    DEADLINES = "echeances"
    KEPT = "tenues"
    LATE = "retards"
    OPEN = "ouvertes"
    OVERDUE = "depassees"
    SIGNED_OFF = "quitus"
    OVERRIDES = "derogations"
    REMINDERS = "rappels"
    FIGURE = "chiffre"

    @property
    def heading(self) -> str:
        match self:
            case What.DEADLINES:
                return _("Deadlines of the period")
            case What.KEPT:
                return _("Deadlines kept")
            case What.LATE:
                return _("Deadlines missed")
            case What.OPEN:
                return _("Open assignments")
            case What.OVERDUE:
                return _("Assignments overdue now")
            case What.SIGNED_OFF:
                return _("Works signed off")
            case What.OVERRIDES:
                return _("Forced steps")
            case What.REMINDERS:
                return _("Reminders sent")
            case What.FIGURE:
                return _("Files behind the number")

    @property
    def noted(self) -> bool:
        """Whether it lists entries of the journal, which the operator alone reads."""
        return self in (What.OVERRIDES, What.REMINDERS)

    @property
    def spans(self) -> bool:
        """Whether it tells how long something took, not how late it was."""
        return self in (What.SIGNED_OFF, What.FIGURE)

    @property
    def now(self) -> bool:
        """Whether it lists what is so now, whatever the period."""
        return self in (What.OPEN, What.OVERDUE)


CHOSEN = {
    What.DEADLINES: (sources.DECIDED, "true"),
    What.KEPT: (sources.DECIDED, "kept"),
    What.LATE: (sources.DECIDED, "NOT kept"),
    What.OPEN: (sources.OPEN, "true"),
    What.OVERDUE: (sources.OPEN, "NOT kept"),
    What.SIGNED_OFF: (sources.SIGNED_OFF, "true"),
    What.OVERRIDES: (sources.NOTED, "action = 'override'"),
    What.REMINDERS: (sources.NOTED, "action <> 'override'"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `seconds` is the delay (negative: in time), or how long it took; `seen` that its reader may open it."""

    assignment: int
    reference: str
    number: int
    step: str
    charged_to: str
    organisation: int | None
    person: int | None
    insurer: int
    trade: str
    zone: str
    due_at: datetime | None
    ended_at: datetime | None
    kept: bool | None
    seconds: int | None
    surname: str
    city: str
    seen: bool
    action: str
    said: str


LISTED = """
WITH found AS ({source})
SELECT found.assignment_id, found.reference, found.number, found.step, found.charged_to, found.organisation,
  found.person, found.insurer, found.trade, found.zone, found.due_at, found.ended_at, found.kept, found.late,
  coalesce(claim.insured_surname, ''), coalesce(claim.city, ''), claim.id IS NOT NULL, {action}, {said}
FROM found LEFT JOIN claims_claim claim ON claim.id = found.claim_id
WHERE {condition} ORDER BY {order}, found.assignment_id, found.ended_at LIMIT %(limit)s OFFSET %(offset)s
"""
COUNTED = "WITH found AS ({source}) SELECT count(*) FROM found WHERE {condition}"


def _source(what: What, asked: Asked) -> tuple[str, dict[str, Any], str]:
    if what is What.FIGURE:
        return (*outcomes.source(asked), "true")
    source, condition = CHOSEN[what]
    return (*sources.sql(source, asked), condition)


def _statement(what: What, asked: Asked) -> tuple[str, dict[str, Any]]:
    found, values, condition = _source(what, asked)
    frame = LISTED.format(
        source=found,
        condition=condition,
        action="found.action" if what.noted else "''",
        said="coalesce(found.said, '')" if what.noted else "''",
        order="found.decided_at DESC" if what.noted else "found.late DESC NULLS LAST",
    )
    return frame, values


def count(what: What, asked: Asked) -> int:
    """How many lines there are: the number that the list is behind."""
    found, values, condition = _source(what, asked)
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(source=found, condition=condition), values)
        return int(cursor.fetchone()[0])


def page(what: What, asked: Asked, number: int) -> list[Line]:
    """One page of the list, and one line more where there is another page."""
    statement, values = _statement(what, asked)
    with connection.cursor() as cursor:
        cursor.execute(statement, values | {"limit": PAGE + 1, "offset": (number - 1) * PAGE})
        return [_line(row) for row in cursor.fetchall()]


def every(what: What, asked: Asked) -> Iterator[Line]:
    """All lines up to `MOST`, a batch at a time; to be read within one transaction."""
    statement, values = _statement(what, asked)
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, values | {"limit": MOST, "offset": 0})
        while batch := cursor.fetchmany(BATCH):
            yield from (_line(row) for row in batch)


def _line(row: tuple[object, ...]) -> Line:
    values = list(row)
    values[13] = None if values[13] is None else round(values[13])  # type: ignore[call-overload]  # numeric
    return Line(*values)  # type: ignore[arg-type]  # the columns of LISTED, in order
