"""What a partner's organisation must do next: its boards where a procedure lays them out, the rest by urgency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from temoin import clock
from temoin.claims import boards, new_claim, search, sweep, worklists
from temoin.claims.models import Assignment
from temoin.engine.model import Board, Procedure
from temoin.parties.models import Organisation
from temoin.portals.partner import access
from temoin.portals.partner.access import actor, held, is_narrow, partner

LAST = 200  # pages; whoever looks further back searches
LARGEST = 2**31


@dataclass(frozen=True, slots=True)
class Tab:
    """One board as a tab, with what stands on it."""

    code: str
    procedure: Procedure
    board: Board
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address narrows a board by: text, firm and insurer (0 for any), late ones alone, section, page."""

    text: str
    firm: int
    insurer: int
    late: bool
    section: str
    page: int

    @property
    def narrowed(self) -> bool:
        return bool(self.text or self.firm or self.insurer or self.late)

    def query(self, board: str, **changes: Any) -> str:
        said = {
            "tableau": board,
            "q": self.text,
            "firme": self.firm,
            "compagnie": self.insurer,
            "retard": int(self.late),
            **changes,
        }
        return urlencode({name: value for name, value in said.items() if value})


@require_safe
@partner
def worklist(request: HttpRequest) -> HttpResponse:
    """The boards of the role, and under them what waits in procedures that lay out none."""
    who, at = actor(request), clock.now()
    every = held(request, Assignment.objects.all())
    laid = [] if is_narrow(request) else boards.of(who.role)
    own = worklists.held_by(who.role, organisation=who.organisation)
    mine = held(request, own).exclude(procedure__in=[one.code for one in laid])
    sweep.settle_due(every.filter(procedure__in=[one.code for one in laid]))
    asked = _asked(request)
    tabs = _tabs(request, every, laid, asked, at)
    groups = worklists.grouped(mine, at)
    context = {
        "groups": groups,
        "counted": worklists.COUNTED,
        "clock": at,
        "narrow": is_narrow(request),
        "role": who.role,
        "opens": bool(new_claim.open_to(who)),
        **(tabs or {}),
    }
    return render(request, "partner/worklist.html", context)


def _tabs(
    request: HttpRequest, every: QuerySet[Assignment], laid: list[Procedure], asked: Asked, at: Any
) -> dict[str, Any]:
    """The board that is looked at, among those of every procedure in which the organisation has anything."""
    found = _narrowed(every, asked, at)
    numbers = {one.code: boards.tally(found, one, one.boards[actor(request).role]) for one in laid}
    offered = [(rules, board) for rules in laid for board in rules.boards[actor(request).role]]
    counts = [
        sum(number for (code, _section), number in numbers[rules.code].items() if code == board.code)
        for rules, board in offered
    ]
    if not offered or (not any(counts) and not asked.narrowed):
        return {}
    codes = [f"{rules.code}.{board.code}" for rules, board in offered]
    chosen = request.GET.get("tableau", "")
    at_board = codes.index(chosen) if chosen in codes else 0
    rules, board = offered[at_board]
    section = asked.section if asked.section in {one.code for one in board.sections} else ""
    shown = boards.shown(
        found, rules, board, numbers[rules.code], at, section=section, page=asked.page if section else 1
    )
    firms = {line.assignment.contractor for one in shown for line in one.lines if line.assignment.contractor}
    chosen_code = codes[at_board]
    total = next((one.count for one in shown), 0) if section else 0
    return {
        "tabs": [
            Tab(code, one, its, number, code == chosen_code)
            for code, (one, its), number in zip(codes, offered, counts, strict=True)
        ],
        "several": len(laid) > 1,
        "sections": shown,
        "section": section,
        "asked": asked,
        "tableau": chosen_code,
        "kept": asked.query(chosen_code),
        "bare": asked.query("", page=""),
        "whole": asked.query(chosen_code, section=section),
        "more": bool(section) and total > asked.page * boards.PAGE and asked.page < LAST,
        "firms": dict(Organisation.objects.filter(pk__in=firms).values_list("pk", "name")),
        **_choices(request, every.filter(procedure=rules.code, closed_at__isnull=True)),
    }


def _choices(request: HttpRequest, found: QuerySet[Assignment]) -> dict[str, Any]:
    """The firms and the insurers that one can narrow by: those of what is open."""
    of_firms = Q(pk__in=found.order_by().values("contractor"))
    named = Organisation.objects.filter(of_firms | Q(pk__in=found.order_by().values("claim__insurer")))
    rows = list(named.order_by("name").values_list("pk", "name", "kind"))
    insurers = [(pk, name) for pk, name, kind in rows if kind == "insurer"]
    return {
        "repairers": [(pk, name) for pk, name, kind in rows if kind != "insurer"],
        "insurers": insurers if access.actor(request).role != "insurer" else [],
    }


def _asked(request: HttpRequest) -> Asked:
    said = request.GET
    return Asked(
        text=said.get("q", "").replace("\x00", "").strip()[:100],
        firm=_number(said.get("firme", "")),
        insurer=_number(said.get("compagnie", "")),
        late=said.get("retard") == "1",
        section=said.get("section", ""),
        page=min(max(_number(said.get("page", "")), 1), LAST),
    )


def _number(said: str) -> int:
    plain = said.isascii() and said.isdecimal() and len(said) < 11
    return int(said) if plain and int(said) < LARGEST else 0


def _narrowed(found: QuerySet[Assignment], asked: Asked, at: Any) -> QuerySet[Assignment]:
    if asked.text:
        either = search.beginning(asked.text, "claim__")
        found = found.filter(either) if either else found.none()
    if asked.firm:
        found = found.filter(contractor=asked.firm)
    if asked.insurer:
        found = found.filter(claim__insurer=asked.insurer)
    return found.filter(due_at__lt=at) if asked.late else found
