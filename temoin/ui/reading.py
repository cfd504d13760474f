"""What people type, read into values: amounts, numbers, days, times, words; refused with a sentence."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LINE, PAGE = 500, 20_000
"""The most characters that one line and a long text may have."""

EARLIEST, LATEST = 1900, 2200
LARGEST = Decimal("999999999.99")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_SPACES = re.compile(r"[\s'’]")
_ISO = re.compile(r"(\d{4,6})-(\d{1,2})-(\d{1,2})")
_CONTINENTAL = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2,6})")
_TIME = re.compile(r"(\d{1,2})\s*(?:[:.hHuU]\s*(\d{2})?(?::\d{2})?)?")


def words(text: str, *, most: int = LINE, lines: bool = False) -> str:
    """Trimmed text in one Unicode form. Raises ValidationError for characters that could deceive a reader, or too many."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    allowed = "\n\t" if lines else "\t"
    if any(
        unicodedata.category(character) in {"Cc", "Cs"} and character not in allowed for character in text
    ):
        raise ValidationError(
            _("This text contains invisible control characters. Type it again instead of pasting it.")
        )
    if _BIDI.search(text):
        raise ValidationError(
            _(
                "This text contains characters that reverse the direction of reading. Type it again instead of pasting it."
            )
        )
    if len(text) > most:
        raise ValidationError(
            _("This text has %(length)s characters; at most %(most)s fit.")
            % {"length": len(text), "most": most}
        )
    return text


def amount(text: str) -> Decimal:
    """`1 284,50`, `1.284,50`, `1,284.50`, `€ 1284.5`: two decimals at most, never negative. Raises ValidationError."""
    bare = re.sub(r"(?i)€|eur(os?)?", "", _SPACES.sub("", text))
    found = _decimal(_plain(bare, money=True))
    if found is None:
        raise ValidationError(_("Write an amount in figures, such as 1284.50."))
    if found < 0:
        raise ValidationError(_("An amount cannot be below zero."))
    if found > LARGEST:
        raise ValidationError(_("This amount is too large to be meant."))
    if found != found.quantize(Decimal("0.01")):
        raise ValidationError(_("Write at most two decimals."))
    return found.quantize(Decimal("0.01"))


def number(text: str) -> Decimal:
    """A number with comma or point. Raises ValidationError."""
    found = _decimal(_plain(_SPACES.sub("", text), money=False))
    if found is None:
        raise ValidationError(_("Write a number in figures, such as 12.5."))
    if abs(found) > LARGEST:
        raise ValidationError(_("This number is too large to be meant."))
    return found


def whole(text: str) -> int:
    """A whole number. Raises ValidationError."""
    bare = _SPACES.sub("", text)
    if not re.fullmatch(r"[+-]?\d{1,9}", bare, re.ASCII):
        raise ValidationError(_("Write a whole number in figures, such as 3."))
    return int(bare)


def _plain(bare: str, *, money: bool) -> str:
    """Digits with a point, from any habit of grouping; empty where the groups make no sense.

    A single separator is the decimal one, unless three digits follow it in money.
    """
    groups, signs = re.split("[.,]", bare), re.findall("[.,]", bare)
    if not signs:
        return bare
    if len(signs) == 1:
        return ("" if money and len(groups[1]) == 3 and groups[0] else ".").join(groups)
    decimal = signs[-1] not in signs[:-1]
    thousands, grouping = (groups[:-1], signs[:-1]) if decimal else (groups, signs)
    if len(set(grouping)) > 1 or any(len(group) != 3 for group in thousands[1:]):
        return ""
    return "".join(thousands) + (f".{groups[-1]}" if decimal else "")


def _decimal(plain: str) -> Decimal | None:
    if not re.fullmatch(r"[+-]?\d{1,18}(\.\d{0,9})?|[+-]?\.\d{1,9}", plain, re.ASCII):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def day(text: str) -> date:
    """`2025-11-25` (what browsers send), `25/11/2025`, `25.11.25`. Raises ValidationError."""
    text = text.strip()
    if found := _ISO.fullmatch(text):
        year, month, number_ = (int(part) for part in found.groups())
    elif found := _CONTINENTAL.fullmatch(text):
        number_, month, year = (int(part) for part in found.groups())
        year += 2000 if year < 100 else 0
    else:
        raise ValidationError(_("Write a date as day, month, year, such as 25/11/2025."))
    if not EARLIEST <= year <= LATEST:
        raise ValidationError(_("The year %(year)s is not possible here.") % {"year": year})
    try:
        return date(year, month, number_)
    except ValueError as error:
        raise ValidationError(_("This day does not exist in the calendar.")) from error


def time_of_day(text: str) -> time:
    """`10:00`, `10h30`, `10.30`, `10`. Raises ValidationError."""
    found = _TIME.fullmatch(text.strip())
    hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (99, 99)
    if hours > 23 or minutes > 59:
        raise ValidationError(_("Write a time of day, such as 10:30."))
    return time(hours, minutes)


def instant(on: date, at: time, zone: tzinfo) -> datetime:
    """The instant in UTC of a local day and time; of a repeated hour the earlier one. Raises ValidationError in a gap."""
    local = datetime.combine(on, at, tzinfo=zone)
    there = local.astimezone(UTC)
    if there.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        later = (there.astimezone(zone) + timedelta()).strftime("%H:%M")
        raise ValidationError(
            _("On this day clocks go forward: %(time)s does not exist. The first time after it is %(later)s.")
            % {"time": at.strftime("%H:%M"), "later": later}
        )
    return there
