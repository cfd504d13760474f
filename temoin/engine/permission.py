"""Who may do what now: the roles an actor plays, the actions of the step, what is reserved."""

from __future__ import annotations

from temoin.engine.flow import possible
from temoin.engine.model import Action, DueKind, Go, Procedure, Step
from temoin.engine.refusals import AlreadyClosed, Measured, NotHere, NotYours, Reserved
from temoin.engine.state import Actor, State


def roles_of(procedure: Procedure, actor: Actor, state: State) -> frozenset[str]:
    """The procedure's roles that an actor plays on this assignment: by membership and by organisation."""
    played = set()
    for role in procedure.roles.values():
        if role.machine or role.played_by != actor.role:
            if role.machine and actor.machine:
                played.add(role.code)
            continue
        if role.organisation:
            holder = state.facts.get(role.organisation)
            if actor.organisation is None or holder is None:
                continue
            if actor.organisation not in (holder if isinstance(holder, tuple) else (holder,)):
                continue
        played.add(role.code)
    return frozenset(played)


def codes(procedure: Procedure, state: State) -> tuple[str, ...]:
    """The actions that the current step, the end, or the time before the opening offers."""
    if state.outcome is not None:
        return procedure.ends[state.outcome].actions
    if state.step is None:
        return (procedure.opening,)
    return procedure.steps[state.step].actions


def permit(procedure: Procedure, state: State, action: Action, roles: frozenset[str]) -> None:
    """Raise the refusal that holds whatever is filled in, where there is one."""
    if action.code not in codes(procedure, state):
        if state.outcome is not None:
            raise AlreadyClosed(outcome=state.outcome)
        here = procedure.steps.get(state.step or "")
        if here is not None and here.only and not roles & set(here.only):
            raise _reserved(here, state)
        raise NotHere(step=state.step, action=action.code)
    if not roles & set(action.by):
        raise NotYours(by=action.by)
    step = procedure.steps.get(state.step or "")
    if step is None:
        return
    branches = possible(action, step)
    moves = any(branch.go is not Go.STAY for branch in branches)
    chosen = any(branch.go is Go.CHOSEN for branch in branches)
    if step.only and moves and not chosen and not roles & set(step.only):
        raise _reserved(step, state)
    if step.measured and any(b.go is Go.MOVE and not _is_appointment(step, b.target) for b in branches):
        raise Measured(step=step.code)


def kept_from(procedure: Procedure, state: State, actor: Actor) -> Reserved | None:
    """Why nothing can be moved now by an actor whose roles the current step does not name; None where it can."""
    step = procedure.steps.get(state.step or "")
    if step is None or not step.only or roles_of(procedure, actor, state) & set(step.only):
        return None
    return _reserved(step, state)


def _reserved(step: Step, state: State) -> Reserved:
    return Reserved(only=step.only, step=step.code, since=state.top.entered_at if state.top else None)


def _is_appointment(step: Step, field: str) -> bool:
    """Moving an appointment, or its length, that both sides agreed on is doing the thing, even on a measured step."""
    return step.due.kind is DueKind.FIELD and field in (step.due.field, step.due.plus)
