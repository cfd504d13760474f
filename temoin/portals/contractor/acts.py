"""Any other action that the procedure lets a firm do, by its form."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from temoin.claims import (
    action_page,
    door,
    reservations,
    reservations_page,
    sentences,
    signed_papers,
    signing_page,
)
from temoin.claims.models import Assignment
from temoin.insight import contests
from temoin.portals.contractor import access, dates, estimate_page
from temoin.procedures.files import procedure as procedure_named


@access.contractor
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """The action's form; what has a page of its own is asked there."""
    assignment = access.own(request, pk)
    here = reverse("contractor:job", args=[pk])
    if action == dates.REPORT:
        return redirect("contractor:visit_report", pk=pk)
    if action == contests.ASK:  # asked beside the stretch of time that it is about
        return redirect(f"{here}#minutes")
    if action in dates.ACTIONS:
        return redirect(f"{here}#dates")
    if action == estimate_page.SUBMIT and request.method != "POST":
        return redirect("contractor:estimate", pk=pk)
    firm = access.firm(request)

    def next_page(happened: door.Happened) -> str:
        still_his = happened.state.facts.get("contractor") == firm
        return here if still_his else reverse("contractor:my_jobs")

    setting = action_page.Setting(
        back_url=here,
        done_url=next_page,
        template="contractor/act.html",
        initial=_known(assignment, action),
        context={"submit_label": _button(assignment, action)}
        | signing_page.context(assignment, assignment.claim, action),
    )
    if action == reservations.MAKE:
        return reservations_page.page(request, assignment, setting)
    return action_page.action_page(request, assignment, action, setting)


def _known(assignment: Assignment, action: str) -> dict[str, Any]:
    """On his phone the insured signs: his name stands there already."""
    return {"signed_by": assignment.claim.insured_name} if action in signed_papers.ON_SITE else {}


LONG = 26  # letters; a longer label would not fit a phone's button


def _button(assignment: Assignment, code: str) -> str:
    """The button's own words where the action's label is too long; empty for the label itself."""
    procedure = procedure_named(assignment.procedure, assignment.procedure_version)
    action = procedure.actions.get(code)
    return _("Save changes") if action and len(sentences.said(action.label)) > LONG else ""
