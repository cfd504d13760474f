"""Whom to give an assignment to: the zonal proposal with its reasons, by hand, or an offer to several."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import action_page, history
from temoin.claims.models import Assignment
from temoin.journal.models import JournalEntry
from temoin.network import explain, matching
from temoin.portals.desk import onward, taking_back
from temoin.portals.desk.opened import found, numbered
from temoin.portals.desk.queue import desk

REFUSED = ("decline", "decline_offer", "nobody_took", "no_answer")


def candidates(assignment: Assignment) -> list[matching.Candidate]:
    """The firms for an assignment, best first; whoever declined it before is left out."""
    claim = assignment.claim
    rows = Assignment.objects.filter(closed_at__isnull=True, contractor__isnull=False)
    loads = dict(rows.values_list("contractor").annotate(open=Count("pk")))
    declined = JournalEntry.objects.filter(
        claim_id=claim.pk, assignment_number=assignment.number, action__in=REFUSED
    ).values_list("actor_organisation", flat=True)
    return matching.propose(
        trade=assignment.trade,
        country=claim.country,
        postcode=claim.postcode,
        on=timezone.localdate(clock.now()),
        loads=loads,
        exclude=[one for one in declined if one is not None],
        language=claim.insured_language,
    )


@desk
def assign(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The proposal; a click assigns the firm, ticks offer the job to several. 404 where nothing is assigned."""
    claim = found(reference)
    assignment = numbered(claim, number)
    now = history.current(assignment, claim)
    if "assign" not in now.procedure.actions:
        raise Http404
    back = onward.file_url(request, reference, number)
    if request.method == "POST":
        if request.POST.get("offer") and not request.POST.getlist("invited"):
            messages.error(request, _("Tick the firms that the job is offered to."))
            return redirect(request.get_full_path())
        code = "offer" if request.POST.get("offer") else "assign"
        setting = action_page.Setting(
            back_url=back,
            done_url=lambda happened: onward.after(request, assignment, happened),
            done_words=lambda happened: onward.said(request, happened),
            done_tags=lambda happened: taking_back.tag(request, happened),
        )
        return action_page.action_page(request, assignment, code, setting)
    rows = [_row(one) for one in candidates(assignment)]
    context: dict[str, Any] = {
        "claim": claim,
        "assignment": assignment,
        "now": now,
        "assignable": now.state.step == "to_assign",
        "fit": [row for row in rows if row["candidate"].fits],
        "unfit": [row for row in rows if not row["candidate"].fits],
        "seen": assignment.moved_seq,
        "back_url": back,
    }
    return render(request, "desk/assign.html", context)


def _row(candidate: matching.Candidate) -> dict[str, Any]:
    reasons = [explain.sentence(one) for one in candidate.reasons]
    against = [explain.sentence(one) for one in candidate.against]
    said = _("Automatic zonal proposal: %(reasons)s.") % {"reasons": ", ".join(reasons)}
    return {"candidate": candidate, "reasons": reasons, "against": against, "explanation": said}
