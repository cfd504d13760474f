"""Messages on the desk: written from the claim's file, and the list of all that waits to be read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from temoin.messages import composing, inbox
from temoin.parties import acting
from temoin.portals.desk import file, queue, textblocks
from temoin.portals.desk.opened import found, numbered, opened


@require_POST
@queue.desk
def write(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A message from the file's own tab; what cannot be taken is drawn there again."""
    claim = found(reference)
    numbered(claim, number)
    here = opened(request, claim, number)
    sent = composing.write(request, here.now)
    if sent is None:
        return file.shown(here, "desk/file.html", queue.context(request), tab_code="messages", status=422)
    at = f"{reverse('desk:file', args=[reference])}?{here.kept}mission={number}&onglet=messages"
    return redirect(f"{at}&avec={sent.role}#write")


@require_safe
@queue.desk
def letters(request: HttpRequest) -> HttpResponse:
    """The threads of one's own claims, or of all: unread ones first."""
    who = acting.of(request)
    everybody = "tous" in request.GET or who.role not in inbox.HANDLERS
    rows = inbox.rows(who, everybody=everybody)
    listed = [(row, _address(row)) for row in rows]
    context = {"letters": listed, "everybody": everybody, "may_narrow": who.role in inbox.HANDLERS}
    context["edits_texts"] = who.role in textblocks.EDITORS
    return render(request, "desk/letters.html", context)


def _address(row: inbox.Row) -> str:
    at = reverse("desk:file", args=[row.thread.claim.reference])
    return f"{at}?onglet=messages&fil={row.thread.pk}"
