"""The boards of a body shop as the procedures lay them out: every mission in exactly one section, with the time left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from temoin import clock
from temoin.claims import boards as kept
from temoin.claims import sweep
from temoin.claims.models import Assignment
from temoin.engine.model import Board, Procedure, Section
from temoin.parties.models import Organisation
from temoin.portals.body_shop import access, rows, wanted
from temoin.portals.body_shop.wanted import Wanted

PAGE = 50
"""Rows of a section; `suite` in the address asks for as many again, as often as it says."""
MOST_PAGES = 20


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its rows. `more_url` leads to the rest, empty where all are shown."""

    section: Section
    count: int
    rows: list[rows.Row]
    more_url: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A board: `count` is how many missions it holds."""

    board: Board
    count: int
    url: str
    current: bool


@cache
def laid_out() -> tuple[tuple[Procedure, Board], ...]:
    """Every board of the role, procedure by procedure."""
    return tuple((one, board) for one in kept.of(access.ROLE) for board in one.boards[access.ROLE])


@require_safe
@access.body_shop
def boards(request: HttpRequest) -> HttpResponse:
    """One board; what has run out by now is passed on first, so that the list is right at the minute."""
    mine, now = access.missions(access.firm(request)), clock.now()
    sweep.settle_due(mine)
    asked, chosen = wanted.read(request), _chosen(request)
    found = asked.narrowed(mine)
    counted: dict[tuple[str, str], int] = {}
    for one in kept.of(access.ROLE):
        counted |= kept.tally(found, one, one.boards[access.ROLE])
    context = {
        "tabs": _tabs(counted, asked, chosen),
        "parts": [
            _part(request, found, one, section, counted[board.code, section.code], asked, now)
            for one, board in laid_out()
            if board is chosen
            for section in board.sections
        ],
        "board": chosen,
        "asked": asked,
        "insurers": _insurers(mine),
        "now": now,
    }
    template = "body_shop/_board.html" if request.headers.get("HX-Request") else "body_shop/boards.html"
    return render(request, template, context)


def _chosen(request: HttpRequest) -> Board:
    all_boards = [board for _procedure, board in laid_out()]
    named = request.GET.get("tableau", "")
    return next((one for one in all_boards if one.code == named), all_boards[0])


def _tabs(counted: dict[tuple[str, str], int], asked: Wanted, chosen: Board) -> list[Tab]:
    def count(board: Board) -> int:
        return sum(counted[board.code, section.code] for section in board.sections)

    here = reverse("body_shop:boards")
    return [
        Tab(board, count(board), f"{here}?{asked.query(tableau=board.code)}", board is chosen)
        for _procedure, board in laid_out()
    ]


def _part(
    request: HttpRequest,
    found: QuerySet[Assignment],
    of: Procedure,
    section: Section,
    count: int,
    asked: Wanted,
    now: datetime,
) -> Part:
    pages = _pages(request, section)
    if not count:
        return Part(section, 0, [], "")
    ordered = kept.within(found, of, section).select_related("claim", "claim__insurer")
    ordered = ordered.order_by("due_at", "pk") if section.steps else ordered.order_by("-closed_at", "-pk")
    shown = [rows.row(one, now) for one in ordered[: PAGE * pages]]
    more = (
        f"?{asked.query(tableau=_chosen(request).code, suite=f'{section.code}.{pages + 1}')}#{section.code}"
    )
    return Part(section, count, shown, more if len(shown) < count and pages < MOST_PAGES else "")


def _pages(request: HttpRequest, section: Section) -> int:
    code, _dot, number = request.GET.get("suite", "").rpartition(".")
    asked = int(number) if number.isascii() and number.isdecimal() and len(number) < 3 else 1
    return max(1, min(asked, MOST_PAGES)) if code == section.code else 1


def _insurers(mine: QuerySet[Assignment]) -> list[Organisation]:
    """Those who have given the firm missions."""
    return list(Organisation.objects.filter(pk__in=mine.values("claim__insurer")).order_by("name"))
