"""The numbers of a period: a handful of questions, each answered by the database in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from temoin import clock
from temoin.insight import sources
from temoin.insight.asked import Asked

POINTS = 11
"""Of the small line beside a number."""
TARGET = 90  # per cent of the deadlines


@dataclass(slots=True)
class Share:
    """Deadlines that were decided, and how many of them late; `median` is the delay of the late ones, in seconds."""

    total: int = 0
    late: int = 0
    median: int | None = None

    @property
    def kept(self) -> float:
        """In per cent; all of nothing is kept."""
        return 100 * (self.total - self.late) / self.total if self.total else 100.0

    @property
    def late_share(self) -> float:
        return 100 * self.late / self.total if self.total else 0.0


@dataclass(slots=True)
class Compared:
    """The same in the period and in the one before it."""

    now: Share = field(default_factory=Share)
    before: Share = field(default_factory=Share)

    @property
    def change(self) -> float | None:
        """Points of the share kept that were won; None where there is nothing to compare."""
        if not self.now.total or not self.before.total:
            return None
        return self.now.kept - self.before.kept

    @property
    def trend(self) -> str:
        """better, worse or same (within one point); empty where there is nothing to compare."""
        if self.change is None:
            return ""
        return "better" if self.change > 1 else "worse" if self.change < -1 else "same"


Party = tuple[str, int | None]  # charged to whom: the party of the procedure, and its organisation


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Deadlines decided in the period: in all, along it, and by what they can be told apart by."""

    all: Compared
    along: list[Share]
    steps: Mapping[str, Compared]
    zones: Mapping[str, Compared]
    parties: Mapping[Party, Compared]


GROUPED = """
WITH decided AS ({source}), cut AS (
  SELECT *, decided_at < %(from)s AS before, CASE WHEN decided_at >= %(from)s THEN width_bucket(
    extract(epoch FROM decided_at), extract(epoch FROM %(from)s), extract(epoch FROM %(to)s), {points}) END AS bucket
  FROM decided WHERE decided_at >= %(from)s OR decided_at < %(before_to)s)
SELECT grouping(bucket, step, zone, charged_to), before, bucket, step, zone, charged_to, organisation,
  count(*), count(*) FILTER (WHERE NOT kept), percentile_cont(0.5) WITHIN GROUP (ORDER BY late) FILTER (WHERE NOT kept)
FROM cut GROUP BY GROUPING SETS ((before), (before, bucket), (before, step), (before, zone),
  (before, charged_to, organisation))
"""
BUCKET, STEP, ZONE, PARTY = 0b0111, 0b1011, 0b1101, 0b1110  # which of the four a row is told apart by


def deadlines(asked: Asked) -> Deadlines:
    """What was due in the period and in the one before, in one question."""
    everything, along = Compared(), [Share() for _ in range(POINTS)]
    steps: defaultdict[str, Compared] = defaultdict(Compared)
    zones: defaultdict[str, Compared] = defaultdict(Compared)
    parties: defaultdict[Party, Compared] = defaultdict(Compared)
    source, values = sources.sql(sources.DECIDED, asked, before=True)
    for row in rows(GROUPED.format(source=source, points=POINTS), values):
        of, before, bucket, step, zone, charged_to, organisation, total, late, median = row
        share = Share(total, late, round(median) if median is not None else None)
        if of == BUCKET:
            if bucket:
                along[min(bucket, POINTS) - 1] = share
            continue
        if of == STEP:
            found = steps[step]
        elif of == ZONE:
            found = zones[zone]
        else:
            found = parties[charged_to, organisation] if of == PARTY else everything
        if before:
            found.before = share
        else:
            found.now = share
    return Deadlines(everything, along, steps, zones, parties)


@dataclass(frozen=True, slots=True)
class Standing:
    """Open assignments now: by stage and age (0–7, 8–15, 16–30, over 30 days), overdue, by contractor in charge."""

    stages: Mapping[str, list[int]]
    contractors: Mapping[int, int]
    open: int
    overdue: int


STANDING = """
WITH standing AS ({source})
SELECT grouping(phase), phase, age, contractor, count(*), count(*) FILTER (WHERE NOT kept)
FROM standing GROUP BY GROUPING SETS ((phase, age), (contractor))
"""
AGES = 4


def standing(asked: Asked) -> Standing:
    """Where all that is open stands."""
    stages: defaultdict[str, list[int]] = defaultdict(lambda: [0] * AGES)
    contractors: dict[int, int] = {}
    in_all, overdue = 0, 0
    source, values = sources.sql(sources.OPEN, asked)
    for by_firm, phase, age, contractor, number, late in rows(STANDING.format(source=source), values):
        if not by_firm:
            stages[phase][age] += number
            in_all, overdue = in_all + number, overdue + late
        elif contractor is not None:
            contractors[contractor] = number
    return Standing(stages, contractors, in_all, overdue)


