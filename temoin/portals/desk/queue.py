"""The queue: what this person's role must do next, by urgency, with the file beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import worklists
from temoin.claims.models import Assignment
from temoin.claims.scope import NETWORK_ROLES
from temoin.parties import acting
from temoin.parties.models import Organisation

desk = acting.require(*NETWORK_ROLES)


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at the open files; `code` stands in the address."""

    code: str
    label: str
    icon: str
    current: bool


def views(chosen: str) -> list[View]:
    """Mine, my claims whoever acts, and everything."""
    offered = [
        ("mine", _("To do"), "inbox"),
        ("handled", _("My claims"), "user-round"),
        ("contractors", _("With contractors"), "hammer"),
        ("all", _("All"), "layers"),
    ]
    return [View(code, label, icon, code == chosen) for code, label, icon in offered]


def selected(request: HttpRequest) -> tuple[QuerySet[Assignment], str, str]:
    """The assignments that the queue shows, with the view and the insurer asked for."""
    who = acting.of(request)
    view = request.GET.get("vue", "mine")
    found = Assignment.objects.filter(closed_at__isnull=True)
    match view:
        case "handled":
            found = found.filter(claim__handler=who.user)
        case "contractors":
            found = found.filter(holder_role="contractor")
        case "all":
            pass
        case _:
            view, found = "mine", worklists.held_by(who.role)
    insurer = request.GET.get("compagnie", "")
    if insurer.isdecimal() and len(insurer) < 18:
        found = found.filter(claim__insurer_id=int(insurer))
    return found, view, insurer


def context(request: HttpRequest) -> dict[str, Any]:
    """What the left pane needs, on the queue's own page and beside an open file."""
    found, view, insurer = selected(request)
    groups = worklists.grouped(found, clock.now())
    query = request.GET.urlencode()
    return {
        "groups": groups,
        "total": sum(group.count for group in groups),
        "counted": worklists.COUNTED,
        "views": views(view),
        "view": view,
        "insurers": list(Organisation.objects.filter(kind="insurer", active=True).order_by("name")),
        "insurer": insurer,
        "queue_query": f"?{query}" if query else "",
        "orphans": worklists.orphans(),
        "clock": clock.now(),
    }
