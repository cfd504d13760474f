"""The queue: what this person's role must do next, by urgency, with the file beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import worklists
from temoin.claims.models import Assignment
from temoin.claims.scope import NETWORK_ROLES
from temoin.parties import acting
from temoin.parties.models import Organisation

OVERSEERS = ("network_manager", "area_manager")
"""Roles that few steps wait for: they begin with every open file."""

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
    view = request.GET.get("vue") or ("all" if who.role in OVERSEERS else "mine")
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


def kept(request: HttpRequest) -> str:
    """The view and the filter of the queue, to stand before what else an address says (`vue=all&`)."""
    asked = [(name, request.GET[name][:40]) for name in ("vue", "compagnie") if request.GET.get(name)]
    return f"{urlencode(asked)}&" if asked else ""


def _firms(groups: list[worklists.Group]) -> dict[int, str]:
    """The names of the firms whose turn it is: one query for the whole list."""
    named = {
        line.assignment.contractor
        for group in groups
        for line in group.lines
        if line.assignment.holder_role == "contractor" and line.assignment.contractor
    }
    return dict(Organisation.objects.filter(pk__in=named).values_list("pk", "name")) if named else {}


def context(request: HttpRequest) -> dict[str, Any]:
    """What the left pane needs, on the queue's own page and beside an open file."""
    found, view, insurer = selected(request)
    groups = worklists.grouped(found, clock.now())
    return {
        "groups": groups,
        "total": sum(group.count for group in groups),
        "shown": sum(len(group.lines) for group in groups),
        "counted": worklists.COUNTED,
        "views": views(view),
        "view": view,
        "insurers": list(Organisation.objects.filter(kind="insurer", active=True).order_by("name")),
        "insurer": insurer,
        "kept": kept(request),
        "firms": _firms(groups),
        "orphans": worklists.orphans(),
        "clock": clock.now(),
    }
