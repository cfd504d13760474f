"""A partner's messages: those of one claim, and the list of all."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from temoin.claims import history
from temoin.claims.models import Assignment, Claim
from temoin.engine.permission import roles_of
from temoin.messages import composing, conversation, inbox
from temoin.parties import acting
from temoin.portals.partner import access


@access.active
def messages(request: HttpRequest, reference: str) -> HttpResponse:
    """What the partner wrote and read about a claim; `mission` chooses the assignment that it is about."""
    claim = access.claim(request, reference)
    now = _about(request, claim)
    here = f"{reverse('partner:messages', args=[reference])}?mission={now.assignment.number}"
    if request.method == "POST":
        sent = composing.write(request, now)
        if sent is not None:
            return redirect(f"{here}&avec={sent.role}#write")
    talk = conversation.page(request, now, post_url=here, query=f"mission={now.assignment.number}&")
    context = {"claim": claim, "talk": talk, "back_url": reverse("partner:claim", args=[reference])}
    status = 422 if request.method == "POST" else 200
    return render(request, "partner/messages.html", context, status=status)


def _about(request: HttpRequest, claim: Claim) -> history.Current:
    """The assignment named, else the first on which he plays a part."""
    who, number = access.actor(request), request.GET.get("mission", "")
    found = [history.current(one, claim) for one in Assignment.objects.filter(claim=claim).order_by("number")]
    mine = [one for one in found if roles_of(one.procedure, who, one.state)]
    chosen = next((one for one in mine if str(one.assignment.number) == number), None)
    if chosen is None and not mine:
        raise Http404
    return chosen or mine[0]


@require_safe
@access.active
def letters(request: HttpRequest) -> HttpResponse:
    """All threads of the partner's organisation: unread ones first."""
    rows = inbox.rows(acting.of(request))
    return render(request, "partner/letters.html", {"letters": [(row, _address(row)) for row in rows]})


def _address(row: inbox.Row) -> str:
    return f"{reverse('partner:messages', args=[row.thread.claim.reference])}?fil={row.thread.pk}"
