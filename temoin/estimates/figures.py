"""Somebody else's figures for a contractor's works: line by line, with lines of their own, or totals alone with their file.

One page's part for every portal: it stands in the action's own form (`claims.action_page`), which asks the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from temoin.claims.action_page import Doing, Setting
from temoin.claims.door import Happened
from temoin.claims.models import Assignment
from temoin.engine.model import Action
from temoin.engine.refusals import InvalidValues
from temoin.estimates import measuring, reach, versions
from temoin.estimates.content import Content, Incomplete, NewLine, Totals, decimal, dwelling_from_json
from temoin.estimates.models import Kind, Line, Version
from temoin.estimates.models.price_item import Unit
from temoin.estimates.paper import quantity as words
from temoin.parties import acting
from temoin.ui import formats

NEW_ROWS = 5
"""Empty rows for works that the contractor's estimate does not name."""
FILE = "figures_file"
FILES = frozenset({"adjuster_report", "documents"})
"""Files of an action's form that the figures' own file answers."""


def kind_of(action: Action) -> Kind | None:
    """Whose figures an action takes line by line; None where it takes none."""
    return next((kind for kind, code in versions.VERSION_OF.items() if versions.asks(action, code)), None)


@dataclass
class Row:
    """A work with the figures typed for it; without `line` it is one that the estimate does not name."""

    key: str
    line: Line | None = None
    description: str = ""
    unit: str = Unit.M2.value
    quantity: str = ""
    price: str = ""
    fault: str = ""

    @property
    def work(self) -> str:
        """The work with its room."""
        return ", ".join(filter(None, (self.line.description, self.line.room))) if self.line else ""

    def theirs(self, currency: str) -> str:
        """The contractor's own figures: `31 m² × 13,90 €`."""
        if self.line is None:
            return ""
        return (
            f"{words(self.line.quantity, self.line.unit)} × {formats.money(self.line.unit_price, currency)}"
        )


@dataclass
class Figures:
    """What stands on the page; `faults` by field. `kept` is whether the contractor's own prices stand there at first."""

    kind: Kind
    estimate: Version | None
    rows: list[Row]
    file: str = FILE  # the name of its file's field
    net: str = ""
    vat: str = ""
    faults: dict[str, str] = field(default_factory=dict)
    content: Content | None = None

    @property
    def has_lines(self) -> bool:
        """Whether the contractor's estimate has lines to put figures on."""
        return any(row.line is not None for row in self.rows)

    @property
    def shown(self) -> list[tuple[Row, str]]:
        """Each row with the contractor's own figures in words."""
        currency = self.estimate.currency if self.estimate else "EUR"
        return [(row, row.theirs(currency)) for row in self.rows]

    @property
    def units(self) -> list[tuple[str, str]]:
        return [(code, str(label)) for code, label in Unit.choices]

    @property
    def wrong(self) -> bool:
        return bool(self.faults) or any(row.fault for row in self.rows)


def of(request: HttpRequest, assignment: Assignment, kind: Kind, file: str = FILE) -> Figures:
    """The figures as typed, else the contractor's lines to begin with: an adjuster changes them, another firm prices them."""
    reader = acting.of(request).actor
    estimate = (
        reach.all_of(assignment, reader).filter(kind=Kind.CONTRACTOR).prefetch_related("lines").last()
        if reader
        else None
    )
    lines = list(estimate.lines.all()) if estimate else []
    rows = [Row(str(line.pk), line) for line in lines] + [Row(f"n{index}") for index in range(NEW_ROWS)]
    found = Figures(kind, estimate, rows, file)
    if request.method == "POST":
        _read(found, request.POST, request.FILES.get(file))
    else:
        for row in rows:
            if row.line is not None:
                row.quantity = f"{row.line.quantity.normalize():f}"
                row.price = str(row.line.unit_price) if kind is Kind.ADJUSTER else ""
    return found


def page(request: HttpRequest, assignment: Assignment, action: Action, base: Setting) -> Setting:
    """The setting of an action's page: with the figures in it where the action takes them, else as it is.

    It stays as it is too where there are no lines to put figures on and the action only wants an amount, and
    where a report is sent without any figures, which its form allows.
    """
    kind = kind_of(action)
    if kind is None:
        return base
    figures = of(request, assignment, kind, _file_field(action))
    only_amount = versions.total_field(action, kind) == "approved_total" and not figures.has_lines
    return base if only_amount or _bare(request, figures, action) else _setting(base, figures, action)


def _file_field(action: Action) -> str:
    """The name under which the figures' file is sent: that of the action's own file, where it has one."""
    return next((one.code for one in action.form if one.code in FILES), FILE)


