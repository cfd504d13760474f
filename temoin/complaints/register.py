"""Complaints as people read them: who, of what, and how each of the two terms stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from temoin.claims import sentences
from temoin.claims.models import Claim
from temoin.complaints.keeping import ACKNOWLEDGE, ANSWER, STEP
from temoin.complaints.models import OPEN, Complaint
from temoin.engine.model import Procedure
from temoin.procedures.files import procedure as procedure_named


class Standing(StrEnum):
    """How a term stands at a moment."""

    RUNNING = "running"
    OVER = "over"  # past, and nothing done yet
    KEPT = "kept"
    LATE = "late"  # done, but after it
    DROPPED = "dropped"  # the complaint was left without it

    @property
    def words(self) -> str:
        """For a chip."""
        return {
            Standing.RUNNING: _("Running"),
            Standing.OVER: _("Term is over"),
            Standing.KEPT: _("In time"),
            Standing.LATE: _("Too late"),
            Standing.DROPPED: _("Without an answer"),
        }[self]

    @property
    def tone(self) -> str:
        """The chip's look."""
        return {
            Standing.RUNNING: "plain",
            Standing.OVER: "late",
            Standing.KEPT: "ok",
            Standing.LATE: "late",
            Standing.DROPPED: "plain",
        }[self]


@dataclass(frozen=True, slots=True)
class TermShown:
    """One of the two statutory terms of a complaint."""

    label: str
    due_at: datetime
    met_at: datetime | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Line:
    """A complaint in the reader's words."""

    complaint: Complaint
    complainant: str
    channel: str
    against: str
    step: str
    opened_by: str
    finding: str
    terms: tuple[TermShown, TermShown]


def complaints(*, still_open: bool) -> QuerySet[Complaint]:
    """The open ones by the end of their term, or all, the latest first."""
    found = Complaint.objects.select_related("claim", "claim__insurer", "assignment")
    return (
        found.filter(OPEN).order_by("answer_due_at", "pk")
        if still_open
        else found.order_by("-opened_at", "-pk")
    )


def of_claim(claim: Claim, at: datetime) -> list[Line]:
    """Those of one claim that the reader's scope shows, the latest first; one query."""
    found = Complaint.objects.filter(claim=claim).select_related("assignment").order_by("-opened_at", "-pk")
    return lines(found, at)


def lines(found: Iterable[Complaint], at: datetime) -> list[Line]:
    """Complaints in words; their claims and assignments come with them."""
    return [_line(one, at) for one in found]


def _line(one: Complaint, at: datetime) -> Line:
    procedure = procedure_named(one.assignment.procedure, one.assignment.procedure_version)
    step = procedure.steps.get(one.step)
    return Line(
        complaint=one,
        complainant=_choice(procedure, "complainant", one.complainant),
        channel=_choice(procedure, "complaint_channel", one.channel),
        against=_choice(procedure, "complaint_against", one.against),
        step=sentences.said(step.label) if step else "",
        opened_by=sentences.entry_label(procedure, one.opened_by),
        finding=_choice(procedure, "complaint_finding", one.finding),
        terms=(
            _term(procedure, ACKNOWLEDGE, one.acknowledge_due_at, one.acknowledged_at, one.closed_at, at),
            _term(procedure, ANSWER, one.answer_due_at, one.answered_at, one.closed_at, at),
        ),
    )


def _choice(procedure: Procedure, code: str, value: str) -> str:
    field = procedure.fields.get(code)
    return sentences.said(field.choices.get(value)) if field else ""


def _term(
    procedure: Procedure,
    code: str,
    due_at: datetime,
    met_at: datetime | None,
    closed_at: datetime | None,
    at: datetime,
) -> TermShown:
    step = procedure.steps.get(STEP)
    clock = step.clocks.get(code) if step else None
    return TermShown(
        sentences.said(clock.label) if clock else code,
        due_at,
        met_at,
        standing(due_at, met_at, closed_at, at),
    )


def standing(due_at: datetime, met_at: datetime | None, closed_at: datetime | None, at: datetime) -> Standing:
    """How a term stands at a moment; its last second is in time."""
    if met_at is not None:
        return Standing.KEPT if met_at <= due_at else Standing.LATE
    if closed_at is not None:
        return Standing.DROPPED
    return Standing.RUNNING if at <= due_at else Standing.OVER
