"""The insured's page: what he must do, who comes when, how far it is, what it costs him, what was sent."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from temoin import clock
from temoin.appointments import slots
from temoin.claims.models import Claim
from temoin.claims.sentences import said
from temoin.complaints import register
from temoin.documents.models import Document, Kind, MediaType, Visibility
from temoin.messages import inbox, outgoing, times
from temoin.messages.models import Mail
from temoin.messages.reading import mails_of, shown_body
from temoin.messages.sides import INSURED
from temoin.parties import roles
from temoin.portals.insured.holder import actor, frame, holder
from temoin.portals.insured.missions import Mission, missions
from temoin.portals.insured.turn import ATTACH, GIVE, Button, button, title

OWN_SHARE = ("deductible_amount", "recoverable_vat_pct", "owner_amount")
"""What the insured pays himself, where the procedure leaves him a share."""


def _pays(mission: Mission) -> bool:
    return OWN_SHARE[-1] in mission.now.procedure.fields


@require_safe
@holder
def tracking(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Everything about his claim on one page."""
    at = clock.now()
    found = missions(claim, actor(request), at)
    context = frame(request, claim) | {
        "claim": claim,
        "missions": found,
        "several": len(found) > 1,
        "title": _title(claim, found),
        "loss": _loss(claim, found),
        "mails": _mails(claim),
        "unread": inbox.unread(INSURED).filter(claim=claim).count(),
        "money": _money(found),
        "complaints": [
            one for one in register.of_claim(claim, at) if one.complaint.complainant == roles.INSURED
        ],
        "unpaid": any(not one.closed and not _pays(one) for one in found),
        "clock": at,
        "key": uuid.uuid4().hex,
    }
    return render(request, "insured/tracking.html", context | _asked(claim, found, at) | _papers(claim))


def _title(claim: Claim, found: Sequence[Mission]) -> str:
    name = claim.insured_given or claim.insured_name
    if found and all(one.closed for one in found):
        return _("%(name)s, your file is closed") % {"name": name}
    return title(next((one.turn.must for one in found if one.turn.must), ""), name)


def _loss(claim: Claim, found: Sequence[Mission]) -> str:
    fields = found[0].now.procedure.fields if found else {}
    return said(fields["loss_type"].choices.get(claim.loss_type)) if "loss_type" in fields else ""


def _asked(claim: Claim, found: Sequence[Mission], at: datetime) -> dict[str, Any]:
    """What he may give at any time (times, photos), each written on the first assignment that takes it."""
    return {
        "give": _first(found, GIVE),
        "attach": _first(found, ATTACH),
        "times": slots.read(claim.availabilities, at),
        "place": times.place(timezone.get_current_timezone_name(), language=_language()),
    }


def _first(found: Sequence[Mission], code: str) -> Button | None:
    return next(
        (button(one.now, action) for one in found for action in one.ready if action.code == code), None
    )


def _papers(claim: Claim) -> dict[str, Any]:
    """What is shared with all parties: photos, and documents to download."""
    found = list(Document.objects.filter(claim_id=claim.pk, visibility=Visibility.PARTIES))
    photos = [one for one in found if one.kind == Kind.PHOTO and one.is_picture]
    return {
        "photos": photos,
        # an estimate's data are for programs; its paper stands beside them
        "documents": [one for one in found if one not in photos and one.media_type != MediaType.XML],
        "shared": {str(one.pk): one for one in found},
    }


def _mails(claim: Claim) -> list[tuple[Mail, str]]:
    """The mails written to him, each with its text; messages have a page of their own."""
    return [
        (one, shown_body(one))
        for one in mails_of(claim).filter(recipient_role=roles.INSURED).exclude(code=outgoing.CODE)
    ]


def _money(found: Sequence[Mission]) -> list[dict[str, Any]]:
    """What was agreed to, what was paid and what he pays himself, for each trade where something of it is known."""
    rows = []
    for one in found:
        facts, fields = one.now.state.facts, one.now.procedure.fields
        names = ("approved_total", "paid_on", "settlement_amount", *(OWN_SHARE if _pays(one) else ()))
        known = {name: facts.get(name) for name in names}
        if any(value is not None for value in known.values()):
            labels = {name: said(fields[name].label) for name in names if name in fields}
            rows.append({"mission": one, "labels": labels} | known)
    return rows


def _language() -> str:
    return (translation.get_language() or "fr")[:2]
