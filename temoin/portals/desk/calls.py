"""The telephone beside the file: whom to call, the last contact, what to say; and one step to note the call."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from temoin import clock
from temoin.claims import action_page, door, history, sentences, timeline
from temoin.engine.refusals import Refused
from temoin.engine.state import Actor
from temoin.messages import textblocks
from temoin.messages.models import Kind
from temoin.messages.reading import mails_of
from temoin.parties import acting
from temoin.portals.desk import onward, scripts, taking_back
from temoin.portals.desk.opened import File, found, numbered
from temoin.portals.desk.queue import desk
from temoin.ui import reading

ATTEMPTS = ("no_reply", "voicemail")
TO_DECIDE = ("anomaly_open", "reservations_open", "invoice_over")
"""Facts that say why the handler holds the file: then it is not for a cancellation that he calls."""


def context(file: File) -> dict[str, Any]:
    """The card's content."""
    claim = file.claim
    offered = {one.action.code for one in file.choices if one.refusal is None}
    return {
        "script": _script(file),
        "last_call": _last_call(file),
        "last_mail": mails_of(claim).filter(to_email__iexact=claim.insured_email).first(),
        "may_call": bool(offered & {"log_call", "log_attempt"}),
        "call_key": uuid.uuid4().hex,
    }


def _script(file: File) -> scripts.Script:
    """The network's own script, one for this very step before one for any; else the one that comes with Témoin."""
    claim, who = file.claim, acting.of(file.request)
    step, language = file.now.state.step or "", claim.insured_language
    firm = file.firms.get(file.now.assignment.contractor or 0)
    own = textblocks.for_(Kind.SCRIPT, file.actor.role, step, language)
    if own:
        block, text = min(own, key=lambda one: not one[0].steps)
        known = textblocks.words(file.now, file.actor, language=language, firm=firm)
        return scripts.Script(block.title, tuple(textblocks.fill(text, known).strip().splitlines()))
    names = {
        "insured": claim.insured_name,
        "caller": str(who.user),
        "reference": claim.reference,
        "insurer": claim.insurer.name,
        "contractor": firm.name if firm else _("The professional"),
        "network": who.organisation.name if who.organisation else "",
    }
    decides = any(file.now.state.facts.get(code) for code in TO_DECIDE)
    return scripts.for_step("" if decides else step, language, names)


def _last_call(file: File) -> dict[str, Any] | None:
    """When the claim's last call was, how it went and what was written about it."""
    row = file.last_of(timeline.CALLS)
    if row is None:
        return None
    one, rules = timeline.item(row, file.now.procedure, {}), file.now.procedure
    result = rules.fields["attempt_result"].choices.get(row.data.get("values", {}).get("attempt_result", ""))
    return {"at": row.occurred_at, "how": sentences.said(result) or one.title, "text": one.text}


@desk
@require_POST
def call(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Note a call to the insured that has just ended: reached, no reply, or a message left."""
    assignment = numbered(found(reference), number)
    actor = acting.of(request).actor
    assert actor is not None  # the guard saw to it
    now = history.current(assignment)
    try:
        note = reading.words(request.POST.get("note", ""), most=reading.PAGE, lines=True).strip()
        action, values = _noted(now, actor, request.POST.get("result", ""), note)
        sent = request.POST.get("key", "")
        key = f"call:{actor.person}:{assignment.pk}:{sent}" if action_page.KEY.fullmatch(sent) else None
        happened = door.act(assignment_id=assignment.pk, action=action, values=values, actor=actor, key=key)
    except Refused as refused:
        messages.error(request, sentences.refusal(refused, now.procedure))
    except ValidationError as wrong:
        messages.error(request, wrong.messages[0])
    else:
        messages.success(
            request, onward.said(request, happened), extra_tags=taking_back.tag(request, happened)
        )
        return redirect(onward.after(request, assignment, happened))
    return redirect(onward.file_url(request, reference, number))


def _noted(now: history.Current, actor: Actor, result: str, note: str) -> tuple[str, dict[str, Any]]:
    """The action that says it best here, and its values. Raises ValidationError with what is missing."""
    ready = {one.action.code for one in now.choices(actor, clock.now()) if one.refusal is None}
    at = clock.now()  # not the minute: the step may have begun within it
    if result in ATTEMPTS:
        if "log_attempt" in ready:
            said = {"comment": note} if note else {}
            return "log_attempt", {"called_at": at, "attempt_result": result, **said}
        words = sentences.said(now.procedure.fields["attempt_result"].choices[result])
        return "log_call", _call(f"{words}. {note}".strip())
    if not note:
        raise ValidationError(_("Write a line about what was said, so that the next reader knows."))
    if "client_called_back" in ready:
        return "client_called_back", {"called_at": at, "comment": note}
    return "log_call", _call(note)


def _call(comment: str) -> dict[str, Any]:
    return {"call_direction": "outgoing", "call_with": "insured", "comment": comment}
