"""When an assignment calls for somebody by itself: reminders, escalations, chasers, expiry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from temoin.engine import clocks
from temoin.engine.calendar import Calendar
from temoin.engine.decide import decide
from temoin.engine.model import Procedure, Step
from temoin.engine.refusals import Refused
from temoin.engine.state import EMPTY, Actor, Entry, Frame, State


class AlarmKind(StrEnum):
    """What an alarm does when it goes off."""

    REMIND = "remind"
    ESCALATE = "escalate"
    CHASE = "chase"
    EXPIRE = "expire"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm of a frame. `to` is a role (expiry: the action); `key` names it within its frame.

    `clock` is the statutory clock that it is about; empty for the step's own date.
    """

    key: str
    kind: AlarmKind
    at: datetime
    to: str
    frame: int
    clock: str = ""


def pending(procedure: Procedure, state: State, calendar: Calendar) -> list[Alarm]:
    """The alarms that have not gone off, earliest first; none once closed.

    Only the current step's date rings; statutory clocks run, and ring, beneath another step too.
    """
    top = state.top
    if top is None:
        return []
    step = procedure.steps[top.step]
    found = [*_of_due(step, top, calendar), *_chases(procedure, step, top, calendar)]
    for frame in state.frames:
        found += _of_clocks(procedure.steps[frame.step], frame, calendar)
    fired = {(frame.number, key) for frame in state.frames for key in frame.fired}
    waiting = (one for one in found if (one.frame, one.key) not in fired)
    return sorted(waiting, key=lambda one: (one.at, one.frame, one.key))


def next_at(procedure: Procedure, state: State, calendar: Calendar) -> datetime | None:
    """When the next alarm is due; None where nothing is to be waited for."""
    found = pending(procedure, state, calendar)
    return found[0].at if found else None


def overdue(procedure: Procedure, state: State, at: datetime, calendar: Calendar) -> Alarm | None:
    """The expiry that is due by now and has not gone off: whatever is done next is done after it."""
    found = (one for one in pending(procedure, state, calendar) if one.at < at)
    return next((one for one in found if one.kind is AlarmKind.EXPIRE), None)


def fire(
    procedure: Procedure,
    state: State,
    alarm: Alarm,
    actor: Actor,
    at: datetime,
    calendar: Calendar,
    supplied: Mapping[str, Any] = EMPTY,
) -> Entry:
    """The entry of an alarm that goes off: at its true time, however late `at` the machine comes by.

    An expiry does its action, with what is `supplied` to it; every alarm is kept in its frame, so that it
    goes off once.
    """
    happened_at = max(alarm.at, state.changed_at or alarm.at)
    if alarm.kind is AlarmKind.EXPIRE:
        try:
            entry = decide(procedure, state, alarm.to, supplied, actor, at, calendar, happened_at=happened_at)
        except Refused:
            return _noted(procedure, state, alarm, actor, at, happened_at)
        return replace(entry, frames=_marked(entry.frames, alarm))
    return _noted(procedure, state, alarm, actor, at, happened_at)


def _marked(frames: tuple[Frame, ...], alarm: Alarm) -> tuple[Frame, ...]:
    """The alarm is kept in the frame that it belongs to, also where another lies over that one now."""
    return tuple(
        replace(frame, fired=(*frame.fired, alarm.key)) if frame.number == alarm.frame else frame
        for frame in frames
    )


def _noted(
    procedure: Procedure, state: State, alarm: Alarm, actor: Actor, at: datetime, happened_at: datetime
) -> Entry:
    step = procedure.steps[state.step or ""]
    return Entry(
        action=f"alarm.{alarm.kind.value}",
        actor=actor,
        occurred_at=happened_at,
        recorded_at=at,
        values={"key": alarm.key, "to": alarm.to, "at": alarm.at}
        | ({"clock": alarm.clock} if alarm.clock else {}),
        from_step=state.step,
        to_step=state.step,
        frames=_marked(state.frames, alarm),
        facts=EMPTY,
        outcome=None,
        charged_to=step.charged_to,
        tell={} if alarm.kind is AlarmKind.EXPIRE else {alarm.to: _MESSAGE[alarm.kind]},
    )


_MESSAGE = {AlarmKind.REMIND: "reminder", AlarmKind.CHASE: "reminder", AlarmKind.ESCALATE: "escalation"}


def _of_due(step: Step, frame: Frame, calendar: Calendar) -> list[Alarm]:
    found = []
    if frame.due_at is not None:
        for before in step.remind:
            at = calendar.before(frame.due_at, before)
            if at > frame.entered_at:  # a step entered later than its reminder needs none
                found.append(Alarm(f"remind-{before}", AlarmKind.REMIND, at, step.holder, frame.number))
        for one in step.escalate:
            at = calendar.add(frame.due_at, one.after)
            key = f"escalate-{one.role}-{one.after}"
            found.append(Alarm(key, AlarmKind.ESCALATE, at, one.role, frame.number))
    if step.expire is not None:
        at_expiry = frame.due_at if step.expire.after is None else frame.expires_at
        if at_expiry is None and frame.expires_left is None:  # entered before frames kept it
            at_expiry = clocks.expiry(step, frame.entered_at, calendar)
        if at_expiry is not None:
            action = step.expire.action
            found.append(Alarm(clocks.EXPIRE, AlarmKind.EXPIRE, at_expiry, action, frame.number))
    return found


def _of_clocks(step: Step, frame: Frame, calendar: Calendar) -> list[Alarm]:
    """Those of the statutory clocks that nobody has met yet."""
    found = []
    for term in frame.clocks:
        rule = step.clocks.get(term.code)
        if term.met_at is not None or rule is None:
            continue
        begin, number = f"{clocks.CLOCK}{term.code}", frame.number
        for before in rule.remind:
            at = calendar.before(term.due_at, before)
            if at > frame.entered_at:
                key = f"{begin}-remind-{before}"
                found.append(Alarm(key, AlarmKind.REMIND, at, step.holder, number, term.code))
        for one in rule.escalate:
            at = calendar.add(term.due_at, one.after)
            key = f"{begin}-escalate-{one.role}-{one.after}"
            found.append(Alarm(key, AlarmKind.ESCALATE, at, one.role, number, term.code))
    return found


def _chases(procedure: Procedure, step: Step, frame: Frame, calendar: Calendar) -> list[Alarm]:
    found = clocks.next_chase(step, frame, calendar)
    if found is None:
        return []
    number, at = found
    # nature and suppliers take no part and read nothing: he who waits for them is reminded
    awaited = step.charged_to if step.charged_to in procedure.roles else step.holder
    if frame.due_at is not None and at >= frame.due_at:
        return []
    return [Alarm(f"{clocks.CHASE}{number}", AlarmKind.CHASE, at, awaited, frame.number)]
