"""A firm's messages: those of one job, and the list of all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from temoin.claims import history
from temoin.messages import composing, conversation, inbox
from temoin.parties import acting
from temoin.portals.body_shop import access


@access.body_shop
def messages(request: HttpRequest, pk: int) -> HttpResponse:
    """What the firm wrote and read about a mission."""
    assignment = access.own(request, pk)
    now, here = history.current(assignment), reverse("body_shop:messages", args=[pk])
    if request.method == "POST":
        sent = composing.write(request, now)
        if sent is not None:
            return redirect(f"{here}?avec={sent.role}#write")
    talk = conversation.page(request, now, post_url=here)
    context = {
        "claim": now.claim,
        "assignment": assignment,
        "talk": talk,
        "back_url": reverse("body_shop:mission", args=[pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "body_shop/messages.html", context, status=status)


@require_safe
@access.body_shop
def letters(request: HttpRequest) -> HttpResponse:
    """All the firm's threads: unread ones first."""
    rows = inbox.rows(acting.of(request))
    return render(request, "body_shop/letters.html", {"letters": [(row, _address(row)) for row in rows]})


def _address(row: inbox.Row) -> str:
    at = reverse("body_shop:messages", args=[row.assignment]) if row.assignment else ""
    return f"{at}?fil={row.thread.pk}"
