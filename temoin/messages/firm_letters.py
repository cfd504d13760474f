"""What a repairing firm writes and reads: about one of its jobs, and all its threads; its portal says where they are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from temoin.claims import history
from temoin.claims.models import Assignment
from temoin.messages import composing, conversation, inbox
from temoin.parties import acting


def talk(request: HttpRequest, assignment: Assignment, *, here: str, back: str) -> HttpResponse:
    """The firm's conversations about one assignment, at the address `here`; `back` leads to the job."""
    now = history.current(assignment)
    if request.method == "POST":
        sent = composing.write(request, now)
        if sent is not None:
            return redirect(f"{here}?avec={sent.role}#write")
    context = {
        "claim": now.claim,
        "assignment": assignment,
        "talk": conversation.page(request, now, post_url=here),
        "back_url": back,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "messages/firm_talk.html", context, status=status)


def letters(request: HttpRequest, *, view: str) -> HttpResponse:
    """All the firm's threads, unread ones first; `view` names the page of one assignment's."""
    rows = [(row, _address(row, view)) for row in inbox.rows(acting.of(request))]
    return render(request, "messages/firm_letters.html", {"letters": rows})


def _address(row: inbox.Row, view: str) -> str:
    at = reverse(view, args=[row.assignment]) if row.assignment else ""
    return f"{at}?fil={row.thread.pk}"
