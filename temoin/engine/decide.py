"""What an action does: `decide` gives the journal entry, `evolve` the state after it, `available` the choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, assert_never

from temoin.engine import clocks, values
from temoin.engine.calendar import Calendar
from temoin.engine.conditions import Situation, entered, holds, latest
from temoin.engine.fields_reader import ACTORS_ORGANISATION, COPY
from temoin.engine.model import Action, Branch, DueKind, Go, Procedure, Step
from temoin.engine.permission import permit, roles_of
from temoin.engine.refusals import (
    InvalidValues,
    NothingBeneath,
    NotMet,
    Reserved,
    UnknownAction,
)
from temoin.engine.state import UNDO, Actor, Entry, Frame, Readings, State


def decide(
    procedure: Procedure,
    state: State,
    action: str,
    given: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    calendar: Calendar,
    *,
    happened_at: datetime | None = None,
) -> Entry:
    """The entry that this action writes, whole; raises `Refused` where it may not be done.

    `at` is the moment of recording (aware). Where the form has a field marked `occurred`, that instant
    is when the thing happened: the step before ends then, and the next one's clock runs from then.
    A machine that is late (an expiry, an import) says by `happened_at` when the thing was due.
    """
    definition = procedure.actions.get(action)
    if definition is None:
        raise UnknownAction(action=action)
    # before anything is known, whoever opens is of the firm that he names
    roles = roles_of(procedure, actor, replace(state, facts=given) if action == procedure.opening else state)
    permit(procedure, state, definition, roles)
    situation = Situation(procedure, state, given, actor, roles, at, calendar)
    for requirement in definition.requires:
        if not holds(requirement.when, situation):
            raise NotMet(requirement.say, requirement=requirement.code)
    values.check(definition, situation)
    occurred_at = _occurred_at(procedure, definition, given, state, happened_at or at)
    situation = replace(situation, at=occurred_at)
    branch = next((one for one in definition.branches if holds(one.when, situation)), None)
    if branch is None:
        raise NotMet(None, requirement="no_branch")
    return _entry(definition, branch, situation, occurred_at=occurred_at, recorded_at=at)


def evolve(state: State, entry: Entry) -> State:
    """The state after an entry. The entry holds all consequences, so no rule is asked again."""
    done = dict(state.done)
    if entry.action == UNDO:  # what was taken back has not been done
        undone = str(entry.values["undone"])
        done[undone] = done.get(undone, 1) - 1
    done[entry.action] = done.get(entry.action, 0) + 1
    facts = state.facts
    if entry.facts:
        merged = {**state.facts, **entry.facts}
        facts = MappingProxyType({key: value for key, value in merged.items() if value is not None})
    made = max(state.frames_made, entry.frames[-1].number if entry.frames else 0)
    readings = state.readings
    if entry.action == UNDO:  # it holds them as they stood before
        readings = entry.readings
    elif entry.readings:
        added = {code: latest(readings.get(code, {}), found) for code, found in entry.readings.items()}
        readings = MappingProxyType({**readings, **added})
    done_by_now = MappingProxyType(done)
    return State(entry.frames, facts, entry.outcome, done_by_now, made, entry.occurred_at, readings)


def fold(entries: Iterator[Entry] | list[Entry], start: State = State()) -> State:  # noqa: B008
    """The state after all entries, in order."""
    for entry in entries:
        start = evolve(start, entry)
    return start


def _occurred_at(
    procedure: Procedure, action: Action, given: Mapping[str, Any], state: State, at: datetime
) -> datetime:
    """The earliest that the action can have taken effect: as reported, never before the last entry."""
    reported: list[datetime] = [
        given[entry.code]
        for entry in action.form
        if procedure.fields[entry.code].occurred and given.get(entry.code) is not None
    ]
    moment = min([at, *reported])
    return max(moment, state.changed_at) if state.changed_at is not None else moment


def _entry(
    action: Action, branch: Branch, situation: Situation, *, occurred_at: datetime, recorded_at: datetime
) -> Entry:
    met = clocks.met(situation.state.frames, situation.procedure, action.code, occurred_at)
    state = replace(situation.state, frames=met)
    situation = replace(situation, state=state)
    facts = _facts(action, branch, situation)
    frames, outcome = _consequence(action, branch, situation, {**state.facts, **facts})
    step = situation.procedure.steps[frames[-1].step] if frames else None
    return Entry(
        action=action.code,
        actor=situation.actor,
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        values=situation.values,
        from_step=state.step,
        to_step=step.code if step else None,
        frames=frames,
        facts=facts,
        outcome=outcome,
        charged_to=step.charged_to if step else None,
        tell=branch.tell,
        readings=_readings(situation),
        recharged=_recharged(branch, situation),
    )


def _readings(situation: Situation) -> Readings:
    """What the form adds to the procedure's series; what it means is decided now, once for all."""
    found = {code: entered(one, situation) for code, one in situation.procedure.series.items()}
    return MappingProxyType({code: added for code, added in found.items() if added})


def _recharged(branch: Branch, situation: Situation) -> Mapping[int, str]:
    if branch.recharge is None:
        return {}
    frame, to = (situation.values.get(code) for code in (branch.recharge.frame, branch.recharge.to))
    missing = {
        code: "missing"
        for code, value in ((branch.recharge.frame, frame), (branch.recharge.to, to))
        if value in values.MISSING
    }
    if missing:
        raise InvalidValues(missing)
    return {int(frame): str(to)}  # type: ignore[arg-type]  # neither is missing


