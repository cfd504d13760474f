"""What a firm has promised: its visits and works, read from the facts of its open assignments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from temoin.claims import history, worklists
from temoin.claims.history import Current
from temoin.claims.models import Assignment
from temoin.engine.model import DueKind

MOST = 500
"""Open assignments read at once; no firm has as many."""

VISIT, WORKS = "visit", "works"
FIELDS = {"visit_at": VISIT, "works_start_at": WORKS, "started_at": WORKS}
"""The dates that a step can wait for, and what happens on them."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """A visit or works that are booked. `days` are the local days that it takes."""

    assignment: Assignment
    kind: str
    start_at: datetime
    days: tuple[date, ...]

    @property
    def is_visit(self) -> bool:
        return self.kind == VISIT


def engagements(organisation: int) -> list[Engagement]:
    """Everything that the firm has booked, the earliest first, in one query."""
    rows = worklists.in_progress(organisation).select_related("claim", "claim__insurer")[:MOST]
    found = [one for row in rows for one in _of(history.current(row))]
    return sorted(found, key=lambda one: (one.start_at, one.assignment.pk))


def _of(now: Current) -> Iterator[Engagement]:
    """Those of the steps the assignment is in, also where a wait lies above them."""
    for frame in now.state.frames:
        due = now.procedure.steps[frame.step].due
        start_at = now.state.facts.get(due.field or "")
        if due.kind is not DueKind.FIELD or due.field not in FIELDS or start_at is None:
            continue
        kind = FIELDS[due.field]
        length = int(now.state.facts.get("planned_days") or 1) if kind == WORKS else 1
        yield Engagement(now.assignment, kind, start_at, _days(now, start_at, length))


def _days(now: Current, start_at: datetime, length: int) -> tuple[date, ...]:
    """The first day, and as many working days after it as are planned."""
    day = timezone.localtime(start_at).date()
    found = [day]
    while len(found) < min(length, 366):
        day += timedelta(days=1)
        if now.calendar.is_working_day(day):
            found.append(day)
    return tuple(found)
