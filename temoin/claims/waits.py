"""A wait as the contract it is: who is awaited, for what, how long at most, how often chased, what alone ends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from temoin.claims import dates, timeline
from temoin.claims.history import Current
from temoin.claims.sentences import said
from temoin.engine import clocks, codec
from temoin.engine.flow import possible
from temoin.engine.model import Action, FieldType, Go, Step
from temoin.engine.state import Frame


@dataclass(frozen=True, slots=True)
class Ending:
    """An action that ends the wait, and the roles that may do it; a machine's alone has none."""

    label: str
    by: str


@dataclass(frozen=True, slots=True)
class Contract:
    """The wait that an assignment is in; `known` are the labels and words of what it waits for."""

    label: str
    awaited: str  # whose time runs
    keeper: str  # who must see to it; empty where it is the awaited party
    known: tuple[tuple[str, str], ...]
    needed: str  # what the ending action asks
    since: datetime
    due_at: datetime | None
    longest: str  # the norm, or the step's own time; empty where neither is set
    every: str  # how often the awaited party is chased
    next_chase: datetime | None
    endings: tuple[Ending, ...]
    by_itself: str  # the number of the linked assignment, where the wait ends with it
    expires: bool


def contract(now: Current) -> Contract | None:
    """The topmost wait that is not over; None where nothing is awaited. No query."""
    found = [(frame, now.procedure.steps[frame.step]) for frame in now.state.frames]
    waiting = [(frame, step) for frame, step in found if step.over and step.pauses]
    return _contract(now, *waiting[-1]) if waiting else None


def _contract(now: Current, frame: Frame, step: Step) -> Contract:
    roles = now.procedure.roles
    charged = said(now.procedure.charged.get(step.charged_to))
    on_top = frame is now.state.top
    chase = clocks.next_chase(step, frame, now.calendar) if on_top else None
    ends = _ends(now, step)
    longest = step.norm or step.due.duration
    linked = now.state.facts.get(step.linked.assignment) if step.linked else None
    return Contract(
        label=said(step.label),
        awaited=charged,
        keeper=said(roles[step.holder].label) if step.holder != step.charged_to else "",
        known=_known(now, step),
        needed=", ".join(_asked(now, ends[0])) if ends else "",
        since=frame.entered_at,
        due_at=frame.due_at,
        longest=dates.duration(longest) if longest else "",
        every=dates.duration(step.chase) if step.chase else "",
        next_chase=chase[1] if chase and (frame.due_at is None or chase[1] < frame.due_at) else None,
        endings=tuple(Ending(said(one.label), _by(now, one)) for one in ends),
        by_itself=str(linked) if linked is not None else "",
        expires=step.expire is not None,
    )


def _ends(now: Current, step: Step) -> list[Action]:
    actions = (now.procedure.actions[code] for code in step.actions)
    return [one for one in actions if any(branch.go is Go.RESUME for branch in possible(one, step))]


def _by(now: Current, action: Action) -> str:
    roles = (now.procedure.roles[code] for code in action.by)
    return ", ".join(said(role.label) for role in roles if not role.machine)


def _asked(now: Current, action: Action) -> list[str]:
    """What the ending action cannot do without."""
    needed = [one.code for one in action.form if one.required or one.required_when is not None]
    fields = [now.procedure.fields[code] for code in needed if code not in dated(now, action)]
    return [said(one.label) for one in fields if not one.occurred]


def dated(now: Current, action: Action) -> set[str]:
    """The fields of a form that are an action date: they say until when, not what is awaited."""
    steps = now.procedure.steps
    moved = {one.target for one in action.branches if one.go is Go.MOVE}
    entered = {steps[one.target].due.field or "" for one in action.branches if one.target in steps}
    return (moved | entered) & {one.code for one in action.form}


def _known(now: Current, step: Step) -> tuple[tuple[str, str], ...]:
    """The facts that were given on entering: the week, the supplier, the question …"""
    entering = [
        action
        for action in now.procedure.actions.values()
        if any(one.go is Go.INTERRUPT and one.target == step.code for one in action.branches)
    ]
    codes = dict.fromkeys(one.code for action in entering for one in action.form)
    readings = {code for one in now.procedure.series.values() for code in (*one.key, one.value)}
    return tuple(
        (said(now.procedure.fields[code].label), _words(now, code))
        for code in codes
        if now.state.facts.get(code) is not None
        and code != step.due.field
        and code not in readings
        and now.procedure.fields[code].type is not FieldType.ORGANISATION
    )


def _words(now: Current, code: str) -> str:
    value: Any = codec.plain(now.state.facts[code])
    return timeline.words(now.procedure.fields[code], value, {}, now.procedure)
