"""Worklists: the open assignments somebody must act on, by action date; each a bounded index scan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from temoin.claims.models import Assignment
from temoin.engine.model import Procedure, Step
from temoin.procedures.files import procedure as procedure_named

PAGE = 50
COUNTED = 1000  # counts stop here, so that a list's cost does not grow with the number of files


class Urgency(StrEnum):
    """How pressing an action date is, in the reader's own zone."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"  # within seven days
    LATER = "wait"


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


def urgency(due_at: datetime | None, now: datetime, zone: ZoneInfo) -> Urgency:
    """Late, today, within a week, or later."""
    if due_at is None:
        return Urgency.LATER
    if due_at < now:
        return Urgency.LATE
    today = now.astimezone(zone).date()
    day = due_at.astimezone(zone).date()
    if day == today:
        return Urgency.TODAY
    return Urgency.SOON if day <= today + timedelta(days=7) else Urgency.LATER


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


def lines(found: QuerySet[Assignment], now: datetime, zone: ZoneInfo, *, limit: int = PAGE) -> list[Line]:
    """The most urgent first: one query, whatever the number of open files."""
    rows = found.select_related("claim", "claim__insurer").order_by("due_at", "pk")[:limit]
    return [_line(row, now, zone) for row in rows]


def _line(row: Assignment, now: datetime, zone: ZoneInfo) -> Line:
    procedure = procedure_named(row.procedure, row.procedure_version)
    return Line(row, procedure, procedure.steps[row.step], urgency(row.due_at, now, zone))


def grouped(found: QuerySet[Assignment], now: datetime, zone: ZoneInfo, *, limit: int = PAGE) -> list[Group]:
    """The lines by urgency; the numbers come from one counting query that stops at COUNTED rows each."""
    rows = lines(found, now, zone, limit=limit)
    counts = _counts(found, now, zone)
    return [
        Group(one, [line for line in rows if line.urgency is one], counts[one])
        for one in Urgency
        if counts[one]
    ]


def _counts(found: QuerySet[Assignment], now: datetime, zone: ZoneInfo) -> dict[Urgency, int]:
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow, week = midnight + timedelta(days=1), midnight + timedelta(days=8)
    ranges = {
        Urgency.LATE: found.filter(due_at__lt=now),
        Urgency.TODAY: found.filter(due_at__gte=now, due_at__lt=tomorrow),
        Urgency.SOON: found.filter(due_at__gte=max(now, tomorrow), due_at__lt=week),
        Urgency.LATER: found.filter(due_at__gte=week),
    }
    parts, params = [], []
    for query in ranges.values():
        sql, args = query.order_by().values("pk")[:COUNTED].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")
        params.extend(args)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return dict(zip(ranges, cursor.fetchone(), strict=True))


def orphans() -> int:
    """Open assignments without a next action: always 0, and the database holds it to that."""
    return Assignment.objects.filter(closed_at__isnull=True, due_at__isnull=True).count()
