"""The assignment's row as a cache of its state, and the check that it is one."""

from __future__ import annotations

from typing import Any

from temoin.claims import membership
from temoin.claims.models import Assignment
from temoin.engine import alarms, codec
from temoin.engine.calendar import Calendar
from temoin.engine.model import Procedure
from temoin.engine.state import State


def columns(procedure: Procedure, state: State, calendar: Calendar) -> dict[str, Any]:
    """Every column of the row that follows from the state alone."""
    common = {"state": codec.state_to_json(state), "outcome": state.outcome or ""}
    contractor = membership.repairer(procedure, state.facts)
    top = state.top
    if top is None:
        return common | {
            "step": "",
            "phase": "",
            "holder_role": "",
            "holder_organisation": None,
            "contractor": contractor,
            "charged_to": "",
            "entered_at": None,
            "commitment_at": None,
            "due_at": None,
            "next_alarm_at": None,
            "closed_at": state.changed_at if state.outcome else None,
        }
    step = procedure.steps[top.step]
    organisation = state.facts.get(procedure.roles[step.holder].organisation)
    return common | {
        "step": step.code,
        "phase": step.group,
        "holder_role": step.holder,
        "holder_organisation": organisation if isinstance(organisation, int) else None,
        "contractor": contractor,
        "charged_to": step.charged_to,
        "entered_at": top.entered_at,
        "commitment_at": top.commitment_at,
        "due_at": top.due_at,
        "next_alarm_at": alarms.next_at(procedure, state, calendar),
        "closed_at": None,
    }


def refresh(
    assignment: Assignment, procedure: Procedure, state: State, calendar: Calendar, *, moved_seq: int | None
) -> None:
    """Write the row; `moved_seq` stays where the entry changed nothing."""
    changed = columns(procedure, state, calendar)
    if moved_seq is not None:
        changed["moved_seq"] = moved_seq
    for name, value in changed.items():
        setattr(assignment, name, value)
    assignment.save(update_fields=list(changed))
