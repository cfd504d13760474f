"""The frames' clocks: how a due date is set, stopped by a pausing step, and set going again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from temoin.engine.calendar import Calendar
from temoin.engine.model import DueKind, Duration, Procedure, Step, Unit
from temoin.engine.state import Frame


def due(
    step: Step, facts: Mapping[str, Any], at: datetime, calendar: Calendar, beneath: Frame | None
) -> datetime | None:
    """The action date on entering a step; None where the fact that gives it is not known."""
    rule = step.due
    match rule.kind:
        case DueKind.AFTER:
            assert rule.duration is not None
            return calendar.add(at, rule.duration)
        case DueKind.INHERITED:
            return beneath.due_at if beneath is not None else at
        case DueKind.FIELD:
            instant = facts.get(rule.field or "")
            if instant is None or rule.plus is None:
                return instant
            return calendar.add(instant, Duration(int(facts.get(rule.plus, 0)), Unit.WORKING_DAYS))


def unit(step: Step) -> Unit | None:
    """The unit in which a step's clock runs; None for an appointment, which no pause moves."""
    return step.due.duration.unit if step.due.duration is not None else None


def paused(
    frames: tuple[Frame, ...], procedure: Procedure, at: datetime, calendar: Calendar
) -> tuple[Frame, ...]:
    """The frames with every running clock stopped; those stopped already stay as they are (nested pauses count once).

    A clock that has run out keeps its date: it is late, and who is charged for the pause is the ledger's matter.
    """
    return tuple(_stopped(frame, unit(procedure.steps[frame.step]), at, calendar) for frame in frames)


def _stopped(frame: Frame, kind: Unit | None, at: datetime, calendar: Calendar) -> Frame:
    if kind is None:
        return frame
    changes: dict[str, Any] = {}
    if frame.due_at is not None and frame.due_at > at:
        changes |= {"due_left": calendar.elapsed(at, frame.due_at, kind), "due_at": None}
    if frame.commitment_at is not None and frame.commitment_at > at:
        changes |= {
            "commitment_left": calendar.elapsed(at, frame.commitment_at, kind),
            "commitment_at": None,
        }
    return replace(frame, **changes) if changes else frame


def resumed(
    frames: tuple[Frame, ...], procedure: Procedure, at: datetime, calendar: Calendar
) -> tuple[Frame, ...]:
    """The stack without its top; the clock beneath runs on with what was left of it, unless another pause lies there."""
    rest = frames[:-1]
    if any(procedure.steps[frame.step].pauses for frame in rest[1:]):
        running = len(rest) - 1  # only what lies above the topmost pause runs
        while not procedure.steps[rest[running].step].pauses:
            running -= 1
        return (*rest[:running], *(_running(f, procedure, at, calendar) for f in rest[running:]))
    return tuple(_running(frame, procedure, at, calendar) for frame in rest)


def _running(frame: Frame, procedure: Procedure, at: datetime, calendar: Calendar) -> Frame:
    kind = unit(procedure.steps[frame.step])
    if kind is None:
        return frame
    changes: dict[str, Any] = {}
    if frame.due_left is not None:
        changes |= {"due_at": calendar.add_seconds(at, frame.due_left, kind), "due_left": None}
    if frame.commitment_left is not None:
        changes |= {
            "commitment_at": calendar.add_seconds(at, frame.commitment_left, kind),
            "commitment_left": None,
        }
    return replace(frame, **changes) if changes else frame
