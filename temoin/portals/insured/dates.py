"""Other dates of his assignment than visit and works: when somebody meets about it, when the works are planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from temoin.claims.history import Current
from temoin.claims.sentences import said
from temoin.engine.model import Go
from temoin.parties import roles
from temoin.portals.insured.appointment import VISIT, WORKS


@dataclass(frozen=True, slots=True)
class Ahead:
    """A date that lies ahead, under the name of its field; `at_firm`: at the repairer's address."""

    label: str
    at: datetime
    at_firm: bool


def ahead(now: Current, at: datetime) -> list[Ahead]:
    """The meetings of the procedure, and what the present step was moved to and he was told of; the next first."""
    fields = now.procedure.fields
    codes = {code for code, one in fields.items() if one.meets} | _moved(now)
    found = []
    for code in codes - {VISIT, WORKS}:
        value = now.state.facts.get(code)
        if isinstance(value, datetime) and value > at:
            found.append(Ahead(said(fields[code].label), value, fields[code].meets in ("", "repairer")))
    return sorted(found, key=lambda one: one.at)


def _moved(now: Current) -> set[str]:
    step = now.procedure.steps.get(now.state.step or "")
    actions = [now.procedure.actions[code] for code in step.actions] if step else []
    return {
        branch.target
        for action in actions
        for branch in action.branches
        if branch.go is Go.MOVE and roles.INSURED in branch.tell
    }
