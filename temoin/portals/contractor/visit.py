"""The report of a technical visit (VT): what was found, and either the works or an estimate to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import action_page, door, history
from temoin.claims.history import Current
from temoin.portals.contractor import access, dates, offers

SECTIONS = (
    ("visit", ("visit_done_at", "visit_minutes")),
    (
        "declaration",
        ("damage_as_declared", "damage_found", "circumstance_as_declared", "circumstance_found"),
    ),
    ("photos", ("photos",)),
    ("works", ("works_can_be_planned", "works_start_at", "planned_days", "norm_reason")),
)
"""The parts of the report with their fields; a field that is in none of them joins the last."""


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered part of the report."""

    code: str
    title: str
    short: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where the date belongs that somebody may have wanted to enter here."""

    words: str
    url: str
    label: str


@access.contractor
def visit_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report's form in a visit's step; anywhere else, where to go instead."""
    assignment = access.own(request, pk)
    now = history.current(assignment)
    elsewhere = _elsewhere(now)
    context = _context(now, elsewhere)
    if request.method != "POST" and elsewhere is not None:
        shown = context | {"claim": now.claim, "assignment": assignment, "back_url": context["job_url"]}
        return render(request, "contractor/visit_elsewhere.html", shown)
    setting = action_page.Setting(
        back_url=reverse("contractor:job", args=[pk]),
        done_url=reverse("contractor:job", args=[pk]),
        done_words=_told,
        template="contractor/visit_report.html",
        initial=_initial(now),
        context=context,
    )
    return action_page.action_page(request, assignment, dates.REPORT, setting)


def _initial(now: Current) -> dict[str, Any]:
    """The visit took place when it was booked, until somebody says otherwise."""
    visit_at, top = now.state.facts.get("visit_at"), now.state.top
    if not isinstance(visit_at, datetime) or top is None or not top.entered_at <= visit_at <= clock.now():
        return {}
    return {"visit_done_at": visit_at}


def _told(happened: door.Happened) -> str:
    facts = happened.state.facts
    if facts.get("anomaly_open"):
        return _("Report sent. What you found differs from the declaration: the handler decides first.")
    if facts.get("works_can_be_planned"):
        return _("Report sent. The works are booked and the insured is told at once.")
    return _("Report sent. Your estimate is awaited now.")


def _sections() -> list[Section]:
    titles = {
        "visit": (_("When was the visit?"), _("Visit")),
        "declaration": (_("Is what you found as declared?"), _("Declaration")),
        "photos": (_("Photos"), _("Photos")),
        "works": (_("What follows"), _("Works")),
    }
    return [Section(code, *titles[code], fields) for code, fields in SECTIONS]


def _elsewhere(now: Current) -> Elsewhere | None:
    """None in a step that asks for the report; else what this step asks for, and where."""
    step = now.procedure.steps.get(now.state.step or "")
    codes = step.actions if step else ()
    if dates.REPORT in codes:
        return None
    job = reverse("contractor:job", args=[now.assignment.pk])
    for code in ("record_contact", "confirm_slot"):
        if code in codes:
            url = reverse("contractor:act", args=[now.assignment.pk, code])
            return Elsewhere(
                _("No visit is booked yet: agree on one with the insured first."), url, _("Book the visit")
            )
    if {"record_works_date", "reschedule_works"} & set(codes):
        words = _("No visit report is expected: the date of the works is entered on the details page.")
        return Elsewhere(words, f"{job}#dates", _("Enter the date of the works"))
    return Elsewhere(_("No visit report is expected at this step."), job, _("To the details of the job"))


def _context(now: Current, elsewhere: Elsewhere | None) -> dict[str, Any]:
    return {
        "sections": _sections(),
        "placed": {code for _part, codes in SECTIONS for code in codes},
        "elsewhere": elsewhere,
        "visit_at": now.state.facts.get("visit_at"),
        "loss": offers.choice_words(now.procedure, "loss_type", now.claim.loss_type),
        "trade": offers.choice_words(now.procedure, "trade", now.assignment.trade),
        "job_url": reverse("contractor:job", args=[now.assignment.pk]),
    }
