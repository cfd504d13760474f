"""Worklists: the open assignments somebody must act on, by action date; each a bounded index scan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from temoin.claims.models import Assignment
from temoin.engine.model import DueKind, Procedure, Step
from temoin.procedures.files import procedure as procedure_named
from temoin.ui.urgency import Urgency, urgency

PAGE = 50
COUNTED = 1000  # counts stop here, so that a list's cost does not grow with the number of files


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a worklist."""

    assignment: Assignment
    procedure: Procedure
    step: Step
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one urgency with their number (at most COUNTED)."""

    urgency: Urgency
    lines: list[Line]
    count: int


def held_by(*roles: str, organisation: int | None = None) -> QuerySet[Assignment]:
    """Open assignments whose next action is one of these roles', within one organisation where given."""
    found = Assignment.objects.filter(closed_at__isnull=True, holder_role__in=roles)
    if organisation is not None:
        found = found.filter(holder_organisation=organisation)
    return found


def in_progress(contractor: int) -> QuerySet[Assignment]:
    """A contractor's open assignments, whoever must act now."""
    return Assignment.objects.filter(closed_at__isnull=True, contractor=contractor)


def offered(organisation: int) -> QuerySet[Assignment]:
    """Open assignments offered to a firm that nobody has taken yet."""
    return Assignment.objects.filter(
        closed_at__isnull=True,
        holder_role="invited",
        claim__claim_parties__organisation=organisation,
        claim__claim_parties__until_at__isnull=True,
        state__facts__invited__contains=[organisation],
    ).distinct()


def lines(found: QuerySet[Assignment], now: datetime, *, limit: int = PAGE) -> list[Line]:
    """The most urgent first: one query, whatever the number of open files."""
    rows = found.select_related("claim", "claim__insurer", "claim__handler").order_by("due_at", "pk")[:limit]
    return [_line(row, now) for row in rows]


def _line(row: Assignment, now: datetime) -> Line:
    procedure = procedure_named(row.procedure, row.procedure_version)
    return Line(row, procedure, procedure.steps[row.step], urgency(row.due_at, now))


def grouped(found: QuerySet[Assignment], now: datetime, *, limit: int = PAGE) -> list[Group]:
    """The lines by urgency; counting stops at COUNTED rows each."""
    ranges = _ranges(found, now)
    return _groups(lines(found, now, limit=limit), ranges, counts(ranges.values()))


def overview(found: QuerySet[Assignment], now: datetime) -> tuple[list[Group], int]:
    """The lines by urgency, and how many open assignments have no next action: counted together."""
    ranges = _ranges(found, now)
    *numbers, orphaned = counts([*ranges.values(), without_next_action()])
    return _groups(lines(found, now), ranges, numbers), orphaned


def _groups(rows: list[Line], ranges: Iterable[Urgency], numbers: list[int]) -> list[Group]:
    return [
        Group(one, sorted((line for line in rows if line.urgency is one), key=_unasked), number)
        for one, number in zip(ranges, numbers, strict=True)
        if number
    ]


def _unasked(line: Line) -> bool:
    """A step that keeps the date of the one it interrupts was asked for: it comes first among the equally urgent."""
    return line.step.due.kind is not DueKind.INHERITED


def counts(queries: Iterable[QuerySet[Assignment]]) -> list[int]:
    """How many assignments each of these finds, at most COUNTED each: one query for all of them."""
    parts, given = list[str](), list[Any]()
    for one in queries:
        try:
            sql, params = one.order_by().values("pk")[:COUNTED].query.sql_with_params()
        except EmptyResultSet:  # nothing can be found: there is no question to ask
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608  # the ORM's own text
        given.extend(params)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), given)
        return [int(number) for number in cursor.fetchone()]


def _ranges(found: QuerySet[Assignment], now: datetime) -> dict[Urgency, QuerySet[Assignment]]:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow, week = midnight + timedelta(days=1), midnight + timedelta(days=8)
    return {
        Urgency.LATE: found.filter(due_at__lt=now),
        Urgency.TODAY: found.filter(due_at__gte=now, due_at__lt=tomorrow),
        Urgency.SOON: found.filter(due_at__gte=max(now, tomorrow), due_at__lt=week),
        Urgency.WAIT: found.filter(due_at__gte=week),
    }


def without_next_action() -> QuerySet[Assignment]:
    """Open assignments without a next action: always none, and the database holds it to that."""
    return Assignment.objects.filter(closed_at__isnull=True, due_at__isnull=True)


def orphans() -> int:
    """How many open assignments have no next action: always 0."""
    return without_next_action().count()
