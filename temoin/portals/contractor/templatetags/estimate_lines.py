"""How pages write what stands in an estimate."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from temoin.estimates.models import Line
from temoin.estimates.paper import quantity
from temoin.ui import formats

register = template.Library()


@register.filter
def trimmed(value: Decimal) -> str:
    """A number without zeros behind it: `12,5`."""
    return formats.number(value.normalize())


@register.filter
def percent(value: Decimal) -> str:
    """A percentage to one decimal."""
    return formats.number(round(value, 1).normalize())


@register.filter
def amount(value: Decimal, currency: str) -> str:
    """Money, where a tag cannot stand."""
    return formats.money(value, currency)


@register.filter
def line_sum(line: Line, currency: str) -> str:
    """`31 m² × 12,40 €`."""
    return f"{quantity(line.quantity, line.unit)} × {formats.money(line.unit_price, currency)}"


@register.filter
def state_tone(state: str) -> str:
    """The colour of what the network made of a line."""
    return {"kept": "ok", "reduced": "today", "refused": "late", "asked": "soon"}.get(state, "plain")


@register.simple_tag
def rooms_known() -> list[str]:
    """Rooms that most dwellings have."""
    return [
        _("Living room"),
        _("Kitchen"),
        _("Bedroom"),
        _("Bathroom"),
        _("Toilet"),
        _("Corridor"),
        _("Entrance"),
        _("Cellar"),
        _("Outside"),
    ]
