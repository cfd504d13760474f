"""When an assignment calls for somebody by itself: reminders, escalations, chasers, expiry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from temoin.engine import clocks
from temoin.engine.calendar import Calendar
from temoin.engine.decide import decide
from temoin.engine.duration import seconds
from temoin.engine.model import Duration, Procedure, Step
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
    """One alarm of the current step. `to` is a role (expiry: the action); `key` names it within its frame."""

    key: str
    kind: AlarmKind
    at: datetime
    to: str


def pending(procedure: Procedure, state: State, calendar: Calendar) -> list[Alarm]:
    """The alarms of the current step that have not gone off, earliest first; none once closed."""
    top = state.top
    if top is None:
        return []
    step = procedure.steps[top.step]
    found = [*_of_due(step, top, calendar), *_chases(procedure, step, top, calendar)]
    return sorted((one for one in found if one.key not in top.fired), key=lambda one: (one.at, one.key))


def next_at(procedure: Procedure, state: State, calendar: Calendar) -> datetime | None:
    """When the next alarm is due; None where nothing is to be waited for."""
    found = pending(procedure, state, calendar)
    return found[0].at if found else None


def fire(
    procedure: Procedure, state: State, alarm: Alarm, actor: Actor, at: datetime, calendar: Calendar
) -> Entry:
    """The entry of an alarm that goes off: at its true time, however late `at` the machine comes by.

    An expiry does its action; every alarm is kept in its frame, so that it goes off once.
    """
    happened_at = max(alarm.at, state.changed_at or alarm.at)
    if alarm.kind is AlarmKind.EXPIRE:
        try:
            entry = decide(procedure, state, alarm.to, EMPTY, actor, at, calendar, happened_at=happened_at)
        except Refused:
            return _noted(procedure, state, alarm, actor, at, happened_at)
        return replace(entry, frames=_marked(entry.frames, state, alarm.key))
    return _noted(procedure, state, alarm, actor, at, happened_at)


def _marked(frames: tuple[Frame, ...], state: State, key: str) -> tuple[Frame, ...]:
    """The alarm is kept in the frame that it belongs to, also where what it did lies over that one now."""
    number = state.top.number if state.top is not None else None
    return tuple(
        replace(frame, fired=(*frame.fired, key)) if frame.number == number else frame for frame in frames
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
        values={"key": alarm.key, "to": alarm.to, "at": alarm.at},
        from_step=state.step,
        to_step=state.step,
        frames=_marked(state.frames, state, alarm.key),
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
            at = _before(frame.due_at, before, calendar)
            if at > frame.entered_at:  # a step entered later than its reminder needs none
                found.append(Alarm(f"remind-{before}", AlarmKind.REMIND, at, step.holder))
        for one in step.escalate:
            at = calendar.add(frame.due_at, one.after)
            found.append(Alarm(f"escalate-{one.role}-{one.after}", AlarmKind.ESCALATE, at, one.role))
    if step.expire is not None:
        at_expiry = frame.due_at if step.expire.after is None else frame.expires_at
        if at_expiry is None and frame.expires_left is None:  # entered before frames kept it
            at_expiry = clocks.expiry(step, frame.entered_at, calendar)
        if at_expiry is not None:
            found.append(Alarm(clocks.EXPIRE, AlarmKind.EXPIRE, at_expiry, step.expire.action))
    return found


def _before(due_at: datetime, before: Duration, calendar: Calendar) -> datetime:
    """The instant from which `before` is left until the due date, in that duration's own unit."""
    return calendar.add_seconds(due_at, -seconds(before), before.unit)


def _chases(procedure: Procedure, step: Step, frame: Frame, calendar: Calendar) -> list[Alarm]:
    found = clocks.next_chase(step, frame, calendar)
    if found is None:
        return []
    number, at = found
    # nature and suppliers take no part and read nothing: he who waits for them is reminded
    awaited = step.charged_to if step.charged_to in procedure.roles else step.holder
    if frame.due_at is not None and at >= frame.due_at:
        return []
    return [Alarm(f"{clocks.CHASE}{number}", AlarmKind.CHASE, at, awaited)]
