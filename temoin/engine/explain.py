"""Why a date is what it is: start, rule, calendar, what was skipped, each pause, and the sum recomputed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from temoin.engine import clocks
from temoin.engine.calendar import Calendar, Skipped
from temoin.engine.model import Due, DueKind, Procedure, Unit
from temoin.engine.state import Entry, Frame

TAKEN_OVER = "imported_"
"""Entries of these actions come from another system's journal; the dates written in them followed its rules."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch during which the clock stood still. `end_at` is None while it still does."""

    start_at: datetime
    end_at: datetime | None
    step: str
    left: int  # seconds that were left in the clock's own unit when it stopped


@dataclass(frozen=True, slots=True)
class Move:
    """The action date moved by hand, or an appointment agreed anew."""

    at: datetime
    to: datetime
    action: str
    by: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything a date rests on. `recomputed_at` equals the stored date, or the journal does not hold."""

    step: str
    entered_at: datetime
    entered_by: str  # the action that led here
    rule: Due
    calendar: str
    calendar_version: int
    skipped: tuple[Skipped, ...]
    pauses: tuple[Pause, ...]
    moves: tuple[Move, ...]
    commitment_at: datetime | None
    recomputed_at: datetime | None
    stored_at: datetime | None
    taken_over: bool = False  # the first date stands in a journal taken over: no rule of ours gave it

    @property
    def holds(self) -> bool:
        return self.recomputed_at == self.stored_at


def explain(procedure: Procedure, entries: Iterable[Entry], frame: Frame, calendar: Calendar) -> Explanation:
    """Why `frame.due_at` is what it is, recomputed from the journal's own instants."""
    history = [(e, f) for e in entries for f in e.frames if f.number == frame.number]
    first = history[0][0]
    step = procedure.steps[frame.step]
    unit = clocks.unit(step)
    taken_over = first.action.startswith(TAKEN_OVER) and "due_at" in first.values
    begun_at = history[0][1].due_at if taken_over else _initial(step.due, history[0][1], calendar)
    walk = _Walk(unit, calendar, begun_at)
    for entry, seen in history[1:]:
        walk.follow(entry, seen)
    until = walk.date or frame.entered_at
    return Explanation(
        step=frame.step,
        entered_at=frame.entered_at,
        entered_by=first.action,
        rule=step.due,
        calendar=calendar.code,
        calendar_version=calendar.version,
        skipped=calendar.skipped(frame.entered_at, until, unit) if unit and not taken_over else (),
        pauses=tuple(walk.pauses),
        moves=tuple(walk.moves),
        commitment_at=frame.commitment_at,
        recomputed_at=walk.date,
        stored_at=frame.due_at,
        taken_over=taken_over,
    )


def _initial(rule: Due, first: Frame, calendar: Calendar) -> datetime | None:
    """A rule's date computed anew; an appointment or an inherited date is what the entry says."""
    if rule.kind is DueKind.AFTER and rule.duration is not None:
        return calendar.add(first.entered_at, rule.duration)
    return first.due_at


class _Walk:
    """Follows one frame through the entries, redoing each stop, start and move of its clock."""

    def __init__(self, unit: Unit | None, calendar: Calendar, date: datetime | None) -> None:
        self.unit, self.calendar, self.date = unit, calendar, date
        self.left: int | None = None
        self.pauses: list[Pause] = []
        self.moves: list[Move] = []
        self.moved = 0

    def follow(self, entry: Entry, seen: Frame) -> None:
        at = entry.occurred_at
        if seen.times_moved > self.moved and seen.due_at is not None:
            self.moved, self.date = seen.times_moved, seen.due_at
            self.moves.append(Move(at, seen.due_at, entry.action, entry.actor.name))
        elif seen.due_left is not None and self.left is None and self.unit and self.date:
            self.left = self.calendar.elapsed(at, self.date, self.unit)
            self.pauses.append(Pause(at, None, entry.to_step or "", self.left))
            self.date = None
        elif seen.due_left is None and self.left is not None and self.unit:
            self.date = self.calendar.add_seconds(at, self.left, self.unit)
            stopped = self.pauses.pop()
            self.pauses.append(Pause(stopped.start_at, at, stopped.step, stopped.left))
            self.left = None
