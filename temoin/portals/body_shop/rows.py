"""One mission as the boards and the mailbox show it: the vehicle, the owner, the printed sentence, the time left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from temoin.claims import history, sentences
from temoin.claims.models import Assignment
from temoin.portals.body_shop.access import ROLE
from temoin.ui import formats, urgency
from temoin.ui.urgency import Urgency


@dataclass(frozen=True, slots=True)
class Left:
    """How much time is left until a date, in words, and in which of the four colours."""

    due_at: datetime
    tone: Urgency
    words: str

    @property
    def late(self) -> bool:
        return self.tone is Urgency.LATE


DAY, NEAR = timedelta(days=1), timedelta(days=3)


def left(due_at: datetime, now: datetime, *, waiting: bool) -> Left:
    """`2 d 4 h`; red once it has passed, amber in the last day, grey where another party must act."""
    if due_at <= now:
        words = urgency.late_words(int((now - due_at).total_seconds()))
        return Left(due_at, Urgency.LATE, words)
    words = formats.duration_words(int((due_at - now).total_seconds()))
    if waiting:
        return Left(due_at, Urgency.WAIT, words)
    near = due_at - now
    return Left(due_at, Urgency.TODAY if near < DAY else Urgency.SOON if near < NEAR else Urgency.WAIT, words)


@dataclass(frozen=True, slots=True)
class Row:
    """One mission in one section. `holder` names whose turn it is, empty where it is the firm's own."""

    assignment: Assignment
    plate: str
    vehicle: str
    mission_number: str
    printed: str
    left: Left | None
    holder: str
    begun: bool


def row(assignment: Assignment, now: datetime) -> Row:
    """The row of a mission whose claim and insurer are at hand."""
    current = history.current(assignment)
    facts, procedure = current.state.facts, current.procedure
    step = procedure.steps.get(assignment.step)
    yours = step is not None and procedure.roles[step.holder].played_by == ROLE
    may_send = yours and step is not None and "close_and_transmit" in step.actions
    return Row(
        assignment=assignment,
        plate=str(facts.get("plate") or "–"),
        vehicle=f"{facts.get('vehicle_make') or ''} {facts.get('vehicle_model') or ''}".strip(),
        mission_number=str(facts.get("mission_number") or ""),
        printed=sentences.printed(
            procedure, assignment.step or assignment.outcome, facts, assignment.claim.currency
        ),
        left=left(assignment.due_at, now, waiting=not yours) if assignment.due_at else None,
        holder="" if step is None or yours else sentences.said(procedure.roles[step.holder].label),
        begun=may_send and bool(facts.get("estimate_begun")),
    )
