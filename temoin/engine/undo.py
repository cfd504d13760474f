"""Taking an action back: one more entry that puts everything as it stood, by whoever did it, while nobody was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from temoin.engine.model import Procedure
from temoin.engine.refusals import CannotUndo
from temoin.engine.state import UNDO, Actor, Entry, Frame, State

WITHIN = timedelta(minutes=15)
"""How long after it was recorded an action can be taken back."""


def undo(procedure: Procedure, before: State, done: Entry, state: State, actor: Actor, at: datetime) -> Entry:
    """The entry that takes `done` back; `before` is the state that it was decided on, `state` the one now.

    The caller has seen to it that nothing moved since. Raises CannotUndo with why not: `not_marked` by the procedure,
    `not_yours`, `told` (somebody has been written to) or `too_late`.
    """
    refused = _why_not(procedure, done, actor, at)
    if refused:
        raise CannotUndo(why=refused)
    changed = {code: before.facts.get(code) for code in done.facts}
    top = before.top
    return Entry(
        action=UNDO,
        actor=actor,
        occurred_at=max(at, state.changed_at or at),
        recorded_at=at,
        values=MappingProxyType({"undone": done.action}),
        from_step=state.step,
        to_step=before.step,
        frames=tuple(_still_fired(frame, state) for frame in before.frames),
        facts=MappingProxyType(changed),
        outcome=before.outcome,
        charged_to=procedure.steps[top.step].charged_to if top is not None else None,
        readings=before.readings,
    )


def offered(procedure: Procedure, done: Entry, actor: Actor, at: datetime) -> bool:
    """Whether the actor could take this entry back, as far as the entry itself says."""
    return not _why_not(procedure, done, actor, at)


def _why_not(procedure: Procedure, done: Entry, actor: Actor, at: datetime) -> str:
    action = procedure.actions.get(done.action)
    if action is None or not action.undo:
        return "not_marked"
    if (done.actor.role, done.actor.organisation, done.actor.person) != (
        actor.role,
        actor.organisation,
        actor.person,
    ):
        return "not_yours"
    if done.tell:
        return "told"
    return "too_late" if at - done.recorded_at > WITHIN else ""


def _still_fired(frame: Frame, state: State) -> Frame:
    """An alarm that went off meanwhile has gone off: taking the action back does not ring it again."""
    now = next((one for one in state.frames if one.number == frame.number), None)
    if now is None or now.fired == frame.fired:
        return frame
    return replace(frame, fired=tuple(dict.fromkeys((*frame.fired, *now.fired))))
