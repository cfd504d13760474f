"""Taking the last action back: from the toast for a few seconds, from the journal while it can be."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from temoin import clock
from temoin.claims import door, history, sentences
from temoin.claims.refusals import MovedOn
from temoin.engine import undo as undoing
from temoin.engine.refusals import Refused
from temoin.parties import acting
from temoin.portals.desk import onward
from temoin.portals.desk.opened import File, found, numbered
from temoin.portals.desk.queue import desk, kept


def tag(request: HttpRequest, happened: door.Happened) -> str:
    """What makes a toast offer to take the action back; empty where it cannot be."""
    actor, entry = acting.of(request).actor, happened.entry
    moved = happened.assignment is not None and happened.assignment.moved_seq == happened.row.seq
    if actor is None or not moved or not undoing.offered(happened.procedure, entry, actor, clock.now()):
        return ""
    assert happened.assignment is not None
    return f"undo:{address(request, happened.claim.reference, happened.assignment.number, happened.row.seq)}"


def offered(file: File) -> str:
    """The address that takes the chosen assignment's last entry back; empty where it cannot be."""
    seq = file.now.assignment.moved_seq
    row = next((one for one in reversed(file.rows) if one.seq == seq), None)
    if row is None or row.machine or row.imported or row.action not in file.now.procedure.actions:
        return ""
    entry = door.read(file.now.procedure, row)
    if not undoing.offered(file.now.procedure, entry, file.actor, clock.now()):
        return ""
    return address(file.request, file.claim.reference, file.now.assignment.number, seq)


def address(request: HttpRequest, reference: str, number: int, seq: int) -> str:
    """Where to post to."""
    asked = kept(request).rstrip("&")
    return reverse("desk:undo", args=[reference, number, seq]) + (f"?{asked}" if asked else "")


@desk
@require_POST
def undo(request: HttpRequest, reference: str, number: int, seq: int) -> HttpResponse:
    """Take one entry back, or say plainly why not; either way the file is shown."""
    assignment = numbered(found(reference), number)
    actor = acting.of(request).actor
    assert actor is not None  # the guard saw to it
    try:
        happened = door.undo(assignment_id=assignment.pk, seq=seq, actor=actor)
    except MovedOn as refused:
        others = ", ".join(dict.fromkeys(sentences.actor(one.actor_name) for one in refused.entries))
        words = _("Not taken back: somebody has acted on the file since (%(who)s).")
        messages.error(request, words % {"who": others})
    except Refused as refused:
        messages.error(request, sentences.refusal(refused, history.current(assignment).procedure))
    else:
        undone = sentences.entry_label(happened.procedure, str(happened.entry.values["undone"]))
        messages.success(request, _("Taken back: %(done)s.") % {"done": undone})
    return redirect(onward.file_url(request, reference, number))
