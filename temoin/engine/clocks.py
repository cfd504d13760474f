"""The frames' clocks: how a due date is set, stopped by a pausing step, and set going again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from temoin.engine.calendar import Calendar
from temoin.engine.model import Clock, DueKind, Duration, Procedure, Step, Unit
from temoin.engine.state import Frame, Term

EXPIRE, CHASE, CLOCK = "expire", "chase-", "clock-"
"""The keys of alarms that may be counted from entering a step (a chaser's number follows), and of a statutory clock's."""
CHASES = 60  # a wait that is chased more often than that is a matter for a person


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
            if isinstance(instant, date) and not isinstance(instant, datetime):
                instant = calendar.end_of(instant)
            if instant is None or rule.plus is None:
                return instant
            return calendar.add(instant, Duration(int(facts.get(rule.plus) or 0), Unit.WORKING_DAYS))


def expiry(step: Step, at: datetime, calendar: Calendar) -> datetime | None:
    """When a step entered at an instant expires by itself; None where it does so at its due date, or never."""
    if step.expire is None or step.expire.after is None:
        return None
    return calendar.add(at, step.expire.after)


def terms(step: Step, facts: Mapping[str, Any], at: datetime, calendar: Calendar) -> tuple[Term, ...]:
    """The statutory clocks of a step entered at an instant."""
    return tuple(
        Term(one.code, calendar.add(_begins_at(one, facts, at, calendar), one.due))
        for one in step.clocks.values()
    )


def _begins_at(clock: Clock, facts: Mapping[str, Any], at: datetime, calendar: Calendar) -> datetime:
    """The instant given; the end of the day given, which itself does not count; else the entering."""
    match facts.get(clock.begins or ""):
        case datetime() as instant:
            return instant
        case date() as day:
            return calendar.end_of(day)
        case _:
            return at


def met(frames: tuple[Frame, ...], procedure: Procedure, action: str, at: datetime) -> tuple[Frame, ...]:
    """The frames with the terms that this action meets, wherever in the stack they run; once met, always met."""
    return tuple(_met(frame, procedure.steps[frame.step], action, at) for frame in frames)


def _met(frame: Frame, step: Step, action: str, at: datetime) -> Frame:
    if not any(action in clock.stops for clock in step.clocks.values()):
        return frame
    found = tuple(
        replace(one, met_at=at)
        if one.met_at is None and one.code in step.clocks and action in step.clocks[one.code].stops
        else one
        for one in frame.clocks
    )
    return replace(frame, clocks=found)


def unit(step: Step) -> Unit | None:
    """The unit in which a step's clock runs; None for an appointment, which no pause moves."""
    return step.due.duration.unit if step.due.duration is not None else None


def moved(frame: Frame, step: Step, due_at: datetime) -> Frame:
    """The frame with another action date: the alarms of the date before are forgotten, those counted from entering are not."""
    counted = {EXPIRE} if step.expire is not None and step.expire.after is not None else set()
    kept = tuple(key for key in frame.fired if key in counted or key.startswith((CHASE, CLOCK)))
    return replace(frame, due_at=due_at, times_moved=frame.times_moved + 1, fired=kept)


def paused(
    frames: tuple[Frame, ...], procedure: Procedure, at: datetime, calendar: Calendar
) -> tuple[Frame, ...]:
    """The frames with every running clock stopped; those stopped already stay as they are (nested pauses count once).

    A clock that has run out keeps its date: it is late, and who is charged for the pause is the ledger's matter.
    """
    return tuple(_stopped(frame, procedure.steps[frame.step], at, calendar) for frame in frames)


def _hands(step: Step) -> tuple[tuple[str, str, Unit | None], ...]:
    """What of a frame runs: the field of its instant, that of what is left of it, and the unit it runs in."""
    after = step.expire.after if step.expire is not None else None
    return (
        ("due_at", "due_left", unit(step)),
        ("commitment_at", "commitment_left", unit(step)),
        ("expires_at", "expires_left", after.unit if after is not None else None),
    )


def _stopped(frame: Frame, step: Step, at: datetime, calendar: Calendar) -> Frame:
    changes: dict[str, Any] = {}
    for instant, left, kind in _hands(step):
        ends_at = getattr(frame, instant)
        if kind is not None and ends_at is not None and ends_at > at:
            changes |= {left: calendar.elapsed(at, ends_at, kind), instant: None}
    return replace(frame, **changes) if changes else frame


def resumed(
    frames: tuple[Frame, ...], procedure: Procedure, at: datetime, calendar: Calendar
) -> tuple[Frame, ...]:
    """The stack without its top; the clock beneath runs on with what was left of it, unless another pause lies there."""
    rest = frames[:-1]
    if rest:
        rest = (*rest[:-1], _caught_up(rest[-1], procedure.steps[rest[-1].step], at, calendar))
    if any(procedure.steps[frame.step].pauses for frame in rest[1:]):
        running = len(rest) - 1  # only what lies above the topmost pause runs
        while not procedure.steps[rest[running].step].pauses:
            running -= 1
        return (*rest[:running], *(_running(f, procedure, at, calendar) for f in rest[running:]))
    return tuple(_running(frame, procedure, at, calendar) for frame in rest)


def next_chase(step: Step, frame: Frame, calendar: Calendar) -> tuple[int, datetime] | None:
    """The number and the instant of the chaser that comes next; None where there is none any more."""
    number = 1 + sum(key.startswith(CHASE) for key in frame.fired)
    if step.chase is None or number > CHASES:
        return None
    at = frame.entered_at
    for _ in range(number):
        at = calendar.add(at, step.chase)
    return number, at


def _caught_up(frame: Frame, step: Step, at: datetime, calendar: Calendar) -> Frame:
    """The frame as it comes to the top again: chasers of the time in which it lay beneath do not all come now."""
    while (found := next_chase(step, frame, calendar)) and found[1] <= at:
        frame = replace(frame, fired=(*frame.fired, f"{CHASE}{found[0]}"))
    return frame


def _running(frame: Frame, procedure: Procedure, at: datetime, calendar: Calendar) -> Frame:
    changes: dict[str, Any] = {}
    for instant, left, kind in _hands(procedure.steps[frame.step]):
        seconds = getattr(frame, left)
        if kind is not None and seconds is not None:
            changes |= {instant: calendar.add_seconds(at, seconds, kind), left: None}
    return replace(frame, **changes) if changes else frame
