"""The menu of a row: what may be done with the mission, without opening it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from temoin.claims import history
from temoin.portals.body_shop import access, todo


@require_safe
@access.body_shop
def menu(request: HttpRequest, pk: int) -> HttpResponse:
    """The entries, drawn when the menu is opened: drawing them with the list would look at every mission's rules."""
    now = history.current(access.own(request, pk))
    found = todo.of(now, access.actor(request))
    ready = [one for one in (found.primary, *found.others) if one is not None]
    context = {"now": now, "ready": ready, "refused": found.refused, "procedure": now.procedure}
    return render(request, "body_shop/_menu.html", context)
