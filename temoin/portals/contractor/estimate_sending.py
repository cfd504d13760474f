"""Reading an estimate once more and sending it: the lines that were written, or a file with its totals."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from temoin.claims import door, history, sentences
from temoin.claims.action_page import KEY
from temoin.claims.models import Assignment
from temoin.claims.refusals import MovedOn, NoSuchClaim
from temoin.documents.refusals import Refused as FileRefused
from temoin.engine.refusals import Refused
from temoin.estimates import drafts, reach, versions
from temoin.estimates.content import Incomplete
from temoin.estimates.models import Kind
from temoin.portals.contractor import access, estimate_page
from temoin.portals.contractor.estimate_forms import TotalsForm
from temoin.ui import formats

LONGEST_COMMENT = 2000


@access.contractor
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The estimate as it will be sent; POST sends it, and a refusal leaves it all as it was."""
    assignment = access.own(request, pk)
    draft = drafts.find(assignment, access.firm(request))
    if draft.pk is None or not draft.lines:
        return redirect("contractor:estimate", pk=pk)
    comment = request.POST.get("comment", draft.comment)[:LONGEST_COMMENT].strip()

    def send() -> door.Happened:
        return versions.submit(
            draft,
            assignment_id=pk,
            actor=access.actor(request),
            comment=comment,
            **_once(request),
        )

    context = {"comment": comment, **estimate_page.context(request, assignment, draft)}
    if request.method != "POST":
        return _page(request, "contractor/estimate_review.html", assignment, context)
    if request.POST.get("changes") != str(draft.changes):
        return _page(
            request,
            "contractor/estimate_review.html",
            assignment,
            {**context, "changed_elsewhere": True},
            409,
        )
    return _sent(request, assignment, send, "contractor/estimate_review.html", context)


@access.contractor
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """An estimate that exists as a file: the file and its totals."""
    assignment = access.own(request, pk)
    form = TotalsForm(request.POST or None, request.FILES or None)
    context = {
        "form": form,
        "claim": assignment.claim,
        "assignment": assignment,
        "why_not": estimate_page.why_not(assignment, request),
    }

    def send() -> door.Happened:
        return versions.submit_totals(
            form.cleaned_data["estimate_file"],
            form.totals(),
            assignment_id=pk,
            actor=access.actor(request),
            comment=form.cleaned_data["comment"],
            **_once(request),
        )

    if request.method != "POST":
        return _page(request, "contractor/estimate_upload.html", assignment, context)
    if not form.is_valid():
        return _page(request, "contractor/estimate_upload.html", assignment, context, 422)
    try:
        return _sent(request, assignment, send, "contractor/estimate_upload.html", context)
    except FileRefused as refused:
        form.add_error("estimate_file", str(refused.sentence))
        return _page(request, "contractor/estimate_upload.html", assignment, context, 422)


@access.contractor
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A version as it was sent, and what it changed."""
    assignment = access.own(request, pk)
    found = list(reach.all_of(assignment, access.actor(request)))
    shown = next((one for one in found if one.number == number), None)
    if shown is None:
        raise Http404
    if shown.kind == Kind.NETWORK:
        return redirect("contractor:estimate_decisions", pk=pk, number=number)
    context = {
        "claim": assignment.claim,
        "assignment": assignment,
        "version": shown,
        "lines": list(shown.lines.all()),
        "changes": estimate_page.changes(shown, found),
        "in_force": estimate_page.in_force(assignment),
    }
    return render(request, "contractor/estimate_version.html", context)


def _once(request: HttpRequest) -> dict[str, Any]:
    """Which state the form was drawn from, and the key under which it is done only once."""
    seen, key, actor = request.POST.get("seen", ""), request.POST.get("key", ""), access.actor(request)
    return {
        "seen": int(seen) if re.fullmatch(r"[0-9]{1,9}", seen) else None,
        "key": f"{actor.role}:{actor.person}:{key}" if KEY.fullmatch(key) else None,
    }


def _sent(
    request: HttpRequest,
    assignment: Assignment,
    send: Callable[[], door.Happened],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    procedure = history.current(assignment).procedure
    try:
        with transaction.atomic():
            happened = send()
    except Incomplete:
        return _page(request, template, assignment, {**context, "incomplete": True}, 422)
    except NoSuchClaim:
        raise Http404 from None
    except MovedOn as refused:
        fresh = history.readable(refused.entries, access.actor(request), [assignment])
        said = {
            **context,
            "refused": sentences.refusal(refused, procedure),
            "since": fresh,
            "procedure": procedure,
        }
        return _page(request, template, access.own(request, assignment.pk), said, 409)
    except Refused as refused:
        said = {**context, "refused": sentences.refusal(refused, procedure)}
        return _page(request, template, assignment, said, 409)
    total = formats.money(happened.entry.values["estimate_total"], assignment.claim.currency)
    messages.success(request, _("Estimate sent: %(total)s incl. VAT. It is studied now.") % {"total": total})
    return redirect("contractor:job", pk=assignment.pk)


def _page(
    request: HttpRequest, template: str, assignment: Assignment, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    shown = {"seen": assignment.moved_seq, "key": request.POST.get("key") or uuid.uuid4().hex, **context}
    return render(request, template, shown, status=status)