def _facts(action: Action, branch: Branch, situation: Situation) -> dict[str, Any]:
    fields = situation.procedure.fields
    facts = {
        entry.code: situation.values[entry.code]
        for entry in action.form
        if fields[entry.code].fact and situation.values.get(entry.code) not in values.MISSING
    }
    for name, constant in branch.sets.items():
        facts[name] = _set(constant, situation)
    return facts


def _set(constant: Any, situation: Situation) -> Any:
    """What a branch sets a fact to: the constant, the actor's organisation, or what another field holds."""
    if constant == ACTORS_ORGANISATION:
        return situation.actor.organisation
    if isinstance(constant, str) and constant.startswith(COPY):
        return situation.value(constant.removeprefix(COPY))
    return constant


def _consequence(
    action: Action, branch: Branch, situation: Situation, facts: Mapping[str, Any]
) -> tuple[tuple[Frame, ...], str | None]:
    state, at = situation.state, situation.at
    frames = state.frames
    match branch.go:
        case Go.STAY:
            return _promise(frames, situation), state.outcome
        case Go.CLOSE:
            return (), branch.target
        case Go.MOVE:
            step = situation.procedure.steps[frames[-1].step]
            due_at = _moved_to(branch.target, step, situation, facts)
            moved = clocks.moved(frames[-1], step, due_at)
            _within_norm(step, due_at, situation, _field(action, branch.target))
            return (*frames[:-1], moved), None
        case Go.RESUME:
            if len(frames) < 2:
                raise NothingBeneath(step=state.step)
            return clocks.resumed(frames, situation.procedure, at, situation.calendar), None
        case Go.TO:
            return (_entered(action, branch.target, situation, facts, beneath=None),), None
        case Go.CHOSEN:
            return _chosen(action, branch.target, situation, facts), None
        case Go.INTERRUPT:
            return _interrupted(action, branch.target, situation, facts), None
        case _:
            assert_never(branch.go)


def _moved_to(field: str, step: Step, situation: Situation, facts: Mapping[str, Any]) -> datetime:
    """The instant in the form; where the form gives the days that the step's date is reckoned by, the date anew."""
    given: Any = situation.values[field]
    if field == step.due.plus:
        given = clocks.due(step, facts, situation.at, situation.calendar, None)
    if not isinstance(given, datetime):
        raise InvalidValues({field: "wrong_type"})
    return given


def _interrupted(
    action: Action, target: str, situation: Situation, facts: Mapping[str, Any]
) -> tuple[Frame, ...]:
    frames = situation.state.frames
    top = _entered(action, target, situation, facts, beneath=frames[-1])
    if situation.procedure.steps[target].pauses:
        frames = clocks.paused(frames, situation.procedure, situation.at, situation.calendar)
    return (*frames, top)


def _chosen(action: Action, field: str, situation: Situation, facts: Mapping[str, Any]) -> tuple[Frame, ...]:
    """Any step, by hand: one that interrupts goes on top of what is there, any other replaces it."""
    target = situation.values[field]
    if not situation.procedure.steps[target].over:
        return (_entered(action, target, situation, facts, beneath=None),)
    if not situation.state.frames:
        raise InvalidValues({field: "not_a_choice"})  # nothing is there to be interrupted
    return _interrupted(action, target, situation, facts)


def _promise(frames: tuple[Frame, ...], situation: Situation) -> tuple[Frame, ...]:
    """The holder's own forecast is kept beside the due date and moves nothing."""
    promised_at = situation.values.get("promised_at")
    if promised_at is None or not frames:
        return frames
    return (*frames[:-1], replace(frames[-1], promised_at=promised_at))


def _entered(
    action: Action, target: str, situation: Situation, facts: Mapping[str, Any], *, beneath: Frame | None
) -> Frame:
    step, at = situation.procedure.steps[target], situation.at
    reserved = step.only and not situation.roles & set(step.only) and not situation.actor.machine
    if reserved and beneath is None and not _overrides(action):
        raise Reserved(only=step.only)
    exists = replace(situation, state=replace(situation.state, facts=MappingProxyType(dict(facts))))
    if not holds(step.exists, exists) and not _overrides(action):
        raise NotMet(step.exists_say, requirement="step_exists", step=target)
    due_at = clocks.due(step, facts, at, situation.calendar, beneath)
    if due_at is None and step.due.kind is DueKind.FIELD:
        if not _overrides(action):
            raise InvalidValues({step.due.field or "": "missing"})
        due_at = at  # put there by hand without its date: the date is now, so somebody looks at it
    if step.due.kind is DueKind.FIELD and due_at is not None:
        _within_norm(step, due_at, situation, _field(action, step.due.field or ""))
    expires_at = clocks.expiry(step, at, situation.calendar)
    return Frame(
        situation.state.frames_made + 1,
        target,
        at,
        due_at,
        due_at,
        expires_at=expires_at,
        clocks=clocks.terms(step, facts, at, situation.calendar),
    )


def _overrides(action: Action) -> bool:
    return any(branch.go is Go.CHOSEN for branch in action.branches)


def _field(action: Action, field: str) -> bool:
    return any(entry.code == field for entry in action.form)


def _within_norm(step: Step, due_at: datetime, situation: Situation, asked: bool) -> None:
    """A date beyond the norm is taken, with a reason, and counted (the reason stands in the entry)."""
    if step.norm is None or not asked or situation.actor.machine:
        return
    if due_at > situation.calendar.add(situation.at, step.norm) and not situation.values.get(values.REASON):
        raise InvalidValues({values.REASON: "beyond_norm"})
