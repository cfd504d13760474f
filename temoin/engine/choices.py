"""What somebody is offered now: the actions of the step, and why those that are greyed are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from temoin.engine.calendar import Calendar
from temoin.engine.conditions import Situation, holds
from temoin.engine.model import Action, DueKind, FieldType, Go, Procedure
from temoin.engine.permission import codes, permit, roles_of
from temoin.engine.refusals import NotMet, Refused
from temoin.engine.state import EMPTY, Actor, State


@dataclass(frozen=True, slots=True)
class Choice:
    """An action as offered to somebody now; `refusal` says why it is greyed, where it is."""

    action: Action
    refusal: Refused | None = None


Supplied = Callable[[Action], Mapping[str, Any]]
"""What is brought to an action by itself, so that its conditions can be looked at before anybody fills it in."""


def nothing(_action: Action) -> Mapping[str, Any]:
    """Nothing is brought: conditions on supplied fields wait for the action."""
    return EMPTY


def available(
    procedure: Procedure,
    state: State,
    actor: Actor,
    at: datetime,
    calendar: Calendar,
    supplied: Supplied = nothing,
) -> list[Choice]:
    """The actions of the current step that the actor's roles may do, primary first, refused ones last."""
    roles = roles_of(procedure, actor, state)
    found = []
    for code in codes(procedure, state):
        action = procedure.actions[code]
        if not roles & set(action.by):
            continue
        found.append(Choice(action, _refusal(procedure, state, action, actor, roles, at, calendar, supplied)))
    return sorted(found, key=lambda choice: (choice.refusal is not None, not choice.action.primary))


def _refusal(
    procedure: Procedure,
    state: State,
    action: Action,
    actor: Actor,
    roles: frozenset[str],
    at: datetime,
    calendar: Calendar,
    supplied: Supplied,
) -> Refused | None:
    """What would refuse the action whatever is filled in; conditions on the form's own values wait for it."""
    try:
        permit(procedure, state, action, roles)
    except Refused as refusal:
        return refusal
    brought = supplied(action)
    situation = Situation(procedure, state, brought, actor, roles, at, calendar)
    asked = {entry.code for entry in action.form if entry.code not in brought}
    asked |= {f"series.{one.code}" for one in procedure.series.values() if one.value in asked}
    for requirement in action.requires:
        if not subjects(requirement.when) & asked and not holds(requirement.when, situation):
            return NotMet(requirement.say, requirement=requirement.code)
    return None


def subjects(when: Any) -> set[str]:
    """Every fact and field that a condition asks about, operands included."""
    if hasattr(when, "conditions"):
        return {name for one in when.conditions for name in subjects(one)}
    if hasattr(when, "condition"):
        return subjects(when.condition)
    named = {when.subject, when.field}
    for attribute in ("fact",):
        if getattr(when.operand, attribute, None):
            named.add(when.operand.fact)
    return named | set(getattr(when.operand, "by", ()))


def dated_fields(procedure: Procedure, action: Action) -> set[str]:
    """The form's instants that become an action date with a norm, where `norm_reason` may be asked."""
    found = set()
    for branch in action.branches:
        step = procedure.steps.get(branch.target)
        if step is not None and step.norm is not None and step.due.kind is DueKind.FIELD and step.due.field:
            found.add(step.due.field)
        if branch.go is Go.MOVE and procedure.fields[branch.target].type is FieldType.INSTANT:
            found.add(branch.target)
    return found & {entry.code for entry in action.form}
