"""Tags for the lines of an estimate: a quantity with its unit, a signed amount, the decision's radio buttons."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from temoin.estimates.models import Line
from temoin.estimates.paper import quantity as words
from temoin.estimates.study.beside import Figures
from temoin.estimates.study.decisions import Choice
from temoin.portals.desk.estimates import words as said
from temoin.portals.desk.estimates.drawn import Row
from temoin.ui import formats

register = template.Library()


@register.simple_tag
def quantity(figures: Line | Figures, unit: str = "") -> str:
    """`31 m²`; figures without a unit are given one."""
    return words(figures.quantity, unit or getattr(figures, "unit", ""))


@register.filter
def place(line: Line) -> str:
    """The work with its room."""
    return said.place(line)


@register.simple_tag
def signed(amount: Decimal, currency: str) -> SafeString:
    """`+108,50 €`, `−40,00 €`."""
    sign = "+" if amount > 0 else ""
    return format_html('<span class="num nowrap">{}{}</span>', sign, formats.money(amount, currency))


@register.simple_tag
def typed_number(value: Decimal) -> str:
    """As one would type it in the reader's language: no thousands, no needless zeros."""
    return formats.number(value.normalize()).replace("\u202f", "").replace("\u00a0", "")


@register.simple_tag
def decision_radios(row: Row, by_list: bool) -> SafeString:
    """A radio button for each choice that the line has."""
    beside = _("List") if by_list else _("Adjuster")
    offered: list[tuple[Choice, str, str]] = [(Choice.KEEP, _("Keep"), "1")]
    if row.beside is not None:
        offered.append((Choice.TAKE, beside, "2"))
    offered += [
        (Choice.REDUCE, _("Reduce"), "3"),
        (Choice.REFUSE, _("Refuse"), "4"),
        (
            Choice.ASK,
            format_html('<span aria-hidden="true">?</span><span class="vh">{}</span>', _("Ask")),
            "5",
        ),
    ]
    rows: list[tuple[Any, ...]] = [
        (row.key, choice.value, SafeString(" checked") if choice is row.decision.choice else "", key, label)
        for choice, label, key in offered
    ]
    return format_html_join(
        "",
        '<label><input type="radio" name="d-{}" value="{}"{} data-digit="{}"><span>{}</span></label>',
        rows,
    )
