"""The reaction that keeps the register: a complaint is entered, acknowledged, answered, left."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from temoin.claims.door import Happened
from temoin.complaints.models import Complaint
from temoin.engine.model import Procedure
from temoin.engine.state import Entry, Frame

STEP = "complaint_in_progress"
ACKNOWLEDGE, ANSWER = "acknowledge", "answer"
"""The statutory clocks of the step, by their codes in the procedure."""
WORDS = ("complaint_about", "reservations", "comment", "reason")
"""Where a form that opens a complaint may say what it is about; the first that does."""


def keep(happened: Happened) -> None:
    """The reaction to every entry; costs nothing where no complaint lies before or after it."""
    before, after = _complaints(happened.before.frames), _complaints(happened.state.frames)
    for number, frame in after.items():
        if number not in before:
            _open(happened, frame)
        elif frame.clocks != before[number].clocks:
            _rows(happened, number).update(acknowledged_at=_met(frame, ACKNOWLEDGE))
    for number, frame in before.items():
        if number not in after:
            _close(happened, frame)


def _complaints(frames: tuple[Frame, ...]) -> dict[int, Frame]:
    return {one.number: one for one in frames if one.step == STEP and one.clocks}


def _rows(happened: Happened, number: int) -> QuerySet[Complaint]:
    return Complaint.objects.filter(assignment=happened.assignment, frame=number)


def _open(happened: Happened, frame: Frame) -> None:
    if _rows(happened, frame.number).update(closed_at=None, answered_at=None, finding=""):
        return  # its end was taken back
    assert happened.assignment is not None  # the door writes nothing else by itself
    entry, due_at = happened.entry, {one.code: one.due_at for one in frame.clocks}
    Complaint.objects.create(
        claim=happened.claim,
        assignment=happened.assignment,
        frame=frame.number,
        complainant=happened.state.facts.get("complainant") or "other",
        channel=entry.values.get("complaint_channel") or "",
        against=entry.values.get("complaint_against") or "",
        about=next((str(entry.values[one]) for one in WORDS if entry.values.get(one)), ""),
        step=about(happened.procedure, entry.frames, frame),
        opened_by=entry.action,
        received_on=happened.state.facts.get("complaint_received_on"),
        opened_at=entry.occurred_at,
        acknowledge_due_at=due_at[ACKNOWLEDGE],
        answer_due_at=due_at[ANSWER],
    )


def about(procedure: Procedure, frames: tuple[Frame, ...], complaint: Frame) -> str:
    """The step that the complaint is about: the working one beneath, not a chaser or a wait that lies over it."""
    beneath = [one.step for one in frames[: frames.index(complaint)]]
    return next((one for one in reversed(beneath) if not procedure.steps[one].over), "")


def _close(happened: Happened, frame: Frame) -> None:
    entry = happened.entry
    acknowledged_at = _met(frame, ACKNOWLEDGE)
    changed: dict[str, Any] = {"closed_at": entry.occurred_at}
    if _stops(happened.procedure, entry, ANSWER):
        changed |= {
            "answered_at": entry.occurred_at,
            "acknowledged_at": acknowledged_at or entry.occurred_at,
            "finding": entry.values.get("complaint_finding") or "",
        }
    _rows(happened, frame.number).update(**changed)


def _stops(procedure: Procedure, entry: Entry, clock: str) -> bool:
    return entry.action in procedure.steps[STEP].clocks[clock].stops


def _met(frame: Frame, clock: str) -> datetime | None:
    return next((one.met_at for one in frame.clocks if one.code == clock), None)
