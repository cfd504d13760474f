"""What a partner's organisation must do next, by urgency."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from temoin import clock
from temoin.claims import new_claim, worklists
from temoin.portals.partner.access import actor, held, is_narrow, partner


@require_safe
@partner
def worklist(request: HttpRequest) -> HttpResponse:
    """The assignments whose next action is this organisation's."""
    who, at = actor(request), clock.now()
    mine = held(request, worklists.held_by(who.role, organisation=who.organisation))
    context = {
        "groups": worklists.grouped(mine, at),
        "counted": worklists.COUNTED,
        "clock": at,
        "narrow": is_narrow(request),
        "role": who.role,
        "opens": bool(new_claim.open_to(who)),
    }
    return render(request, "partner/worklist.html", context)
