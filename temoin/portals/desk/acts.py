"""Every action asked from the engine on the open file, by its form."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from temoin.appointments import slots
from temoin.claims import action_page, history, reservations, reservations_page, signing_page
from temoin.claims.models import Assignment, Claim
from temoin.estimates import figures
from temoin.insight import contests
from temoin.portals.desk import checks, facts, onward, queue, taking_back
from temoin.portals.desk.opened import found, numbered
from temoin.procedures.files import procedure as procedure_named


@queue.desk
def act(request: HttpRequest, reference: str, number: int, action: str) -> HttpResponse:
    """Any action of the procedure, by its form; done, the next file opens by itself."""
    claim = found(reference)
    assignment = numbered(claim, number)
    if action == contests.ASK:  # asked beside the stretch of time that it is about
        return redirect(f"{onward.file_url(request, reference, number)}&onglet=assignments#minutes")
    if action == contests.ANSWER:
        return redirect("insight:contests")
    setting = action_page.Setting(
        back_url=onward.file_url(request, reference, number),
        done_url=lambda happened: onward.after(request, assignment, happened),
        done_words=lambda happened: onward.said(request, happened),
        done_tags=lambda happened: taking_back.tag(request, happened),
        template="desk/check.html" if action == checks.REPORT else "desk/action.html",
        initial=_offered(request, claim),
        context=_free(request, assignment, action) | signing_page.context(assignment, claim, action),
    )
    if action == reservations.MAKE:
        return reservations_page.page(request, assignment, setting)
    definition = procedure_named(assignment.procedure, assignment.procedure_version).actions.get(action)
    if definition is not None:
        setting = figures.page(request, assignment, definition, setting)
    return action_page.action_page(request, assignment, action, setting)


def _offered(request: HttpRequest, claim: Claim) -> dict[str, Any]:
    """What the composer or the proposal page passes on in the address."""
    contractor = request.GET.get("contractor", "")
    offered: dict[str, Any] = {}
    if contractor.isdecimal() and len(contractor) < 18:
        offered["contractor"] = int(contractor)
    reserve = request.GET.get("reserve", "")
    if reserve.isdecimal() and len(reserve) < 4:
        offered["lifted_reservation"] = int(reserve)
    for one in facts.free(claim):
        if one.from_at.strftime(slots.FORM) == request.GET.get("visit_at"):
            offered["visit_at"] = one.from_at
    return offered


def _free(request: HttpRequest, assignment: Assignment, action: str) -> dict[str, Any]:
    """The insured's free hours, each a click that fills the visit's date in."""
    asked = history.current(assignment).procedure.actions.get(action)
    if asked is None or not any(one.code == "visit_at" for one in asked.form):
        return {}
    firm = request.GET.get("contractor", "")[:18]
    before = queue.kept(request) + (urlencode({"contractor": firm}) + "&" if firm else "")
    picked = request.GET.get("visit_at")
    return {
        "free": [
            {"slot": one, "url": f"?{before}visit_at={value}", "current": value == picked}
            for one in facts.free(assignment.claim)
            for value in [one.from_at.strftime(slots.FORM)]
        ]
    }
