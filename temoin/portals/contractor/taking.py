"""Taking charge of a job on offer, or refusing it: one of several firms has it, the others read so."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import action_form, action_page, door, history, sentences
from temoin.claims.models import Assignment
from temoin.engine import values
from temoin.engine.refusals import InvalidValues, Refused
from temoin.engine.state import Actor
from temoin.portals.contractor import access, diary, new_jobs, offers, openings
from temoin.ui import formats
from temoin.ui.fields import ActionForm

OTHER = "other"
"""The choice of a time that is not among the insured's."""


@access.contractor
def take_charge(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks whether a technical visit is needed, and when; the answer takes the job."""
    assignment = access.offered(request, pk)
    if assignment is None:
        return new_jobs.gone(request, pk, status=409 if request.method == "POST" else 410)
    if request.method == "POST":
        return _posted(request, assignment)
    return _page(request, assignment, _form(assignment))


@access.contractor
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Says no, with the reason."""
    assignment = access.offered(request, pk)
    if assignment is None:
        return new_jobs.gone(request, pk, status=409 if request.method == "POST" else 410)
    setting = action_page.Setting(
        back_url=reverse("contractor:job_offer", args=[pk]),
        done_url=reverse("contractor:new_jobs"),
        done_words=lambda happened: _("You have refused this job. It has left your list."),
        template="contractor/act.html",
    )
    return action_page.action_page(request, assignment, "decline_offer", setting)


def _form(assignment: Assignment, data: QueryDict | None = None) -> ActionForm:
    now = history.current(assignment)
    return action_form.draw(now, now.procedure.actions["take_charge"], data=data)


def _posted(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    data = _with_slot(request.POST, assignment)
    form = _form(assignment, data)
    if not form.is_valid():
        return _page(request, assignment, form, unchosen=_unchosen(form, data, assignment), status=422)
    try:
        happened = _taken(request, assignment, access.actor(request), form.values())
    except InvalidValues as refused:
        _show(form, dict(refused.facts["fields"]))
        return _page(request, assignment, form, status=422)
    except Refused as refused:
        fresh = access.offered(request, assignment.pk)
        if fresh is None:
            return new_jobs.gone(request, assignment.pk)
        said = sentences.refusal(refused, history.current(fresh).procedure)
        return _page(request, fresh, form, refused=said, status=409)
    messages.success(request, _told(happened))
    return redirect("contractor:job", pk=assignment.pk)


def _with_slot(posted: QueryDict, assignment: Assignment) -> QueryDict:
    """What was sent, with the chosen opening as the visit's date; without a visit there is no date at all."""
    data = posted.copy()
    chosen = data.get("slot", "")
    if data.get("needs_visit") != "yes":
        for name in ("visit_at_0", "visit_at_1", values.REASON):
            data.pop(name, None)
    elif chosen and chosen != OTHER:
        data["visit_at_0"], data["visit_at_1"] = _day_and_time(chosen, assignment)
    return data


def _unchosen(form: ActionForm, data: QueryDict, assignment: Assignment) -> str:
    """What is said where none of the times is chosen: the date's own field is out of sight then."""
    other, filled = data.get("slot") == OTHER, data.get("visit_at_0") or data.get("visit_at_1")
    if other or filled or "visit_at" not in form.errors or not openings.ahead(assignment.claim, clock.now()):
        return ""
    said = _("Choose one of the times, or another one agreed with the insured.")
    del form.errors["visit_at"]
    form.add_error(None, said)
    return said


def _day_and_time(chosen: str, assignment: Assignment) -> tuple[str, str]:
    """The two inputs of an opening of the insured's; empty where it is none of them any more."""
    known = {one.value: one for one in openings.ahead(assignment.claim, clock.now())}
    if chosen not in known:
        return "", ""
    local = timezone.localtime(known[chosen].start_at)
    return local.date().isoformat(), local.strftime("%H:%M")


def _taken(
    request: HttpRequest, assignment: Assignment, actor: Actor, given: dict[str, Any]
) -> door.Happened:
    seen, key = request.POST.get("seen", ""), request.POST.get("key", "")
    return door.act(
        assignment_id=assignment.pk,
        action="take_charge",
        values=given,
        actor=actor,
        seen=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
        key=f"{actor.role}:{actor.person}:{key}" if action_page.KEY.fullmatch(key) else None,
    )


def _show(form: ActionForm, problems: dict[str, str]) -> None:
    """The engine's problems beside the fields; the reason for a far date has its own sentence."""
    if problems.pop(values.REASON, None):
        form.add_error(values.REASON, _("This date lies beyond the usual period: say why."))
    form.add_problems(problems)


def _told(happened: door.Happened) -> str:
    visit_at = happened.state.facts.get("visit_at")
    if isinstance(visit_at, datetime):
        said = formats.instant(visit_at, formats.Style.LONG)
        return _("The job is yours. The insured is told at once that you come on %(when)s.") % {"when": said}
    return _("The job is yours. Call the insured to agree on a date, then enter it here.")


def _page(
    request: HttpRequest,
    assignment: Assignment,
    form: ActionForm,
    *,
    refused: str = "",
    unchosen: str = "",
    status: int = 200,
) -> HttpResponse:
    visits = [one for one in diary.engagements(access.firm(request)) if one.is_visit]
    times = openings.ahead(assignment.claim, clock.now(), visits)
    context = {
        "assignment": assignment,
        "claim": assignment.claim,
        "offer": offers.one(assignment, new_jobs.firm_of(request)),
        "form": form,
        "days": openings.by_day(times),
        "slot": request.POST.get("slot", ""),
        "other": OTHER,
        "refused": refused,
        "unchosen": unchosen,
        "seen": assignment.moved_seq,
        "key": request.POST.get("key") or uuid.uuid4().hex,
        "back_url": reverse("contractor:job_offer", args=[assignment.pk]),
    }
    return render(request, "contractor/take_charge.html", context, status=status)
