"""The jobs in progress of a firm, by urgency, with whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from temoin import clock
from temoin.claims import worklists
from temoin.claims.sentences import said
from temoin.claims.worklists import Line
from temoin.portals.contractor import access, offers, pictograms
from temoin.ui.urgency import Urgency

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the list. `visit_to_report` says that the step asks for the visit report (VT)."""

    line: Line
    loss: str
    trade: str
    icon: str
    tone: str
    turn: str
    yours: bool
    visit_at: datetime | None
    works_at: datetime | None
    visit_to_report: bool
    visit_reported: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The jobs of one urgency."""

    urgency: Urgency
    count: int
    jobs: list[Job]


@access.contractor
@require_safe
def my_jobs(request: HttpRequest) -> HttpResponse:
    """Every open job of the firm: details of each, and the visit report where one is due."""
    now = clock.now()
    found = worklists.grouped(worklists.in_progress(access.firm(request)), now, limit=SHOWN)
    groups = [Group(group.urgency, group.count, _own_first(group.lines)) for group in found]
    total = sum(group.count for group in groups)
    shown = sum(len(group.jobs) for group in groups)
    context: dict[str, Any] = {"groups": groups, "total": total, "shown": shown, "now": now}
    return render(request, "contractor/my_jobs.html", context)


def _own_first(lines: Sequence[Line]) -> list[Job]:
    """What waits for the firm, then what waits for others; each part keeps its order by date."""
    return sorted((job(line) for line in lines), key=lambda one: not one.yours)


def job(line: Line) -> Job:
    """One assignment as the list shows it."""
    row, procedure, step = line.assignment, line.procedure, line.step
    facts = row.state.get("facts", {})
    done = row.state.get("done", {})
    yours = procedure.roles[step.holder].played_by == "contractor"
    icon, tone = pictograms.loss(row.claim.loss_type)
    return Job(
        line=line,
        loss=offers.choice_words(procedure, "loss_type", row.claim.loss_type),
        trade=offers.choice_words(procedure, "trade", row.trade),
        icon=icon,
        tone=tone,
        turn=_("Your turn") if yours else said(procedure.roles[step.holder].label),
        yours=yours,
        visit_at=None if done.get("report_visit") else _instant(facts, "visit_at"),
        works_at=_instant(facts, "works_start_at"),
        visit_to_report="report_visit" in step.actions,
        visit_reported=bool(done.get("report_visit")),
        is_new=not facts.get("accepted"),
    )


def _instant(facts: Mapping[str, Any], code: str) -> datetime | None:
    return datetime.fromisoformat(facts[code]) if facts.get(code) else None
