"""Tags for what every page shows: icons, urgency, money, days, people, meters, forms."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zlib import crc32

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

from temoin import clock
from temoin.ui import drawing, formats
from temoin.ui import urgency as urgencies

register = template.Library()

TONES = ("a", "b", "c", "d", "e")


@lru_cache(maxsize=512)
def _icon(name: str, classes: str) -> SafeString:
    drawn = lucide(name, size=24, **{"class": f"icon {classes}".strip(), "aria_hidden": "true"})
    return SafeString("".join(line.strip() for line in drawn.splitlines()))


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A Lucide icon as inline SVG, hidden from screen readers. Raises where the name does not exist."""
    return _icon(str(name) + "", str(classes) + "")


@register.simple_tag
def urgency_chip(due_at: datetime | None, now: datetime | None = None, waiting: bool = False) -> SafeString:
    """The action date with colour, icon and word; `waiting` greys what another party must do."""
    now = now or clock.now()
    level = urgencies.urgency(due_at, now, waiting=waiting)
    return format_html(
        '<span class="chip {}">{}{}</span>',
        level.value,
        _icon(level.icon, ""),
        _time(due_at, urgencies.words(due_at, now)),
    )


@register.simple_tag
def urgency_of(due_at: datetime | None, now: datetime | None = None, waiting: bool = False) -> str:
    """`late`, `today`, `soon` or `wait`: the class of a row or of a cell."""
    return urgencies.urgency(due_at, now or clock.now(), waiting=waiting).value


@register.simple_tag
def when(value: datetime | None, style: str = "short") -> SafeString | str:
    """An instant in the reader's zone: short, long, relative, time, day, long_day."""
    return "" if value is None else _time(value, formats.instant(value, formats.Style(style)))


def _time(value: datetime | None, words: str) -> SafeString | str:
    """The words, with the exact instant for machines and the full one (zone included) on pointing."""
    if value is None:
        return words
    local = timezone.localtime(value)
    full = f"{formats.instant(value, formats.Style.LONG)} ({formats.offset(local)})"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', local.isoformat(timespec="minutes"), full, words
    )


@register.simple_tag
def day(value: date | None, style: str = "day") -> SafeString | str:
    """A date with its weekday: day, long_day, long."""
    if value is None:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), formats.day(value, formats.Style(style))
    )


@register.simple_tag
def money(amount: Decimal | int | None, currency: str = "EUR") -> SafeString | str:
    """An amount in the reader's habits, never broken over two lines."""
    if amount is None:
        return ""
    return format_html('<span class="num nowrap">{}</span>', formats.money(amount, currency))


@register.simple_tag
def decimal(value: Decimal | int | None) -> str:
    """A number with the reader's separators."""
    return formats.number(value)


@register.simple_tag
def duration_words(seconds: int | None) -> str:
    """A duration in its two greatest units."""
    return "" if seconds is None else formats.duration_words(int(seconds))


@register.simple_tag
def zone_label() -> str:
    """The reader's time zone and its present offset."""
    return formats.zone_label()


@register.simple_tag
def initials(name: str | None) -> str:
    """Two letters for a name."""
    return formats.initials(name or "")


@register.simple_tag
def avatar(name: str | None, classes: str = "") -> SafeString:
    """The initials in a disc whose tone is always the same for a name; the name itself stands beside it."""
    tone = TONES[crc32((name or "").encode()) % len(TONES)]
    return format_html(
        '<span class="av {} {}" aria-hidden="true">{}</span>', tone, classes, formats.initials(name or "")
    )


@register.simple_tag
def meter(
    value: Decimal | float | None, maximum: Decimal | float | None, label: str = "", classes: str = ""
) -> SafeString:
    """How much of a maximum is used, as SVG (a width in CSS would need an inline style)."""
    share = _share(value, maximum)
    text = label or f"{share} %"
    return format_html(
        '<svg class="meter {}" role="img" aria-label="{}" width="100%" height="6">'
        '<rect class="rest" width="100%" height="6" rx="3"/><rect class="part" width="{}%" height="6" rx="3"/></svg>',
        classes,
        text,
        share,
    )


def _share(value: Decimal | float | None, maximum: Decimal | float | None) -> int:
    if not value or not maximum:
        return 0
    return max(0, min(100, round(float(value) * 100 / float(maximum))))


@register.filter
def icon_of(message: Any) -> str:
    """The icon of one of Django's messages, by its level."""
    return {"success": "circle-check", "warning": "triangle-alert", "error": "circle-alert"}.get(
        message.level_tag, "info"
    )


@register.filter
def undo_url(message: Any) -> str:
    """Where one of Django's messages offers to take back what it tells of; empty where it does not."""
    tags = str(message.extra_tags or "")
    return tags.removeprefix("undo:") if tags.startswith("undo:/") else ""


@register.filter
def tone_of(message: Any) -> str:
    """The class of one of Django's messages, by its level."""
    return {"success": "ok", "warning": "today", "error": "late"}.get(message.level_tag, "soon")


@register.inclusion_tag("ui/forms/form.html")
def action_form(form: BaseForm, focus: bool = True) -> dict[str, Any]:
    """All fields of any Django form, with its summary of errors on top (which takes the focus); no <form> around."""
    return {"form": form, "focus": focus}


@register.inclusion_tag("ui/forms/errors.html")
def form_errors(form: BaseForm, focus: bool = True) -> dict[str, Any]:
    """The summary of errors on top of a form laid out by hand, linking to each field."""
    named = [
        (drawing.drawn(form[name]), errors) for name, errors in form.errors.items() if name in form.fields
    ]
    number = sum(len(errors) for errors in form.errors.values())
    return {"general": list(form.non_field_errors()), "named": named, "number": number, "focus": focus}


@register.inclusion_tag("ui/forms/field.html")
def form_field(bound: BoundField) -> dict[str, Any]:
    """One field of a form laid out by hand: label, hint, control, errors."""
    return {"field": drawing.drawn(bound)}


@register.simple_tag
def hidden_field(bound: BoundField) -> SafeString:
    """A hidden field."""
    return drawing.hidden(bound)
