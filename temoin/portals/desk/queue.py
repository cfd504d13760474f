"""The queue: what this person's role must do next, by urgency, with the file beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import worklists
from temoin.claims.models import Assignment
from temoin.claims.scope import NETWORK_ROLES
from temoin.parties import absences, acting
from temoin.parties.models import Absence, Organisation, User
from temoin.parties.roles import REPAIRERS
from temoin.procedures import files

OVERSEERS = ("network_manager", "area_manager")
"""Roles that few steps wait for: they begin with every open file."""

ASKED = ("vue", "compagnie", "firme", "personne")
"""What an address says about the queue: the view, the insurer, the repairer, whose claims."""

desk = acting.require(*NETWORK_ROLES)


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at the open files; `code` stands in the address."""

    code: str
    label: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Selection:
    """The assignments that the queue shows, and what was asked: the view and the filters (ids, 0 for none)."""

    found: QuerySet[Assignment]
    view: str
    insurer: int
    firm: int
    person: int
    absent: dict[int, Absence]  # by person: those whose claims the reader sees among his own


def views(chosen: str) -> list[View]:
    """What waits for my role, my claims whoever acts, what repairers hold, complaints, and everything."""
    offered = [
        ("mine", _("To do"), ""),
        ("handled", _("My claims"), ""),
        ("contractors", _("Contractors"), ""),
        ("complaints", _("Complaints"), "flag"),
        ("all", _("All"), ""),
    ]
    if chosen == "orphans":
        offered.append(("orphans", _("Without a next action"), "circle-off"))
    return [View(code, label, icon, code == chosen) for code, label, icon in offered]


def selected(request: HttpRequest) -> Selection:
    """The assignments that the queue shows, by the view and the filters asked for."""
    who = acting.of(request)
    assert who.user is not None  # the guard saw to it
    view = request.GET.get("vue") or ("all" if who.role in OVERSEERS else "mine")
    absent: dict[int, Absence] = {}
    found = Assignment.objects.filter(closed_at__isnull=True)
    person = _id(request, "personne")
    match view:
        case "handled":
            absent = {} if person else {one.user_id: one for one in _represented(who.user)}
            found = found.filter(claim__handler__in=[person] if person else [who.user.pk, *absent])
        case "contractors":
            found = found.filter(holder_role__in=REPAIRERS)
        case "complaints":
            found = found.filter(step__in=complaint_steps())
        case "all":
            pass
        case "orphans":
            found = worklists.without_next_action()
        case _:
            view, found = "mine", worklists.held_by(who.role)
    insurer, firm = _id(request, "compagnie"), _id(request, "firme")
    if insurer:
        found = found.filter(claim__insurer_id=insurer)
    if firm:
        found = found.filter(contractor=firm)
    return Selection(found, view, insurer, firm, person, absent)


def complaint_steps() -> list[str]:
    """The steps that are reserved to few because a complaint runs."""
    rules = [files.procedure(code) for code in files.procedures()]
    return [code for one in rules for code, step in one.steps.items() if step.only]


def _represented(user: User) -> list[Absence]:
    return absences.away().represented_by(user)


def _id(request: HttpRequest, name: str) -> int:
    said = request.GET.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 18 else 0


def kept(request: HttpRequest) -> str:
    """The view and the filters of the queue, to stand before what else an address says (`vue=all&`)."""
    asked = [(name, request.GET[name][:40]) for name in ASKED if request.GET.get(name)]
    return f"{urlencode(asked)}&" if asked else ""


def following(request: HttpRequest, done: Assignment) -> Assignment | None:
    """The file to open after this one: the next in the queue as it is looked at, else the first that is left.

    `done` is the assignment as it stood before it was acted on. None where the queue holds nothing else.
    """
    rows = selected(request).found.exclude(pk=done.pk).select_related("claim").order_by("due_at", "pk")
    after = rows.filter(due_at__gte=done.due_at).first() if done.due_at else None
    return after or rows.first()


def _organisations(groups: list[worklists.Group], firm: int) -> tuple[dict[int, str], dict[int, str]]:
    """The insurers to filter by, and the names of the firms whose turn it is: one query for the whole list."""
    named = {firm} if firm else set()
    for group in groups:
        for line in group.lines:
            if line.assignment.holder_role in REPAIRERS and line.assignment.contractor:
                named.add(line.assignment.contractor)
    asked = Organisation.objects.filter(Q(kind="insurer", active=True) | Q(pk__in=named)).order_by("name")
    found = list(asked.values_list("pk", "name", "kind"))
    insurers = {pk: name for pk, name, kind in found if kind == "insurer"}
    return insurers, {pk: name for pk, name, _kind in found if pk in named}


def context(request: HttpRequest) -> dict[str, Any]:
    """What the left pane needs, on the queue's own page and beside an open file."""
    chosen = selected(request)
    groups, orphans = worklists.overview(chosen.found, clock.now())
    insurers, firms = _organisations(groups, chosen.firm)
    return {
        "groups": groups,
        "total": sum(group.count for group in groups),
        "shown": sum(len(group.lines) for group in groups),
        "counted": worklists.COUNTED,
        "views": views(chosen.view),
        "view": chosen.view,
        "insurers": insurers,
        "insurer": insurers.get(chosen.insurer, ""),
        "firm": firms.get(chosen.firm, ""),
        "kept": kept(request),
        "without_insurer": _without(request, "compagnie"),
        "without_firm": _without(request, "firme"),
        "firms": firms,
        "absent": chosen.absent,
        "orphans": orphans,
        "clock": clock.now(),
    }


def _without(request: HttpRequest, name: str) -> str:
    """The address's other filters, one of them taken off."""
    return urlencode([(one, request.GET[one][:40]) for one in ASKED if one != name and request.GET.get(one)])
