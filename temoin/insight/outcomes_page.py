"""A procedure's own figures as a page: numbers on top, and a table by month, insurer or repairer; each opens its list."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from babel.dates import format_date
from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims.sentences import said
from temoin.engine.model import Better, Figure, Procedure
from temoin.engine.state import Actor
from temoin.insight import asked as asking
from temoin.insight import dashboard, outcomes, periods, sheets, tiles, wording
from temoin.insight.asked import Asked, Side
from temoin.insight.lines import What
from temoin.insight.outcomes import PART, WHOLE, Count, Number
from temoin.insight.sheets import Cell
from temoin.insight.tiles import Tile
from temoin.ui import formats


class By(StrEnum):
    """What the table is told apart by, as it stands in the address."""

    MONTH = "mois"
    INSURER = "compagnies"
    REPAIRER = "reparateurs"

    @property
    def label(self) -> str:
        match self:
            case By.MONTH:
                return _("By month")
            case By.INSURER:
                return _("By insurer")
            case By.REPAIRER:
                return _("By repairer")

    @property
    def column(self) -> str:
        """Its name in `outcomes.BY`."""
        return {By.MONTH: "month", By.INSURER: "insurer", By.REPAIRER: "repairer"}[self]


@dataclass(frozen=True, slots=True)
class Cells:
    """One figure of one line: words, `of` how many, and the lists behind both."""

    label: str
    words: str
    url: str
    of: str
    of_url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One month, insurer or repairer."""

    name: str
    cells: list[Cells]


def blocks(asked: Asked) -> list[dict[str, Any]]:
    """For a dashboard: each procedure in which anything was counted, with its numbers as tiles."""
    found = []
    for procedure in outcomes.procedures():
        numbers = outcomes.numbers(asked, procedure)
        if any(one.now.whole or one.before.whole for one in numbers):
            found.append(
                {
                    "code": procedure.code,
                    "label": said(procedure.label),
                    "tiles": [tile(asked, procedure, one) for one in numbers],
                    "url": url(asked, procedure),
                }
            )
    return found


def url(asked: Asked, procedure: Procedure, **changes: Any) -> str:
    """The page of a procedure's figures; empty where the side has none."""
    if not asked.side.outcomes:
        return ""
    return f"{reverse(asked.side.outcomes)}?{asked.query(procedure=procedure.code, **changes)}"


def tile(asked: Asked, procedure: Procedure, number: Number) -> Tile:
    """One number on top, compared with the period before."""
    figure, now, before = number.figure, number.now, number.before
    change, better = "", 0.0
    if figure.part and now.share is not None and before.share is not None:
        better = now.share - before.share
        change = wording.points(better)
    elif figure.since and now.median is not None and before.median is not None:
        better = now.median - before.median
        change = wording.length(before.median)
    elif not figure.part and not figure.since:
        better = now.whole - before.whole
        change = wording.more(now.whole - before.whole)
    words, of = _words(figure, now)
    return Tile(
        label=said(figure.label),
        value=words,
        unit=of,
        url=_list(asked, procedure, figure, PART if figure.part else WHOLE),
        tone="wait",
        spark=None,
        change=change,
        verdict=tiles.judged(better * {Better.MORE: 1, Better.FEWER: -1, Better.NEITHER: 0}[figure.better]),
        sign=tiles.arrow(better),
        against=tiles.against(asked) if change else "",
    )


def _words(figure: Figure, count: Count) -> tuple[str, str]:
    """The number, and what it is a number of."""
    if figure.part:
        share = "–" if count.share is None else f"{wording.share(count.share)} %"
        return share, _("%(part)s of %(whole)s") % {"part": count.part, "whole": count.whole}
    if figure.since:
        most = _("9 of 10 within %(time)s") % {"time": wording.length(count.most)} if count.whole else ""
        return wording.length(count.median), most
    return formats.number(count.whole), ""


def _list(asked: Asked, procedure: Procedure, figure: Figure, which: str, **narrow: Any) -> str:
    return asked.lines_url(What.FIGURE, figure=outcomes.name(procedure, figure, which), **narrow)


