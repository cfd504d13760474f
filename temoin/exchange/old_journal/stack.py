"""The frames that the states of an old journal give, so that ledger and lateness work on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from temoin.engine import clocks
from temoin.engine.calendar import Calendar, OutsideCalendar
from temoin.engine.model import Procedure, Step
from temoin.engine.state import Frame, State
from temoin.exchange.old_journal.entries import Kind
from temoin.exchange.old_journal.plan import PlannedEntry

MARGIN = timedelta(days=366)
"""Reminders and escalations lie around a date: the calendar must know the year before it and the one after."""


def known(calendar: Calendar, at: datetime) -> bool:
    """Whether the calendar reaches far enough around an instant to reckon with it."""
    try:
        for day in (at - MARGIN, at + MARGIN):
            calendar.is_working_day(day.date())
    except OutsideCalendar:
        return False
    return True


def written_due(calendar: Calendar, planned: PlannedEntry) -> datetime | None:
    """The action date that the journal gives; None where it gives none, or one in a year beyond the calendar."""
    due_at = planned.due_at
    return due_at if due_at is not None and known(calendar, due_at) else None


def after(procedure: Procedure, calendar: Calendar, state: State, planned: PlannedEntry) -> tuple[Frame, ...]:
    """The frames after an entry; only a state whose step is known changes them.

    The step on top, named again, has its date moved: the commitment stays what it was first. A step that
    interrupts lies on top of what runs (below it where it lay there already); any other replaces the stack.
    """
    step = procedure.steps.get(planned.step or "") if planned.kind is Kind.STATE else None
    if step is None:
        return state.frames
    due_at, top = written_due(calendar, planned), state.top
    if top is not None and top.step == step.code:
        return _moved(state.frames, due_at)
    at = planned.occurred_at
    beneath = _beneath(procedure, calendar, state.frames, step, at) if step.over else ()
    if due_at is None:
        due_at = clocks.due(step, state.facts, at, calendar, beneath[-1] if beneath else None) or at
    if step.pauses:
        beneath = clocks.paused(beneath, procedure, at, calendar)
    return (*beneath, Frame(state.frames_made + 1, step.code, at, due_at, due_at))


def _moved(frames: tuple[Frame, ...], due_at: datetime | None) -> tuple[Frame, ...]:
    top = frames[-1]
    if due_at is None or due_at == top.due_at:
        return frames
    return (*frames[:-1], replace(top, due_at=due_at, times_moved=top.times_moved + 1, fired=()))


def _beneath(
    procedure: Procedure, calendar: Calendar, frames: tuple[Frame, ...], step: Step, at: datetime
) -> tuple[Frame, ...]:
    """What an interrupting step lies on; one that was interrupted itself is taken up again from there."""
    while any(frame.step == step.code for frame in frames):
        frames = clocks.resumed(frames, procedure, at, calendar)
    return frames
