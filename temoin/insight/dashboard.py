"""The figures of a network, or of an insurer's claims: one page of numbers, each the way into the list behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from temoin import clock
from temoin.insight import asked as asking
from temoin.insight import drawing, figures, parties, tiles, wording, zones
from temoin.insight.asked import Asked, Side
from temoin.insight.drawing import Part
from temoin.insight.figures import TARGET, Compared
from temoin.insight.lines import What
from temoin.insight.models import Contest
from temoin.insight.periods import Kind
from temoin.parties.models import Organisation
from temoin.parties.roles import REPAIRERS

MOST_STEPS, MOST_FIRMS = 7, 5
AGES = ("0–7", "8–15", "16–30", "30+")


@dataclass(frozen=True, slots=True)
class Bar:
    """Deadlines of one step: its rule, how many late, and how far the share kept fills the bar."""

    label: str
    rule: str
    late: int
    url: str
    kept: str
    width: str
    below: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """Open assignments of one group of steps, by age."""

    label: str
    number: int
    url: str
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Tile:
    """One zone of the map: `quality` 1 to 5, `place` the class that puts it where it lies."""

    label: str
    kept: str
    number: int
    late: int
    quality: int
    place: str
    url: str
    late_url: str


def page(request: HttpRequest, side: Side, context: Mapping[str, Any] | None = None) -> HttpResponse:
    """The whole page, for whatever side looks at it."""
    asked = asking.read(request, side)
    asked = Asked(asked.period, side, {k: v for k, v in asked.only.items() if k in asking.FILTERS})
    found, standing = figures.deadlines(asked), figures.standing(asked)
    along = figures.along(asked, standing.open)
    shown: dict[str, Any] = {
        "asked": asked,
        "filters": filters(asked, found.zones),
        "tiles": [
            tiles.kept(asked, found),
            tiles.open_now(asked, standing.open, along),
            tiles.overdue_now(asked, standing.overdue, along),
            tiles.signed_off(asked, figures.signed_off(asked)),
        ],
        "steps": steps(asked, found.steps, None if "etapes" in request.GET else MOST_STEPS),
        "more_steps": len(found.steps) > MOST_STEPS and "etapes" not in request.GET,
        "all_steps_url": f"?{asked.query(etapes='toutes')}",
        "target": TARGET,
        "ages": AGES,
        "stages": _stages(asked, standing),
        "firms": _firms(asked, found.parties, standing.contractors),
        "firms_number": sum(1 for party, firm in found.parties if party == "contractor" and firm),
        "zones": zone_tiles(asked, found.zones),
        "as_table": request.GET.get("carte") == "table",
        "map_url": f"?{asked.query()}",
        "table_url": f"?{asked.query(carte='table')}#h-zones",
        "export_url": asked.lines_url(What.DEADLINES, format="csv"),
        "now": clock.now(),
    }
    if side.network:
        shown["noted"] = figures.noted(asked)
        shown["overrides_url"] = asked.lines_url(What.OVERRIDES)
        shown["reminders_url"] = asked.lines_url(What.REMINDERS)
        shown["contests"] = Contest.objects.filter(answered_at__isnull=True).count()
    return render(request, "insight/dashboard.html", shown | dict(context or {}))


def filters(asked: Asked, found: Mapping[str, Compared]) -> dict[str, Any]:
    """What the page can be narrowed by, and how it is."""
    only = asked.only
    known = sorted({*found, *([only["zone"]] if "zone" in only else [])}, key=zones.order)
    insurers = (
        Organisation.objects.filter(kind="insurer").values_list("pk", "name") if asked.side.network else []
    )
    return {
        "kinds": [
            {"label": kind.label, "url": f"?{_of(asked, kind)}", "current": kind is asked.period.kind}
            for kind in Kind
        ],
        "chosen": asked.period.kind is Kind.CHOSEN,
        "insurers": [(pk, name, pk == only.get("insurer")) for pk, name in insurers],
        "trades": [(code, label, code == only.get("trade")) for code, label in wording.trades()],
        "zones": [(code, zones.label(code), code == only.get("zone")) for code in known],
    }


def _of(asked: Asked, kind: Kind) -> str:
    """The same question for another period; the days of this one stand in the fields for dates."""
    period = asked.period
    days = {"du": period.from_on.isoformat(), "au": period.to_on.isoformat()}
    return asked.query(periode=kind.value, **(days if kind is Kind.CHOSEN else {}))


def steps(asked: Asked, found: Mapping[str, Compared], most: int | None) -> list[Bar]:
    """The steps with the most deadlines, in the order of the procedure."""
    weighty = sorted(
        (code for code in found if found[code].now.total), key=lambda code: -found[code].now.total
    )
    return [_bar(asked, code, found[code]) for code in sorted(weighty[:most], key=wording.place)]


def _bar(asked: Asked, code: str, found: Compared) -> Bar:
    return Bar(
        label=wording.step(code),
        rule=wording.rule(code),
        late=found.now.late,
        url=asked.lines_url(What.LATE if found.now.late else What.DEADLINES, step=code),
        kept=wording.share(found.now.kept),
        width=drawing.percent(found.now.kept),
        below=found.now.kept < TARGET,
    )


def _stages(asked: Asked, standing: figures.Standing) -> list[Stage]:
    most = max((sum(ages) for ages in standing.stages.values()), default=0)
    return [
        Stage(
            label=wording.phase(phase),
            number=sum(standing.stages[phase]),
            url=asked.lines_url(What.OPEN, phase=phase),
            parts=drawing.parts(
                [
                    (f"ag{age + 1}", number, _age(age), asked.lines_url(What.OPEN, phase=phase, age=age))
                    for age, number in enumerate(standing.stages[phase])
                ],
                most,
            ),
        )
        for phase in wording.phases()
        if phase in standing.stages
    ]


def _age(age: int) -> str:
    return _("%(age)s days") % {"age": AGES[age]}


def _firms(
    asked: Asked, found: Mapping[figures.Party, Compared], in_charge: Mapping[int, int]
) -> list[parties.Row]:
    of = {
        (party, firm): share
        for (party, firm), share in found.items()
        if party in REPAIRERS and firm is not None and share.now.late
    }
    worst = sorted(of, key=lambda one: (-of[one].now.late, -of[one].now.total))[:MOST_FIRMS]
    shown = []
    for kind in (parties.Kind.CONTRACTOR, parties.Kind.BODY_SHOP):
        late = {firm: of[party, firm] for party, firm in worst if party == kind.charged_to}
        shown += parties.rows(asked, kind, late, in_charge) if late else []
    return sorted(shown, key=lambda row: (-row.late, -row.total))


def zone_tiles(asked: Asked, found: Mapping[str, Compared]) -> list[Tile]:
    """Every zone with deadlines in the period."""
    return [
        _tile(asked, code, found[code]) for code in sorted(found, key=zones.order) if found[code].now.total
    ]


def _tile(asked: Asked, code: str, found: Compared) -> Tile:
    kept = round(found.now.kept)
    return Tile(
        label=zones.label(code),
        kept=str(kept),
        number=found.now.total,
        late=found.now.late,
        quality=1 + sum(kept >= limit for limit in (80, 87, 91, 96)),
        place=code.lower() if code.startswith("BE-") else "",
        url=asked.lines_url(What.DEADLINES, zone=code),
        late_url=asked.lines_url(What.LATE, zone=code),
    )
