"""Where an imported assignment goes on: the one entry of Témoin's own that follows those of the old journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from temoin.engine import alarms, clocks
from temoin.engine.calendar import Calendar
from temoin.engine.model import Procedure
from temoin.engine.state import Actor, Entry, Frame, State

ACTION = "import_placed"
FIRST_STEP = "to_assign"
MACHINE = Actor(role="machine", name="Témoin, import", machine=True)


def placed(
    procedure: Procedure,
    calendar: Calendar,
    state: State,
    *,
    facts: Mapping[str, Any],
    said: Mapping[str, Any],
    at: datetime,
) -> Entry:
    """The entry, made at `at`: with the claim's facts, every alarm that lies before it marked as gone off.

    An assignment for which the journal names no step is put on the first one; `values["why"]` says which it was.
    """
    at = max(at, state.changed_at or at)
    why = "as_it_stood" if state.frames else "no_step"
    frames = _silent(procedure, calendar, state.frames or (_first(procedure, calendar, state, at),), at)
    step = procedure.steps[frames[-1].step]
    return Entry(
        action=ACTION,
        actor=MACHINE,
        occurred_at=at,
        recorded_at=at,
        values={"why": why, **said},
        from_step=state.step,
        to_step=step.code,
        frames=frames,
        facts=facts,
        outcome=None,
        charged_to=step.charged_to,
    )


def _first(procedure: Procedure, calendar: Calendar, state: State, at: datetime) -> Frame:
    due_at = clocks.due(procedure.steps[FIRST_STEP], state.facts, at, calendar, None) or at
    return Frame(state.frames_made + 1, FIRST_STEP, at, due_at, due_at)


def _silent(
    procedure: Procedure, calendar: Calendar, frames: tuple[Frame, ...], at: datetime
) -> tuple[Frame, ...]:
    """The frames with the alarms of the past marked: nobody is reminded today of what was late years ago."""
    silent: tuple[Frame, ...] = ()
    for frame in frames:
        silent = (*silent, frame)
        while past := [
            one.key for one in alarms.pending(procedure, State(frames=silent), calendar) if one.at <= at
        ]:
            silent = (*silent[:-1], replace(silent[-1], fired=(*silent[-1].fired, *past)))
    return silent
