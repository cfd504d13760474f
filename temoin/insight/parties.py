"""Who was late, and how much: contractors, body shops, estimators, adjusters, insurers, each with a page of his own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from temoin.insight import asked as asking
from temoin.insight import drawing, figures, wording
from temoin.insight.asked import Asked
from temoin.insight.figures import Compared
from temoin.insight.lines import What
from temoin.insight.sheets import Cell
from temoin.parties.models import Organisation
from temoin.parties.roles import REPAIRERS


class Kind(StrEnum):
    """Whose figures, as it stands in the address."""

    CONTRACTOR = "prestataires"
    BODY_SHOP = "carrossiers"
    ESTIMATOR = "metreurs"
    ADJUSTER = "experts"
    INSURER = "compagnies"

    @property
    def charged_to(self) -> str:
        """The party of the procedure."""
        match self:
            case Kind.CONTRACTOR:
                return "contractor"
            case Kind.BODY_SHOP:
                return "body_shop"
            case Kind.ESTIMATOR:
                return "estimator"
            case Kind.ADJUSTER:
                return "loss_adjuster"
            case Kind.INSURER:
                return "insurer"

    @property
    def column(self) -> str:
        """By what they are told apart: estimators are people, the others organisations."""
        return "person" if self is Kind.ESTIMATOR else "organisation"

    @property
    def label(self) -> str:
        match self:
            case Kind.CONTRACTOR:
                return _("Contractors")
            case Kind.BODY_SHOP:
                return _("Body shops")
            case Kind.ESTIMATOR:
                return _("Estimators")
            case Kind.ADJUSTER:
                return _("Adjusters")
            case Kind.INSURER:
                return _("Insurers")

    def narrowed(self, asked: Asked, pk: int) -> Asked:
        """The question for one of them."""
        return asked.narrowed(**{"charged_to": self.charged_to, self.column: pk})


@dataclass(frozen=True, slots=True)
class Row:
    """One party's delays. `open` is None where nothing is in the charge of one person alone."""

    name: str
    sub: str
    url: str
    open: int | None
    open_url: str
    total: int
    total_url: str
    late: int
    late_url: str
    share: str
    width: str
    tone: str
    median: str
    trend: str


def all_of(asked: Asked, kind: Kind) -> list[Row]:
    """Everyone of a kind who had a deadline in the period or has something open, the latest first."""
    of_kind = asked.narrowed(charged_to=kind.charged_to)
    found = figures.by_party(of_kind, persons=kind is Kind.ESTIMATOR)
    in_charge = _in_charge(asked, kind)
    everyone = {pk: found.get(pk, Compared()) for pk in {*found, *in_charge}}
    shown = {pk: one for pk, one in everyone.items() if one.now.total or pk in in_charge}
    return rows(asked, kind, shown, in_charge)


def _in_charge(asked: Asked, kind: Kind) -> Mapping[int, int]:
    match kind:
        case Kind.CONTRACTOR | Kind.BODY_SHOP:
            found = figures.open_by_firm(asked, repairers=True)
            firms = Organisation.objects.filter(pk__in=found, kind=kind.charged_to)
            return {pk: found[pk] for pk in firms.values_list("pk", flat=True)}
        case Kind.ESTIMATOR:
            return {}
        case Kind.ADJUSTER | Kind.INSURER:
            return figures.open_by_firm(asked.narrowed(charged_to=kind.charged_to), repairers=False)


def rows(asked: Asked, kind: Kind, found: Mapping[int, Compared], in_charge: Mapping[int, int]) -> list[Row]:
    """A line for each, the latest first; their names are read in one question."""
    names = _names(kind, found)
    order = sorted(found, key=lambda pk: (-found[pk].now.late, -found[pk].now.total, names.get(pk, ("", ""))))
    return [
        _row(asked, kind, pk, names.get(pk, (str(pk), "")), found[pk], in_charge.get(pk, 0)) for pk in order
    ]


def _names(kind: Kind, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    if kind is Kind.ESTIMATOR:
        return {pk: (str(one), "") for pk, one in wording.people(ids).items()}
    return {pk: (one.name, one.city) for pk, one in wording.organisations(ids).items()}


def _row(asked: Asked, kind: Kind, pk: int, name: tuple[str, str], found: Compared, in_charge: int) -> Row:
    only: dict[str, Any] = {"charged_to": kind.charged_to, kind.column: pk}
    of_open = {"contractor": pk} if kind.charged_to in REPAIRERS else only
    share = found.now.late_share
    return Row(
        name=name[0],
        sub=name[1],
        url=url(asked, kind, pk),
        open=None if kind is Kind.ESTIMATOR else in_charge,
        open_url=asked.lines_url(What.OPEN, **of_open),
        total=found.now.total,
        total_url=asked.lines_url(What.DEADLINES, **only),
        late=found.now.late,
        late_url=asked.lines_url(What.LATE, **only),
        share=wording.share(share),
        width=drawing.percent(share),
        tone="late" if share > 30 else "today" if share > 10 else "ok",
        median=wording.length(found.now.median),
        trend=found.trend,
    )


def url(asked: Asked, kind: Kind, pk: int) -> str:
    """The page of one party: the operator alone has one for each."""
    if not asked.side.network:
        return ""
    return f"{reverse('insight:party', args=[kind.value, pk])}?{asked.query()}"


def sheet(kind: Kind, found: Sequence[Row]) -> tuple[list[str], list[Sequence[Cell]]]:
    """The table for an export: heading and lines."""
    head = [
        kind.label,
        _("Open"),
        _("Number of deadlines"),
        _("Late"),
        _("Share late (%)"),
        _("Median delay"),
        _("Trend"),
    ]
    return head, [
        (one.name, one.open, one.total, one.late, one.share, one.median, trend_words(one.trend))
        for one in found
    ]


def trend_words(trend: str) -> str:
    """The trend against the period before, in a word."""
    return {"better": _("better"), "worse": _("worse"), "same": _("as before")}.get(trend, "")


def filtered(asked: Asked) -> Asked:
    """Without what names one number of a page."""
    only = {name: value for name, value in asked.only.items() if name in asking.FILTERS}
    return Asked(asked.period, asked.side, only)