ALONG = f"""
WITH standing AS ({sources.OPEN}), points AS (
  SELECT * FROM unnest(%(points)s::timestamptz[]) WITH ORDINALITY AS point(at, number))
SELECT 'opened', point.number, count(*) FROM points point
JOIN (SELECT c.opened_at AS at FROM claims_claim c JOIN claims_assignment a ON a.claim_id = c.id {sources.DIGITS}
  WHERE c.opened_at > %(from)s {{open}}) opened ON opened.at > point.at GROUP BY point.number
UNION ALL
SELECT 'closed', point.number, count(*) FROM points point
JOIN (SELECT a.closed_at AS at FROM claims_assignment a JOIN claims_claim c ON c.id = a.claim_id {sources.DIGITS}
  WHERE a.closed_at > %(from)s {{open}}) closed ON closed.at > point.at GROUP BY point.number
UNION ALL
SELECT 'overdue', point.number, count(*) FROM points point
JOIN (SELECT h.due_at, h.end_at FROM insight_held h
  WHERE h.ends_frame AND h.kept = false AND h.end_at > %(from)s {{held}}) late
  ON late.due_at <= point.at AND late.end_at > point.at GROUP BY point.number
UNION ALL
SELECT 'overdue', point.number, count(*) FROM points point
JOIN standing ON standing.due_at <= point.at GROUP BY point.number
"""  # noqa: S608  (constants of the program only; what is asked comes as parameters)


@dataclass(frozen=True, slots=True)
class Along:
    """How many were open, and how many overdue, at each point from the period's beginning until now."""

    open: list[int]
    overdue: list[int]


def along(asked: Asked, open_now: int) -> Along:
    """Counted back from now: what was opened since was not there, what was closed since still was."""
    now, from_at = clock.now(), asked.period.from_at
    step = (now - from_at) / POINTS
    points = [from_at + step * number for number in range(POINTS)] + [now]
    found: dict[str, list[int]] = {kind: [0] * len(points) for kind in ("opened", "closed", "overdue")}
    statement, values = sources.sql(ALONG, asked)
    for kind, number, count in rows(statement, values | {"points": points}):
        found[kind][number - 1] += count
    opened, closed = found["opened"], found["closed"]
    return Along(
        [open_now - opened[n] + closed[n] for n in range(len(points))],
        found["overdue"],
    )


@dataclass(frozen=True, slots=True)
class SignedOff:
    """Works signed off in the period: how many, the median from opening to sign-off, and the same before, in seconds."""

    number: int
    median: int | None
    before: int | None
    along: list[int | None]


MEDIANS = """
WITH signed AS ({source}), cut AS (
  SELECT late, decided_at < %(from)s AS before, CASE WHEN decided_at >= %(from)s THEN width_bucket(
    extract(epoch FROM decided_at), extract(epoch FROM %(from)s), extract(epoch FROM %(to)s), {points}) END AS bucket
  FROM signed WHERE decided_at >= %(from)s OR decided_at < %(before_to)s)
SELECT grouping(bucket), before, bucket, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY late)
FROM cut GROUP BY GROUPING SETS ((before), (before, bucket))
"""


def signed_off(asked: Asked) -> SignedOff:
    """How long it takes from the opening of a claim until its works are signed for."""
    source, values = sources.sql(sources.SIGNED_OFF, asked, before=True)
    number, median, before_median = 0, None, None
    line: list[int | None] = [None] * POINTS
    for whole, before, bucket, count, middle in rows(MEDIANS.format(source=source, points=POINTS), values):
        if whole and before:
            before_median = round(middle)
        elif whole:
            number, median = count, round(middle)
        elif bucket:
            line[min(bucket, POINTS) - 1] = round(middle)
    return SignedOff(number, median, before_median, line)


NOTED = """
WITH noted AS ({source})
SELECT action = 'override', decided_at < %(from)s, count(*) FROM noted
WHERE decided_at >= %(from)s OR decided_at < %(before_to)s GROUP BY 1, 2
"""


@dataclass(slots=True)
class Noted:
    """Steps put by hand, and reminders sent by the machine: in the period and before."""

    overrides: int = 0
    overrides_before: int = 0
    reminders: int = 0
    reminders_before: int = 0


def noted(asked: Asked) -> Noted:
    """How often the procedure was overridden, how often somebody had to be reminded."""
    found = Noted()
    source, values = sources.sql(sources.NOTED, asked, before=True)
    for override, before, number in rows(NOTED.format(source=source), values):
        name = ("overrides" if override else "reminders") + ("_before" if before else "")
        setattr(found, name, number)
    return found


BY_PARTY = """
WITH decided AS ({source})
SELECT {column}, decided_at < %(from)s, count(*), count(*) FILTER (WHERE NOT kept),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY late) FILTER (WHERE NOT kept)
FROM decided WHERE {column} IS NOT NULL AND (decided_at >= %(from)s OR decided_at < %(before_to)s) GROUP BY 1, 2
"""


def by_party(asked: Asked, *, persons: bool) -> dict[int, Compared]:
    """Deadlines by whoever was charged: organisations, or the members of the staff who left the step."""
    found: defaultdict[int, Compared] = defaultdict(Compared)
    source, values = sources.sql(sources.DECIDED, asked, before=True)
    column = "person" if persons else "organisation"
    for pk, before, total, late, median in rows(BY_PARTY.format(source=source, column=column), values):
        share = Share(total, late, round(median) if median is not None else None)
        if before:
            found[pk].before = share
        else:
            found[pk].now = share
    return found


OPEN_BY_FIRM = """
WITH standing AS ({source})
SELECT {column}, count(*), count(*) FILTER (WHERE NOT kept) FROM standing WHERE {column} IS NOT NULL GROUP BY 1
"""


def open_by_firm(asked: Asked, *, repairers: bool) -> dict[int, int]:
    """Assignments open now: in a repairer's charge, or charged to the organisation."""
    source, values = sources.sql(sources.OPEN, asked)
    column = "contractor" if repairers else "organisation"
    found = rows(OPEN_BY_FIRM.format(source=source, column=column), values)
    return {pk: number for pk, number, _late in found}


def rows(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Every row of an answer."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