def page(request: HttpRequest, side: Side, actor: Actor, context: Mapping[str, Any] | None = None) -> Any:
    """The page, or all its table as CSV."""
    asked = asking.read(request, side)
    asked = Asked(asked.period, side, {k: v for k, v in asked.only.items() if k in asking.FILTERS})
    every = outcomes.procedures()
    code = request.GET.get("procedure", "")
    procedure = next((one for one in every if one.code == code or not code), None)
    if procedure is None:
        raise Http404
    by = next((one for one in By if one == request.GET.get("par")), By.MONTH)
    found = _rows(asked, procedure, by)
    if request.GET.get("format") == "csv":
        head, cells = _sheet(procedure, by, outcomes.grouped(asked, procedure, by.column))
        return sheets.response(f"{procedure.code}-{by.value}", head, lambda: cells, actor)
    shown: dict[str, Any] = {
        "asked": asked,
        "procedure": procedure,
        "procedures": [(one, url(asked, one)) for one in every],
        "filters": dashboard.filters(asked, {}),
        "tiles": [tile(asked, procedure, one) for one in outcomes.numbers(asked, procedure)],
        "figures": list(procedure.figures.values()),
        "by": by,
        "ways": [(one, url(asked, procedure, par=one.value)) for one in _ways(side)],
        "rows": found,
        "export_url": url(asked, procedure, par=by.value, format="csv"),
    }
    return render(request, "insight/outcomes.html", shown | dict(context or {}))


def _ways(side: Side) -> list[By]:
    """An insurer has nothing to tell apart by insurer."""
    return [one for one in By if one is not By.INSURER or "insurer" not in side.limits]


def _rows(asked: Asked, procedure: Procedure, by: By) -> list[Row]:
    found = outcomes.grouped(asked, procedure, by.column)
    names = _names(by, found)
    order = sorted(found, reverse=True) if by is By.MONTH else sorted(found, key=lambda key: names[key])
    return [Row(names[key], _cells(asked, procedure, by, key, found[key])) for key in order]


def _names(by: By, keys: Mapping[str, object]) -> dict[str, str]:
    if by is By.MONTH:
        return {
            key: str(format_date(date.fromisoformat(f"{key}-01"), "MMMM yyyy", locale=formats.locale()))
            for key in keys
        }
    firms = wording.organisations(int(key) for key in keys)
    return {key: firms[int(key)].name if int(key) in firms else key for key in keys}


def _cells(asked: Asked, procedure: Procedure, by: By, key: str, counts: Mapping[str, Count]) -> list[Cells]:
    narrowed, narrow = asked, {}
    match by:
        case By.MONTH:
            narrowed = replace(asked, period=_month(asked, key))
        case By.INSURER:
            narrow = {"insurer": int(key)}
        case By.REPAIRER:
            narrow = {"contractor": int(key)}
    return [
        Cells(
            label=said(one.label),
            words=_words(one, counts[one.code])[0],
            url=_list(narrowed, procedure, one, PART if one.part else WHOLE, **narrow),
            of=_words(one, counts[one.code])[1],
            of_url=_list(narrowed, procedure, one, WHOLE, **narrow),
        )
        for one in procedure.figures.values()
    ]


def _month(asked: Asked, key: str) -> periods.Period:
    """The days of a month that lie in the period."""
    first = date.fromisoformat(f"{key}-01")
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    from_on, to_on = max(first, asked.period.from_on), min(last, asked.period.to_on)
    return periods.asked(periods.Kind.CHOSEN, from_on.isoformat(), to_on.isoformat(), clock.now())


def _sheet(
    procedure: Procedure, by: By, found: Mapping[str, Mapping[str, Count]]
) -> tuple[list[str], list[Sequence[Cell]]]:
    """Numbers as they are: counts, parts, and times in hours."""
    head = [by.label]
    for one in procedure.figures.values():
        label = said(one.label)
        head += [f"{label}, {_('in all')}", label] if one.part else [label]
        head += [f"{label}, {_('median (hours)')}", f"{label}, {_('90 % (hours)')}"] if one.since else []
    names = _names(by, found)
    return head, [
        [
            names[key],
            *(cell for one in procedure.figures.values() for cell in _numbers(one, found[key][one.code])),
        ]
        for key in sorted(found)
    ]


def _numbers(figure: Figure, count: Count) -> list[Cell]:
    if figure.part:
        return [count.whole, count.part]
    if figure.since:
        return [count.whole, _hours(count.median), _hours(count.most)]
    return [count.whole]


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else round(float(seconds) / 3600, 1)
