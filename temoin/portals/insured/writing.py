"""The insured's messages: what he and the others wrote to each other, and his form for more."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from temoin.claims import history
from temoin.claims.models import Assignment, Claim
from temoin.messages import composing, conversation
from temoin.portals.insured.holder import frame, holder


@holder
def messages(request: HttpRequest, claim: Claim) -> HttpResponse:
    """His threads; `mission` chooses the repair that a message is about."""
    now, here = _about(request, claim), reverse("insured:messages")
    if request.method == "POST":
        sent = composing.write(request, now)
        if sent is not None:
            return redirect(f"{here}?avec={sent.role}#write")
    talk = conversation.page(request, now, post_url=here)
    context = frame(request, claim) | {"claim": claim, "talk": talk, "back_url": reverse("insured:tracking")}
    status = 422 if request.method == "POST" else 200
    return render(request, "insured/messages.html", context, status=status)


def _about(request: HttpRequest, claim: Claim) -> history.Current:
    """The repair named, else the first that is not over."""
    number = request.GET.get("mission", "")
    found = list(Assignment.objects.filter(claim=claim).order_by("number"))
    if not found:
        raise Http404
    chosen = next((one for one in found if str(one.number) == number), None)
    still_open = next((one for one in found if one.closed_at is None), found[0])
    return history.current(chosen or still_open, claim)
