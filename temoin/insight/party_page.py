"""One party's own figures: what was due, what was late, at which steps, and the last delays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from temoin.insight import contests, dashboard, figures, line_page, lines, parties, tiles
from temoin.insight.asked import Asked
from temoin.insight.lines import What
from temoin.insight.models import Contest

LAST = 10


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose page it is: `pk` an organisation or, for an estimator, a person."""

    kind: parties.Kind
    pk: int
    name: str
    own: bool  # he looks at it himself


def page(
    request: HttpRequest, asked: Asked, whose: Whose, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The figures of one party, for himself or for the operator."""
    asked = parties.filtered(asked)
    his = whose.kind.narrowed(asked, whose.pk)
    found = figures.deadlines(his)
    standing = figures.standing(his)
    late = lines.page(What.LATE, his, 1)[:LAST]
    query = {"charged_to": whose.kind.charged_to, whose.kind.column: whose.pk}
    linked = his_links(his, query)
    shown: dict[str, Any] = {
        "asked": asked,
        "whose": whose,
        "filters": dashboard.filters(asked, found.zones),
        "tiles": [
            tiles.kept(linked, found),
            tiles.late(linked, found),
            tiles.delay(linked, found.all),
            tiles.overdue_now(linked, standing.overdue),
        ],
        "steps": dashboard.steps(linked, found.steps, None),
        "target": figures.TARGET,
        "lines": line_page.items(asked.side, late),
        "late_url": linked.lines_url(What.LATE),
        "export_url": linked.lines_url(What.DEADLINES, format="csv"),
        "contests": contests_of(whose),
    }
    return render(request, "insight/party.html", shown | dict(context or {}))


def his_links(asked: Asked, only: Mapping[str, Any]) -> Asked:
    """The same question, whose links carry everything that narrows it."""
    return Linked(asked.period, asked.side, asked.only, tuple(only.items()))


@dataclass(frozen=True, slots=True)
class Linked(Asked):
    """A question whose lists stay with one party."""

    with_it: tuple[tuple[str, Any], ...] = ()

    def lines_url(self, what: str, **narrow: Any) -> str:
        return Asked.lines_url(self, what, **dict(self.with_it), **narrow)


def contests_of(whose: Whose) -> list[contests.Shown]:
    """What the organisation contested, the latest first."""
    if whose.kind is parties.Kind.ESTIMATOR:
        return []
    return contests.shown(list(Contest.objects.filter(organisation=whose.pk).order_by("-asked_at")[:LAST]))
