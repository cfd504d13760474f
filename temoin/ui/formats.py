"""Money, days, instants and durations in the reader's habits: his language and his time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum

from babel.dates import format_date as babel_date
from babel.dates import get_timezone_location
from babel.numbers import format_currency, format_decimal
from django.utils import timezone, translation
from django.utils.translation import ngettext, pgettext

from temoin import clock

LOCALES = {"fr": "fr", "nl": "nl", "en": "en_GB"}
"""The habits behind each language: in English the Continent writes the day before the month."""

MINUTE, HOUR, DAY = 60, 3600, 86400


class Style(StrEnum):
    """How much of an instant is written."""

    SHORT = "short"  # mar. 25 nov., 10:00
    LONG = "long"  # mardi 25 novembre 2025, 10:00
    RELATIVE = "relative"  # aujourd'hui 10:00, demain 10:00, else as short
    TIME = "time"  # 10:00
    DAY = "day"  # mar. 25 nov.
    LONG_DAY = "long_day"  # mardi 25 novembre, with its year where it is not this one


def locale() -> str:
    """The Babel locale of the active language."""
    return LOCALES.get((translation.get_language() or "fr")[:2], "en_GB")


def money(amount: Decimal | int | None, currency: str = "EUR") -> str:
    """`1 284,50 €`, `€ 1.284,50`, `€1,284.50`; nothing for None."""
    if amount is None:
        return ""
    return str(format_currency(amount, currency, locale=locale()))


def number(value: Decimal | int | None) -> str:
    """A number with the reader's separators; nothing for None."""
    return "" if value is None else str(format_decimal(value, locale=locale()))


def day(value: date, style: Style = Style.DAY) -> str:
    """A date with its weekday; the year stands where it is not the current one."""
    this_year = timezone.localtime(clock.now()).year
    if style is Style.LONG_DAY:
        pattern = "EEEE d MMMM" if value.year == this_year else "EEEE d MMMM y"
    elif style is Style.LONG:
        pattern = "EEEE d MMMM y"
    else:
        pattern = "EEE d MMM" if value.year == this_year else "EEE d MMM y"
    return str(babel_date(value, pattern, locale=locale()))


def instant(value: datetime, style: Style = Style.SHORT, zone: tzinfo | None = None) -> str:
    """An aware instant in the reader's zone; in the hour that autumn repeats its offset is added."""
    local = value.astimezone(zone or timezone.get_current_timezone())
    time = f"{local:%H:%M}{repeated_hour(local)}"
    match style:
        case Style.TIME:
            return time
        case Style.DAY | Style.LONG_DAY:
            return day(local.date(), style)
        case Style.RELATIVE:
            return f"{near_day(local)} {time}" if near_day(local) else f"{day(local.date())}, {time}"
        case Style.SHORT | Style.LONG:
            return f"{day(local.date(), style)}, {time}"


def near_day(local: datetime) -> str:
    """today, tomorrow, yesterday in words; empty for any other day."""
    distance = (local.date() - clock.now().astimezone(local.tzinfo).date()).days
    match distance:
        case 0:
            return pgettext("day of an appointment", "today")
        case 1:
            return pgettext("day of an appointment", "tomorrow")
        case -1:
            return pgettext("day of an appointment", "yesterday")
        case _:
            return ""


def repeated_hour(local: datetime) -> str:
    """` (UTC+2)` where the same time of day exists twice that day; else nothing."""
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return ""
    return f" ({offset(local)})"


def offset(local: datetime) -> str:
    """`UTC+1`, `UTC-3:30`."""
    seconds = int((local.utcoffset() or timedelta()).total_seconds())
    hours, rest = divmod(abs(seconds) // MINUTE, 60)
    return f"UTC{'-' if seconds < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def zone_name(zone: tzinfo) -> str:
    """The town that a zone is called by, in the reader's language where Babel knows it: `Paris`, `Bruxelles`."""
    return str(
        get_timezone_location(getattr(zone, "key", None) or str(zone), locale=locale(), return_city=True)
    )


def zone_label() -> str:
    """The reader's zone with its present offset: `Paris, UTC+1`."""
    local = timezone.localtime(clock.now())
    return f"{zone_name(timezone.get_current_timezone())}, {offset(local)}"


def duration_words(seconds: int) -> str:
    """The two greatest units: `2 d 4 h`, `1 h 42 min`, `12 min`; below a minute `0 min`."""
    minutes = abs(seconds) // MINUTE
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "d"), (hours, "h"), (minutes, "min")]
    first = next((index for index, (amount, _) in enumerate(parts) if amount), 2)
    words = [unit_words(amount, unit) for amount, unit in parts[first : first + 2] if amount]
    return " ".join(words) or unit_words(0, "min")


def unit_words(amount: int, unit: str) -> str:
    """One amount with its short unit."""
    match unit:
        case "d":
            return ngettext("%(amount)d d", "%(amount)d d", amount) % {"amount": amount}
        case "h":
            return ngettext("%(amount)d h", "%(amount)d h", amount) % {"amount": amount}
        case _:
            return ngettext("%(amount)d min", "%(amount)d min", amount) % {"amount": amount}


def initials(name: str) -> str:
    """At most two letters: those of the first and the last word."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper()
