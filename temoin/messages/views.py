"""The page of one mail, as it was sent; and the noting that a thread was read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from temoin.claims.scope import NETWORK_ROLES
from temoin.messages import sides, threads
from temoin.messages.models import Thread
from temoin.messages.reading import latest, shown_body
from temoin.messages.sides import NETWORK
from temoin.parties import acting


@require_GET
@acting.require(*NETWORK_ROLES)
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One mail, for the operator's staff."""
    found = get_object_or_404(latest(), pk=mail_id)
    return render(request, "messages/mail_detail.html", {"mail": found, "body": shown_body(found)})


@require_POST
@acting.require()
def read(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Note that the thread was seen by whoever asks: a POST, since machines look at pages before their readers do."""
    who = acting.of(request)
    side = sides.of(who.actor)
    if side is None:
        raise Http404
    found = Thread.objects.filter(pk=thread_id)
    if side != NETWORK:
        found = found.filter(threads.own(side))
    if who.link is not None:
        found = found.filter(claim=who.link.claim_id)
    thread = get_object_or_404(found)
    threads.read(thread.messages.all(), who, side)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    onward = request.POST.get("next", "")
    return redirect(onward if url_has_allowed_host_and_scheme(onward, allowed_hosts=None) else "/")
