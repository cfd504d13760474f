"""How far the repair is, as the insured sees it: the procedure's phases with the days on which they were passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from temoin.claims.history import Current
from temoin.claims.sentences import said
from temoin.journal.models import JournalEntry


class Stand(StrEnum):
    """Where a stage stands; its value is the class of its line."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    SKIPPED = "skipped"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of the progress: `at` is when it was over, or since when it has been going on."""

    label: str
    stand: Stand
    at: datetime | None = None


def stages(now: Current, rows: Iterable[JournalEntry]) -> list[Stage]:
    """The phases of one assignment, in order; an interruption leaves the work in the phase that it interrupts."""
    entered = _entered(now, rows)
    here = entered[-1][0] if entered else 0
    return [_stage(now, index, here, entered) for index in range(len(now.procedure.phases))]


def _stage(now: Current, index: int, here: int, entered: list[tuple[int, datetime]]) -> Stage:
    label = said(now.procedure.phases[index][0])
    times = [number for number, (phase, _at) in enumerate(entered) if phase == index]
    if now.state.outcome is None and index >= here:
        since = entered[times[-1]][1] if times and index == here else None
        return Stage(label, Stand.NOW if index == here else Stand.AHEAD, since)
    if index > here:
        return Stage(label, Stand.AHEAD)
    if not times:
        return Stage(label, Stand.SKIPPED)
    after = entered[times[-1] + 1 :]
    if not after and index < len(now.procedure.phases) - 1:
        return Stage(label, Stand.STOPPED)
    return Stage(label, Stand.DONE, after[0][1] if after else now.assignment.closed_at)


def _entered(now: Current, rows: Iterable[JournalEntry]) -> list[tuple[int, datetime]]:
    """Each change of phase: which, and when it happened. What lies beneath an interruption counts."""
    phases = {
        group: number for number, (_label, groups) in enumerate(now.procedure.phases) for group in groups
    }
    found: list[tuple[int, datetime]] = []
    for row in rows:
        frames = row.data.get("frames") or []
        step = now.procedure.steps.get(frames[0]["step"]) if frames else None
        phase = phases.get(step.group) if step else None
        if phase is not None and (not found or found[-1][0] != phase):
            found.append((phase, row.occurred_at))
    return found
