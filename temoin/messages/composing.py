"""Writing a message from a page: the form, and what becomes of it. Files and action stand or fall together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import door, sentences
from temoin.claims.history import Current
from temoin.documents import intake
from temoin.documents.models import Visibility
from temoin.documents.refusals import Refused as FileRefused
from temoin.engine.refusals import InvalidValues, Refused
from temoin.engine.state import Actor
from temoin.messages import correspondence
from temoin.messages.correspondence import FILES, TEXT, Counterpart
from temoin.parties import acting
from temoin.ui.fields import ActionForm, form_for

KEY = re.compile(r"[0-9A-Za-z-]{8,64}")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A form that was sent and could not be taken: what was typed, and why."""

    form: ActionForm
    refused: str = ""


def form(now: Current, request: HttpRequest | None = None) -> ActionForm:
    """Text and files; bound to what was sent where a request is given."""
    fields = now.procedure.fields
    return form_for(
        [(fields[TEXT], True, None), (fields[FILES], False, None)],
        language=(translation.get_language() or "fr")[:2],
        data=request.POST if request else None,
        files=request.FILES if request else None,
    )


def drawn(request: HttpRequest) -> Drawn | None:
    """What `write` kept on the request, for the page that is drawn anew."""
    found = getattr(request, "_message_drawn", None)
    return found if isinstance(found, Drawn) else None


def write(request: HttpRequest, now: Current) -> Counterpart | None:
    """Write what was sent to whom it names; None where it could not be taken: the page is to be drawn anew (422)."""
    actor = acting.of(request).actor
    if actor is None:
        raise Http404
    done = _written(request, now, actor)
    if isinstance(done, Counterpart):
        return done
    request._message_drawn = done  # type: ignore[attr-defined]
    return None


def _written(request: HttpRequest, now: Current, actor: Actor) -> Counterpart | Drawn:
    bound = form(now, request)
    wanted = request.POST.get("to", "")
    found = correspondence.counterparts(now, actor, clock.now())
    to = next((one for one in found if one.role == wanted), None)
    if to is None:
        return Drawn(bound, _("Nobody can be written to under that name now."))
    if not bound.is_valid():
        return Drawn(bound)
    try:
        _send(request, now, actor, bound, to)
    except FileRefused as refused:
        bound.add_error(FILES, str(refused))
        return Drawn(bound)
    except InvalidValues as refused:
        bound.add_problems(refused.facts["fields"])
        return Drawn(bound)
    except Refused as refused:
        return Drawn(bound, sentences.refusal(refused, now.procedure))
    return to


def _send(request: HttpRequest, now: Current, actor: Actor, bound: ActionForm, to: Counterpart) -> None:
    who, sent = acting.of(request), request.POST.get("key", "")
    key = f"{actor.role}:{actor.person or now.claim.pk}:{sent}" if KEY.fullmatch(sent) else None
    uploads = bound.uploads().get(FILES, ())
    text = str(bound.values()[TEXT])
    with transaction.atomic():
        if uploads and key:
            said = correspondence.values(to, text)
            before = door.done_before(
                assignment_id=now.assignment.pk, action=to.action.code, values=said, key=key, apart=(FILES,)
            )
            if before is not None:
                return
        stored = intake.take_all(
            uploads,
            claim_id=now.claim.pk,
            assignment=now.assignment.number,
            user=who.user,
            organisation=who.organisation,
            role=actor.role,
            visibility=Visibility.HOLDER,
        )
        door.act(
            assignment_id=now.assignment.pk,
            action=to.action.code,
            values=correspondence.values(to, text, [str(one.pk) for one in stored]),
            actor=actor,
            key=key,
        )
