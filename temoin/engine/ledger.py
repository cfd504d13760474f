"""Whose minutes: the journal folded into intervals, each charged to exactly one party."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from temoin.engine.model import Procedure
from temoin.engine.state import Entry


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time in one step, charged to one party. `due_at` is the action date that ran meanwhile."""

    start_at: datetime
    end_at: datetime
    step: str
    holder: str
    charged_to: str
    frame: int
    due_at: datetime | None
    charged_before: str | None = None  # who was charged until the interval was contested

    @property
    def duration(self) -> timedelta:
        return self.end_at - self.start_at

    @property
    def late(self) -> timedelta:
        """How much of the interval lies after its action date."""
        if self.due_at is None or self.end_at <= self.due_at:
            return timedelta(0)
        return self.end_at - max(self.start_at, self.due_at)


def intervals(procedure: Procedure, entries: Iterable[Entry], until: datetime) -> list[Interval]:
    """Every stretch from the first entry to the end of the assignment, or `until` while it is open.

    They join without gap or overlap, so the minutes of all parties add up to the time elapsed. What was
    contested with success is charged to the party named then, the time before that entry included.
    """
    found: list[Interval] = []
    recharged: dict[int, str] = {}
    before: Entry | None = None
    for entry in entries:
        recharged.update(entry.recharged)
        if before is not None and before.frames and entry.occurred_at > before.occurred_at:
            found.append(_interval(procedure, before, entry.occurred_at))
        before = entry
    if before is not None and before.frames and until > before.occurred_at:
        found.append(_interval(procedure, before, until))
    return [_recharged(one, recharged.get(one.frame)) for one in found]


def _recharged(one: Interval, party: str | None) -> Interval:
    if party is None or party == one.charged_to:
        return one
    return replace(one, charged_to=party, charged_before=one.charged_to)


def _interval(procedure: Procedure, entry: Entry, end_at: datetime) -> Interval:
    top = entry.frames[-1]
    return Interval(
        start_at=entry.occurred_at,
        end_at=end_at,
        step=top.step,
        holder=procedure.steps[top.step].holder,
        charged_to=entry.charged_to or procedure.steps[top.step].charged_to,
        frame=top.number,
        due_at=top.due_at,
    )


def by_party(found: Iterable[Interval]) -> dict[str, timedelta]:
    """The time charged to each party."""
    totals: dict[str, timedelta] = {}
    for one in found:
        totals[one.charged_to] = totals.get(one.charged_to, timedelta(0)) + one.duration
    return totals


def late_by_party(found: Iterable[Interval]) -> dict[str, timedelta]:
    """The time after the action date, per party; parties that were never late are left out."""
    totals: dict[str, timedelta] = {}
    for one in found:
        if one.late:
            totals[one.charged_to] = totals.get(one.charged_to, timedelta(0)) + one.late
    return totals
