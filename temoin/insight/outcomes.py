"""The numbers that a procedure itself is judged by: how its steps were left, and how long it took until then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from temoin.engine import codec
from temoin.engine.model import Figure, Left, Procedure
from temoin.insight import sources
from temoin.insight.asked import Asked
from temoin.insight.figures import rows
from temoin.procedures import files

PART, WHOLE = "part", "whole"
"""Which files a list shows: those that the share counts, or all that it is a share of."""


@dataclass(frozen=True, slots=True)
class Count:
    """One figure in one period: how many in all, how many of the share, the median and the 90th percentile in seconds."""

    whole: int = 0
    part: int = 0
    median: float | None = None
    most: float | None = None

    @property
    def share(self) -> float | None:
        """In per cent; None of nothing."""
        return 100 * self.part / self.whole if self.whole else None


@dataclass(slots=True)
class Number:
    """A figure in the period and in the one before it."""

    figure: Figure
    now: Count = field(default_factory=Count)
    before: Count = field(default_factory=Count)


BY = {
    "month": "to_char(h.end_at AT TIME ZONE %(zone)s, 'YYYY-MM')",
    "insurer": "h.insurer::text",
    "repairer": "a.contractor::text",
}
"""What a table of figures can be told apart by, as SQL."""
COLUMNS = {name: column for name, column in sources.HELD_COLUMNS.items() if name not in ("step", "phase")} | {
    "contractor": "a.contractor"
}

ENDED = """
FROM insight_held h JOIN claims_assignment a ON a.id = h.assignment_id
WHERE h.ends_frame AND a.procedure = %(procedure)s AND h.step = ANY(%(steps)s)
  AND h.end_at >= %(first)s AND h.end_at < %(last)s
"""
SINCE = """(SELECT min(s.start_at) FROM insight_held s
  WHERE s.assignment_id = h.assignment_id AND s.step = ANY(%(since{n})s))"""


def procedures() -> list[Procedure]:
    """Those that are judged by figures of their own."""
    every = (files.procedure(code) for code in files.procedures())
    return [one for one in every if one.figures]


def numbers(asked: Asked, procedure: Procedure) -> list[Number]:
    """Every figure of a procedure, in one question."""
    found = {one.code: Number(one) for one in procedure.figures.values()}
    for _key, before, counts in _counted(asked, procedure, "NULL", before=True):
        for code, count in counts.items():
            if before:
                found[code].before = count
            else:
                found[code].now = count
    return list(found.values())


def grouped(asked: Asked, procedure: Procedure, by: str) -> dict[str, dict[str, Count]]:
    """The figures of the period told apart by month, insurer or repairer, in one question."""
    found = _counted(asked, procedure, BY[by], before=False)
    return {str(key): counts for key, _before, counts in found if key is not None}


def _counted(
    asked: Asked, procedure: Procedure, key: str, *, before: bool
) -> list[tuple[Any, bool, dict[str, Count]]]:
    figures = list(procedure.figures.values())
    values = _values(asked, procedure, before=before)
    asks = []
    for n, figure in enumerate(figures):
        whole = _left(procedure, figure.of, f"{n}w", values)
        part = _left(procedure, figure.part, f"{n}p", values) if figure.part else "false"
        asks.append(f"count(*) FILTER (WHERE {whole}), count(*) FILTER (WHERE {part})")
        if figure.since:
            values[f"since{n}"] = list(figure.since)
            took = f"CASE WHEN {whole} THEN extract(epoch FROM h.end_at - {SINCE.format(n=n)}) END"
            asks.append(
                f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {took}), percentile_cont(0.9) WITHIN GROUP (ORDER BY {took})"
            )
        else:
            asks.append("NULL, NULL")
    narrowed = sources.narrowed(_bare(asked), COLUMNS, values)
    statement = f"SELECT {key}, h.end_at < %(from)s, {', '.join(asks)} {ENDED} {narrowed} GROUP BY 1, 2"
    return [
        (
            row[0],
            row[1],
            {one.code: Count(*row[2 + 4 * n : 6 + 4 * n]) for n, one in enumerate(figures)},
        )
        for row in rows(statement, values)
    ]


def _values(asked: Asked, procedure: Procedure, *, before: bool) -> dict[str, Any]:
    wanted = [left for one in procedure.figures.values() for left in (one.of, one.part) if left]
    return sources.values(asked, before=before) | {
        "procedure": procedure.code,
        "steps": sorted({step for left in wanted for step in _steps(procedure, left)}),
    }


def _steps(procedure: Procedure, left: Left) -> list[str]:
    if left.steps:
        return list(left.steps)
    return [code for code, step in procedure.steps.items() if set(left.by) & set(step.actions)]


def _left(procedure: Procedure, left: Left, name: str, values: dict[str, Any]) -> str:
    """The condition that a step was left like this, its values among the parameters."""
    values[f"steps{name}"] = _steps(procedure, left)
    parts = [f"h.step = ANY(%(steps{name})s)"]
    if left.by:
        values[f"by{name}"] = list(left.by)
        parts.append(f"h.ended_by = ANY(%(by{name})s)")
    if left.facts:
        values[f"facts{name}"] = json.dumps(codec.values_to_json(left.facts))
        parts.append(f"(a.state -> 'facts') @> %(facts{name})s::jsonb")
    return " AND ".join(parts)


# ---- the list behind a number


def name(procedure: Procedure, figure: Figure, which: str) -> str:
    """A figure's list in an address; `figure_of` reads it."""
    return f"{procedure.code}-{figure.code}-{which}"


def figure_of(asked: Asked) -> tuple[Procedure, Figure, Left] | None:
    """The figure that an address asks the list of; None where there is none such."""
    code, _, rest = str(asked.only.get("figure", "")).partition("-")
    figure_code, _, which = rest.partition("-")
    procedure = next((one for one in procedures() if one.code == code), None)
    figure = procedure.figures.get(figure_code) if procedure else None
    if procedure is None or figure is None:
        return None
    return procedure, figure, figure.part if which == PART and figure.part else figure.of


LISTED = """
SELECT h.claim_id, h.assignment_id, h.reference, h.number, h.insurer, h.trade, h.zone, h.step, h.charged_to,
  h.organisation, h.person, {since} AS due_at, h.end_at AS ended_at, h.kept, h.end_at AS decided_at,
  extract(epoch FROM h.end_at - {since}) AS late
"""


def source(asked: Asked) -> tuple[str, dict[str, Any]]:
    """The steps left that a number counts, as a source of lines with its parameters."""
    found = figure_of(asked)
    assert found is not None  # the page saw to it
    procedure, figure, left = found
    values = _values(asked, procedure, before=False)
    condition = _left(procedure, left, "l", values)
    since = "h.opened_at"
    if figure.since:
        values["since0"] = list(figure.since)
        since = SINCE.format(n=0)
    narrowed = sources.narrowed(_bare(asked), COLUMNS, values)
    return f"{LISTED.format(since=since)} {ENDED} AND {condition} {narrowed}", values


def _bare(asked: Asked) -> Asked:
    """The question without the name of the figure, which is no column."""
    only: Mapping[str, Any] = {key: one for key, one in asked.only.items() if key != "figure"}
    return replace(asked, only=only)
