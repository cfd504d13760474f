"""The phone call: a claim is opened on one page, with possible duplicates shown while typing."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from temoin import clock
from temoin.appointments import slots
from temoin.claims import action_form, action_page, history, new_claim, opening, search, sentences
from temoin.claims.models import Assignment, Claim
from temoin.engine.model import FieldType, Procedure
from temoin.engine.refusals import InvalidValues, Refused
from temoin.network import postcodes
from temoin.parties import acting
from temoin.portals.desk.opened import found
from temoin.portals.desk.queue import desk
from temoin.procedures import files
from temoin.procedures.files import procedure as procedure_named
from temoin.ui import reading
from temoin.ui.fields import ActionForm


@desk
def open_claim(request: HttpRequest) -> HttpResponse:
    """The page of the phone call; POST opens claim and assignments, or says what is missing."""
    offered = _offered(request)
    procedure = _chosen(request, offered)
    form = new_claim.draw(request, procedure)
    chosen, problem = _availabilities(request)
    if problem:
        form.add_error(None, problem)
    status = 200
    if request.method == "POST":
        claim = new_claim.opened(request, form, chosen) if form.is_valid() else None
        if claim is not None:
            messages.success(request, _("Claim %(reference)s is open.") % {"reference": claim.reference})
            return redirect(_next(claim, claim.assignments.get(number=1)))
        status = 422
    context = {
        "form": form,
        "procedure": procedure,
        "offered": offered if len(offered) > 1 else [],
        "grid": slots.grid(clock.now(), chosen=request.POST.getlist("slot")) if _at_home(procedure) else None,
        "key": request.POST.get("key") or uuid.uuid4().hex,
    }
    return render(request, "desk/intake.html", context, status=status)


def _offered(request: HttpRequest) -> list[Procedure]:
    """The procedures that the asker may open a claim in; where there is none, he is told so in the first."""
    actor = acting.of(request).actor
    assert actor is not None  # the guard saw to it
    return new_claim.open_to(actor) or [procedure_named(files.procedures()[0])]


def _chosen(request: HttpRequest, offered: list[Procedure]) -> Procedure:
    """The one asked for, else the first."""
    asked = request.POST.get("procedure") or request.GET.get("procedure")
    return next((one for one in offered if one.code == asked), offered[0])


def _at_home(procedure: Procedure) -> bool:
    """Whether somebody comes to the insured, so that one asks when he is there."""
    return any(one.code == "availabilities" for one in opening.asked(procedure))


def _next(claim: Claim, opened: Assignment) -> str:
    """Whom to give the assignment to; where that was said already, the claim itself."""
    if opened.contractor is None:
        return reverse("desk:assign", args=[claim.reference, opened.number])
    return reverse("desk:file", args=[claim.reference])


def _availabilities(request: HttpRequest) -> tuple[list[tuple[str, str]], str]:
    try:
        return slots.parse(request.POST.getlist("slot"), clock.now()), ""
    except ValueError as wrong:
        return [], str(wrong)


@desk
def duplicates(request: HttpRequest) -> HttpResponse:
    """What the page shows while typing: open claims that may be the same."""
    asked = {name: _safe(request.GET.get(name, "")) for name in DUPLICATE_FIELDS}
    claims = search.duplicates(
        surname=asked["insured_surname"],
        postcode=asked["postcode"],
        country=asked["country"],
        contract=asked["contract_number"],
        phone=asked["insured_phone"],
        searched=[_safe(request.GET.get(code, "")) for code in _searched(request)],
    )
    country, postcode = asked["country"], asked["postcode"].strip()
    wrong = bool(country and len(postcode) >= SHORTEST_POSTCODE and postcodes.find(country, postcode) is None)
    return render(request, "desk/_duplicates.html", {"claims": claims, "no_such_postcode": wrong})


def _searched(request: HttpRequest) -> list[str]:
    """The fields of the chosen procedure by which a claim is found again."""
    fields = _chosen(request, _offered(request)).fields.values()
    return [field.code for field in fields if field.searched]


SHORTEST_POSTCODE = 4
DUPLICATE_FIELDS = ("insured_surname", "postcode", "country", "contract_number", "insured_phone")


def _safe(text: str) -> str:
    """Text from an address, without what no column holds; `reading` refuses the rest on the form itself."""
    return text.replace("\x00", "")[: reading.LINE]


@desk
def add_assignment(request: HttpRequest, reference: str) -> HttpResponse:
    """One more trade on an open claim, in the procedure of those that it has; what was said for them stands there."""
    claim = found(reference)
    first = claim.assignments.order_by("number").first()
    if first is None:
        raise Http404
    now = history.current(first, claim)
    form, trades = _of_another(request, now), now.procedure.fields["trade"].choices
    status = 200
    if request.method == "POST" and request.POST.get("trade") in trades and form.is_valid():
        added = _added(request, now, form)
        if added is not None:
            return redirect(_next(claim, added))
        status = 422
    elif request.method == "POST":
        status = 422
    context = {
        "claim": claim,
        "trades": [(code, sentences.said(label)) for code, label in trades.items()],
        "chosen": request.POST.get("trade", ""),
        "form": form,
        "back_url": reverse("desk:file", args=[reference]),
        "key": request.POST.get("key") or uuid.uuid4().hex,
    }
    return render(request, "desk/add_assignment.html", context, status=status)


def _of_another(request: HttpRequest, now: history.Current) -> ActionForm:
    """What the opening asks, as the first assignment has it; of what may be left out only words and choices are kept."""
    kept = {
        one.code: now.state.facts[one.code]
        for one in opening.asked(now.procedure)
        if one.code in now.state.facts
        and (one.required or now.procedure.fields[one.code].type is not FieldType.YES_NO)
    }
    sent = request.POST if request.method == "POST" else None
    return action_form.draw_opening(now.procedure, initial=kept, data=sent)


def _added(request: HttpRequest, now: history.Current, form: ActionForm) -> Assignment | None:
    """The new assignment; None where it was refused, the form says why."""
    actor, sent = acting.of(request).actor, request.POST.get("key", "")
    assert actor is not None  # the guard saw to it
    key = f"add:{actor.person}:{now.claim.pk}:{sent}" if action_page.KEY.fullmatch(sent) else None
    try:
        return opening.add_assignment(
            now.claim,
            procedure=now.procedure.code,
            trade=request.POST["trade"],
            facts=form.values(),
            actor=actor,
            key=key,
        )
    except InvalidValues as refused:
        form.add_problems(refused.facts["fields"])
    except Refused as refused:
        form.add_error(None, sentences.refusal(refused, now.procedure))
    return None
