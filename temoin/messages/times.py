"""Instants and stretches of time as a letter writes them: in words, with the place whose clock is meant."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_location
from django.utils import translation
from django.utils.translation import gettext, ngettext

from temoin import clock
from temoin.ui import formats

TIME = {"fr": "%-H h %M", "nl": "%H.%M uur", "en": "%H:%M"}


def instant(at: datetime, *, zone: str, language: str) -> str:
    """`mardi 25 novembre à 10 h 00 (heure de Paris)`; the year stands where it is not the present one."""
    local = at.astimezone(ZoneInfo(zone))
    with translation.override(language):
        said = gettext("%(day)s at %(time)s") % {
            "day": day(local.date(), language=language),
            "time": f"{local:{TIME[language]}}{formats.repeated_hour(local)}",
        }
    return f"{said} ({place(zone, language=language)})"


def day(on: date, *, language: str) -> str:
    """`mardi 25 novembre`."""
    pattern = "EEEE d MMMM" if on.year == clock.now().year else "EEEE d MMMM y"
    return str(format_date(on, pattern, locale=formats.LOCALES[language]))


def place(zone: str, *, language: str) -> str:
    """Whose clock it is: `heure de Paris`, `heure d'Amsterdam`, `tijd in Brussel`, `Paris time`."""
    city = str(get_timezone_location(zone, locale=formats.LOCALES[language], return_city=True))
    if language == "fr" and city[:1] in "AEIOUYÉ":
        return f"heure d'{city}"
    with translation.override(language):
        return gettext("%(city)s time") % {"city": city}


def days(count: int, *, language: str) -> str:
    """`1 jour`, `3 jours`."""
    with translation.override(language):
        return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}
