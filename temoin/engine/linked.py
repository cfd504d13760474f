"""A step that waits for another assignment of the same claim: whether that one has come far enough."""

from __future__ import annotations

from temoin.engine.model import Linked, Procedure
from temoin.engine.state import State


def waits_for(procedure: Procedure, state: State) -> tuple[Linked, int] | None:
    """What ends the current step by itself, and the number of the assignment that it waits for."""
    step = procedure.steps.get(state.step or "")
    if step is None or step.linked is None:
        return None
    number = state.facts.get(step.linked.assignment)
    return (step.linked, number) if isinstance(number, int) else None


def over(linked: Linked, procedure: Procedure, state: State) -> bool:
    """Whether the assignment waited for is closed, or stands in one of the groups (under an interruption too)."""
    if state.outcome is not None:
        return True
    return any(procedure.steps[frame.step].group in linked.until for frame in state.frames)


def moved_on(procedure: Procedure, before: State, after: State) -> bool:
    """Whether some wait may end by what just happened: this assignment came far enough, or began to wait."""
    if waits_for(procedure, after) is not None and before.step != after.step:
        return True
    known = [step.linked for step in procedure.steps.values() if step.linked is not None]
    return any(over(one, procedure, after) and not over(one, procedure, before) for one in known)
