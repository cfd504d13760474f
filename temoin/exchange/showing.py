"""A report as the page shows it: claims with their entries, two hundred at a time, and all that is worth a look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _

from temoin.exchange.old_journal import outcome, reading_in, standing, wording
from temoin.exchange.old_journal.entries import Entry, Kind
from temoin.exchange.old_journal.plan import plan
from temoin.exchange.old_journal.report import Report
from temoin.exchange.old_journal.splitting import Piece
from temoin.exchange.old_journal.standing import Found

PAGE = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One entry in words."""

    lines: str
    at: str
    author: str
    kind: str
    step: str
    due: str
    assignment: int | None
    people: tuple[str, ...]
    details: str
    odd: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One claim of the file with those of its entries that stand on this page."""

    number: int
    line: int
    count: int
    complete: bool
    why: str
    standing: str
    reference: str
    rows: list[Row]


def shown(report: Report, *, page: int) -> dict[str, Any]:
    """The template's context for one page of entries."""
    planned = plan(report)
    standings = {one.plan.first_line: one for one in standing.found(planned.claims, reading_in.calendar())}
    total = sum(len(piece.entries) for piece in report.claims)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    remarks = [wording.remark(one) for one in chain(report.remarks, planned.remarks)]
    prose, kinds = list(report.prose), report.kinds
    return {
        "report": report,
        "accounting": wording.accounting(report) if not report.refused else "",
        "rule": wording.rule(report.rule),
        "kinds": [(_(wording.KINDS[kind]), kinds[kind]) for kind in Kind if kinds[kind]],
        "standings": standings,
        "total": total,
        "page": page,
        "pages": pages,
        "sections": list(_sections(report.claims, standings, (page - 1) * PAGE)),
        "remarks": remarks[:PAGE],
        "remark_count": len(remarks),
        "prose": [(wording.span(one.span.first, one.span.last), one.text) for one in prose[:PAGE]],
        "prose_count": len(prose),
        "most": PAGE,
    }


def _sections(pieces: tuple[Piece, ...], standings: dict[int, Found], start: int) -> Iterator[Section]:
    step_name = reading_in.step_name()
    left = PAGE
    for number, piece in enumerate(pieces, 1):
        if start >= len(piece.entries):
            start -= len(piece.entries)
            continue
        entries = list(islice(piece.entries, start, start + left))
        left, start = left - len(entries), 0
        found = standings.get(piece.line)
        yield Section(
            number=number,
            line=piece.line,
            count=len(piece.entries),
            complete=piece.complete,
            why=wording.why(piece),
            standing=outcome.standing(found) if found else _("not created"),
            reference=found.reference if found else "",
            rows=[_row(entry, step_name(entry.step) if entry.step else "") for entry in entries],
        )
        if not left:
            return


def _row(entry: Entry, step: str) -> Row:
    stamp = entry.stamp
    facts = [wording.fact(code, value) for code, value in entry.facts.items()]
    comment = f"“{entry.comment}”" if entry.comment else ""
    return Row(
        lines=f"{entry.span.first}–{entry.span.last}"
        if entry.span.last > entry.span.first
        else str(entry.span.first),
        at=wording.when(stamp.at) if stamp and stamp.at else _("time unknown"),
        author=wording.author(entry),
        kind=_(wording.KINDS[entry.kind]),
        step=step or (f"“{entry.label}”" if entry.label else ""),
        due=wording.when(entry.due) if entry.due else "",
        assignment=entry.assignment,
        people=tuple(wording.party(one) for one in entry.parties),
        details=" · ".join(part for part in (*facts, comment) if part),
        odd=tuple(wording.remark(one) for one in entry.remarks),
    )
