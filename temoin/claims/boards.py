"""A role's boards: which assignments stand in which section, counted and listed by a fixed number of questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from temoin.claims import cards, history, worklists
from temoin.claims.models import Assignment
from temoin.engine.model import Board, Procedure, Section
from temoin.procedures import files
from temoin.ui.urgency import Urgency, urgency

PAGE = 50
SHORT = 10
"""Lines of a section that stands among others."""


@dataclass(frozen=True, slots=True)
class Line:
    """One assignment on a board; `title` names what it is about, `asked` is the amount of its estimate."""

    assignment: Assignment
    now: history.Current
    title: str
    urgency: Urgency
    asked: Any


@dataclass(frozen=True, slots=True)
class Shown:
    """A section with its number (at most `worklists.COUNTED`) and the lines of one page, the most urgent first."""

    section: Section
    count: int
    lines: list[Line]

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def of(role: str) -> list[Procedure]:
    """The procedures in which the role has boards."""
    every = (files.procedure(code) for code in files.procedures())
    return [one for one in every if one.boards.get(role)]


def within(found: QuerySet[Assignment], procedure: Procedure, section: Section) -> QuerySet[Assignment]:
    """Those of a section: open in its steps, or over in its ways."""
    asked = Q(step__in=section.steps, closed_at__isnull=True) if section.steps else Q()
    if section.ends:
        asked |= Q(outcome__in=section.ends, closed_at__isnull=False)
    return found.filter(asked, procedure=procedure.code)


def tally(
    found: QuerySet[Assignment], procedure: Procedure, boards: Iterable[Board]
) -> dict[tuple[str, str], int]:
    """How many stand in each section, by board and section: one question for all of them."""
    asked = {
        (board.code, one.code): within(found, procedure, one) for board in boards for one in board.sections
    }
    return dict(zip(asked, worklists.counts(asked.values()), strict=True)) if asked else {}


def lines(
    found: QuerySet[Assignment],
    procedure: Procedure,
    section: Section,
    at: datetime,
    *,
    limit: int = PAGE,
    page: int = 1,
) -> list[Line]:
    """One page of a section: what is due first, then the latest that are over."""
    rows = within(found, procedure, section).select_related("claim", "claim__insurer")
    order = rows.order_by("due_at", "-closed_at", "pk")
    return [line(one, at) for one in order[(page - 1) * limit : page * limit]]


def line(row: Assignment, at: datetime) -> Line:
    """One row in words."""
    now = history.current(row)
    facts = now.state.facts
    asked = facts.get("estimate_total") if "estimate_total" in facts else facts.get("approved_total")
    return Line(row, now, cards.title(now), urgency(row.due_at, at), asked)


def shown(
    found: QuerySet[Assignment],
    procedure: Procedure,
    board: Board,
    numbers: Mapping[tuple[str, str], int],
    at: datetime,
    *,
    section: str = "",
    page: int = 1,
) -> list[Shown]:
    """The sections of a board, each with its first lines; of one that is asked for, a whole page and it alone."""
    wanted = [one for one in board.sections if not section or one.code == section]
    limit = PAGE if section else SHORT
    return [
        Shown(
            one,
            number,
            lines(found, procedure, one, at, limit=limit, page=page) if number else [],
        )
        for one in wanted
        for number in (numbers[board.code, one.code],)
    ]
