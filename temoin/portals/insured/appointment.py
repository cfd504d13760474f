"""What is booked with the insured: the visit or the works, and what he has answered about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from temoin.claims.history import Current
from temoin.journal.models import JournalEntry

VISIT, WORKS = "visit_at", "works_start_at"
CONFIRMING, ASKING = ("confirm_visit", "accept_slot"), "ask_other_time"


class Answer(StrEnum):
    """What the insured has said about the time as it stands now."""

    NONE = "none"
    CONFIRMED = "confirmed"
    OTHER = "other"  # he asked for another time


@dataclass(frozen=True, slots=True)
class Appointment:
    """One date with the contractor at the insured's place; `days` are those the works are planned to take."""

    kind: str
    at: datetime
    past: bool
    proposed: bool  # the contractor has yet to agree to it
    days: int | None
    answer: Answer

    @property
    def is_visit(self) -> bool:
        return self.kind == VISIT


def booked(now: Current, rows: Sequence[JournalEntry], at: datetime) -> Appointment | None:
    """The date that the present work waits for, also under an interruption; None where there is none."""
    if not now.state.frames:
        return None
    step = now.procedure.steps[now.state.frames[0].step]
    facts = now.state.facts
    waits = step.due.field if step.due.field in (VISIT, WORKS) else None
    kind = waits or _proposed(now, at)
    starts = facts.get(kind or "")
    if kind is None or not isinstance(starts, datetime):
        return None
    return Appointment(
        kind=kind,
        at=starts,
        past=starts <= at,
        proposed=waits is None and not facts.get("accepted"),
        days=facts.get("planned_days") if kind == WORKS else None,
        answer=_answer(rows, kind),
    )


def _proposed(now: Current, at: datetime) -> str | None:
    """A visit still ahead that the step does not wait for yet: a slot of his grid is on the table."""
    step = now.procedure.steps[now.state.frames[0].step]
    visit_at = now.state.facts.get(VISIT)
    on_table = "confirm_slot" in step.actions and isinstance(visit_at, datetime) and visit_at > at
    return VISIT if on_table else None


def _answer(rows: Sequence[JournalEntry], kind: str) -> Answer:
    """The last word on this date: a new date wipes out what was said about the one before."""
    answer = Answer.NONE
    for row in rows:
        if kind in (row.data.get("facts") or {}):
            answer = Answer.NONE
        if row.action in CONFIRMING and kind == VISIT:
            answer = Answer.CONFIRMED
        elif row.action == ASKING:
            answer = Answer.OTHER
    return answer