def _bare(request: HttpRequest, figures: Figures, action: Action) -> bool:
    """Whether a file is sent alone, by a form that can do without figures."""
    total = versions.total_field(action, figures.kind)
    optional = any(one.code == total and not one.required for one in action.form)
    typed = figures.net or any(row.price or row.description for row in figures.rows)
    return request.method == "POST" and optional and not typed


def _setting(base: Setting, figures: Figures, action: Action) -> Setting:
    brought = FILES | {versions.VERSION_OF[figures.kind], versions.total_field(action, figures.kind) or ""}

    def do(doing: Doing) -> Happened:
        return _kept(doing, figures)

    context = {**base.context, "figures": figures, "form_top": "estimates/figures.html", "apart": ()}
    return replace(base, context=context, brought=brought, faulty=figures.wrong, do=do)


def _kept(doing: Doing, figures: Figures) -> Happened:
    assert figures.content is not None  # a faulty page does nothing
    comment = doing.values.get("compared_firm") or doing.values.get("comment") or ""
    try:
        return versions.with_action(
            assignment_id=doing.now.assignment.pk,
            action=doing.action.code,
            values=doing.values,
            content=replace(figures.content, comment=comment),
            actor=doing.actor,
            upload=doing.request.FILES.get(figures.file),
            seen=doing.seen,
            key=doing.key,
        )
    except Incomplete:
        figures.faults["net"] = _("These figures do not make an estimate.")
        raise InvalidValues({}) from None


def _read(figures: Figures, data: Mapping[str, str], upload: UploadedFile | None) -> None:
    for row in figures.rows:
        row.quantity, row.price = _said(data, f"q-{row.key}", 200), _said(data, f"p-{row.key}", 20)
        row.description = _said(data, f"d-{row.key}", 300)
        row.unit = _said(data, f"u-{row.key}", 8) or row.unit
    figures.net, figures.vat = _said(data, "net", 20), _said(data, "vat", 20)
    lines = tuple(line for row in figures.rows if (line := _line(row)) is not None)
    totals = None if lines or any(row.fault for row in figures.rows) else _totals(figures, upload)
    if not figures.wrong:
        figures.content = _content(figures, lines, totals)


def _said(data: Mapping[str, Any], name: str, longest: int) -> str:
    return str(data.get(name, "")).replace("\x00", "").strip()[:longest]


def _line(row: Row) -> NewLine | None:
    """The line typed in a row; None where it is left out (no price), its fault beside it where it cannot be read."""
    if not row.price:
        if row.line is None and (row.description or row.quantity):
            row.fault = _("A price with at most two decimals.")
        return None
    price = decimal(row.price)
    if price < 0 or round(price, 2) != price:
        row.fault = _("A price with at most two decimals.")
        return None
    try:
        quantity = measuring.quantity(row.quantity) if row.quantity else Decimal(0)
    except measuring.NotAMeasure:
        quantity = Decimal(0)
    if not quantity:
        row.fault = _("A quantity above 0, or how it is measured: 4.2 × 2.5.")
        return None
    return _of_line(row.line, quantity, price) if row.line else _of_own(row, quantity, price)


def _of_line(line: Line, quantity: Decimal, price: Decimal) -> NewLine:
    return NewLine(
        description=line.description,
        room=line.room,
        section=line.section,
        code="" if line.item_id else line.item_code,
        discount_pct=line.discount_pct or None,
        quantity=quantity,
        unit=line.unit,
        unit_price=price,
        item=line.item_id,
        off_list_reason=line.off_list_reason,
        work_category=line.work_category,
        cover=line.cover,
        comes_from=line.pk,
    )


def _of_own(row: Row, quantity: Decimal, price: Decimal) -> NewLine | None:
    if not row.description:
        row.fault = _("Say which work this is.")
        return None
    if row.unit not in Unit.values:
        row.fault = _("Choose a unit.")
        return None
    reason = _("Not in the contractor’s estimate")
    return NewLine(
        description=row.description,
        quantity=quantity,
        unit=row.unit,
        unit_price=price,
        off_list_reason=reason,
    )


def _totals(figures: Figures, upload: UploadedFile | None) -> Totals | None:
    net, vat = decimal(figures.net), decimal(figures.vat or "0")
    if net <= 0 or round(net, 2) != net:
        figures.faults["net"] = _("Enter the total excluding VAT, or a price on at least one line.")
    if vat < 0 or round(vat, 2) != vat:
        figures.faults["vat"] = _("A price with at most two decimals.")
    if upload is None:
        figures.faults["file"] = _("Totals alone need the file that they come from.")
    return None if figures.faults else Totals(net, vat, net + vat)


def _content(figures: Figures, lines: tuple[NewLine, ...], totals: Totals | None) -> Content:
    estimate = figures.estimate
    return Content(
        kind=figures.kind,
        lines=lines,
        totals=totals,
        dwelling=dwelling_from_json(estimate.dwelling if estimate else {}),
        price_list=estimate.price_list_id if estimate else None,
    )
