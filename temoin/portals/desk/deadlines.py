"""The dates promised on the chosen assignment: those kept or missed, the one that runs, what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from temoin.claims import timeline
from temoin.engine.model import Due, Go, Procedure
from temoin.insight.models import Held
from temoin.portals.desk.opened import File

MOST = 4  # of those that are past; the others stand with the minutes


@dataclass(frozen=True, slots=True)
class Past:
    """A step that was left: `seconds` before its date, or after it."""

    label: str
    kept: bool
    seconds: int
    at: datetime


def context(file: File) -> dict[str, Any]:
    """The card's content; one query."""
    now = file.now
    left = Held.objects.filter(assignment=now.assignment, ends_frame=True, kept__isnull=False)
    past = [_past(now.procedure, one) for one in left.order_by("-end_at", "-pk")[:MOST]]
    return {"past": past[::-1], "follows": _follows(now.procedure, now.state.step)}


def _past(procedure: Procedure, held: Held) -> Past:
    assert held.due_at is not None  # `kept` is known
    apart = abs(int((held.due_at - held.end_at).total_seconds()))
    return Past(timeline.step_label(procedure, held.step), bool(held.kept), apart, held.end_at)


def _follows(procedure: Procedure, step: str | None) -> tuple[str, Due] | None:
    """The step that the first of this step's actions leads to, as a rule, with its period."""
    codes = procedure.steps[step].actions if step else ()
    first = next((procedure.actions[code] for code in codes if procedure.actions[code].primary), None)
    ways = [branch.target for branch in first.branches if branch.go is Go.TO] if first else []
    if not ways:
        return None
    return timeline.step_label(procedure, ways[-1]), procedure.steps[ways[-1]].due
