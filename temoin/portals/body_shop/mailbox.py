"""The mailbox (boîte postale) of a body shop: what came in, the newest first, and who has read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from temoin import clock
from temoin.claims import sentences, sweep
from temoin.engine.model import Board, Section
from temoin.parties import acting
from temoin.parties.models import User
from temoin.portals.body_shop import access, boards
from temoin.portals.body_shop.models import Arrival
from temoin.procedures.files import procedure as procedure_named

PAGE = 50
BADGE = 99
"""Counting for the badge stops here."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One arrival in words."""

    arrival: Arrival
    plate: str
    vehicle: str
    printed: str
    what: str
    icon: str


def unread(organisation: int) -> int:
    """How many things nobody of the firm has opened."""
    return _box(organisation).filter(read_at=None)[:BADGE].count()


@access.body_shop
def mailbox(request: HttpRequest) -> HttpResponse:
    """The list; a POST opens a letter, which reads it, or reads all, or those of the mission that is looked at."""
    firm = access.firm(request)
    if request.method == "POST":
        return _post(request, firm)
    sweep.settle_due(access.missions(firm))
    found = _box(firm).select_related("claim", "claim__insurer", "assignment", "copy", "read_by")
    only = request.GET.get("non-lus") == "1"
    rows = found.filter(read_at=None) if only else found
    page = Paginator(rows.order_by("-at", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "letters": [letter(one) for one in page.object_list],
        "only": only,
        "unread": unread(firm),
        "total": page.paginator.count,
    }
    return render(request, "body_shop/mailbox.html", context)


def _post(request: HttpRequest, firm: int) -> HttpResponse:
    box, user = _box(firm), acting.of(request).user
    opened, mission = request.POST.get("open", ""), request.POST.get("mission", "")
    if _is_id(opened):
        found = box.filter(pk=int(opened)).first()
        if found is None:
            return redirect("body_shop:mailbox")
        _read(box.filter(pk=found.pk), user)
        return redirect("body_shop:mission", pk=found.assignment_id)
    if _is_id(mission):
        _read(box.filter(assignment=int(mission)), user)
        return HttpResponse(status=204)
    if request.POST.get("all"):
        _read(box, user)
    return redirect(reverse("body_shop:mailbox"))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16


def _box(organisation: int) -> QuerySet[Arrival]:
    """Only of missions that the firm still has."""
    return Arrival.objects.filter(organisation=organisation, assignment__contractor=organisation)


def _read(found: QuerySet[Arrival], user: User | None) -> None:
    """Whoever was first stays the one who read it."""
    found.filter(read_at=None).update(read_at=clock.now(), read_by=user)


def letter(arrival: Arrival) -> Letter:
    """An arrival as the list shows it; under the icon and the name of the section where it put the mission."""
    facts = arrival.assignment.state.get("facts", {})
    procedure = procedure_named(arrival.assignment.procedure, arrival.assignment.procedure_version)
    language = (translation.get_language() or "fr")[:2]
    place = _place(arrival.standing)
    return Letter(
        arrival=arrival,
        plate=str(facts.get("plate") or "–"),
        vehicle=f"{facts.get('vehicle_make') or ''} {facts.get('vehicle_model') or ''}".strip(),
        printed=arrival.printed.get(language) or arrival.printed.get("fr", ""),
        what=sentences.entry_label(procedure, arrival.action),
        icon=place[1].icon if place else "mail",
    )


def _place(standing: str) -> tuple[Board, Section] | None:
    return next(
        (
            (board, section)
            for _procedure, board in boards.laid_out()
            for section in board.sections
            if standing in (*section.steps, *section.ends)
        ),
        None,
    )
