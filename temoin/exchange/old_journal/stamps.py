"""Dates, times and stamps as the old system prints them, on the wall clock of Europe/Paris."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from temoin.exchange.old_journal.entries import Stamp

PARIS = ZoneInfo("Europe/Paris")
YEARS = range(1990, 2100)
"""Years in which a claim can have been handled; anything else is a misprint."""

STAMP_TEXT = (
    r"(\d{1,2})\s?\.\s?(\d{1,2})\s?\.\s?(\d{4})\s?-\s?(\d{1,2})\s?:\s?(\d{1,2})\s?-?"
    r"\s?(?:\(\s?([0-9A-Za-z]{1,12})\s?\)([^:]{0,80}))?"
)
# Lines are looked at without the blanks at their ends, and no pattern here repeats blanks without bound:
# a line of 20,000 spaces costs no more than one of 20,000 letters.
STAMP_LINE = re.compile(rf"\s*{STAMP_TEXT}$")
STAMP_AT_END = re.compile(rf"(?<=[\s)]){STAMP_TEXT}$")
BEGINS_STAMP = re.compile(r"\s*\d{1,2}\.\d{1,2}\.\d{2,4}(?:-\s?(?:[\d(]|$)|$)")
DAMAGED_STAMP = re.compile(r"\s*\d{1,2}\.\d{1,2}\.\d{2,4}-\s?(?:[\d(]|$)")

# A wrapped line may fall inside a date, hence the spaces between digits.
_TWO = r"(\d\s?\d)"
_HOUR = r"(\d\s?\d?)"
_YEAR = r"(\d\s?\d\s?\d\s?\d)"
DATE_TEXT = rf"{_TWO}\s?/\s?{_TWO}\s?/\s?{_YEAR}"
INSTANT_TEXT = rf"{DATE_TEXT}\s{{0,3}}(?:[aàÀA]\s{{1,3}})?{_HOUR}\s?:\s?{_TWO}"
DATE = re.compile(rf"(?<!\d){DATE_TEXT}(?!\d)")
INSTANT = re.compile(rf"(?<!\d){INSTANT_TEXT}(?!\d)")


def day(numbers: tuple[str, str, str]) -> date | None:
    """The date of day, month and year as printed; None when there is no such day."""
    day_, month, year = (int(re.sub(r"\s", "", number)) for number in numbers)
    try:
        return date(year, month, day_) if year in YEARS else None
    except ValueError:
        return None


def instant(numbers: tuple[str, ...]) -> datetime | None:
    """The naive local time of day, month, year, hour, minute as printed; None when impossible."""
    day_, month, year, hour, minute = (int(re.sub(r"\s", "", number)) for number in numbers)
    try:
        # Naive on purpose: a wall clock reading, kept as printed until `to_utc`.
        return datetime(year, month, day_, hour, minute) if year in YEARS else None  # noqa: DTZ001
    except ValueError:
        return None


def stamp(match: re.Match[str]) -> Stamp:
    """The stamp that STAMP_LINE or STAMP_AT_END found."""
    number, name = match[6], match[7]
    return Stamp(
        at=instant((match[1], match[2], match[3], match[4], match[5])),
        number=number,
        name=" ".join((name or "").split()).removesuffix(" ."),
        written=match[0].strip(),
    )


def exists(local: datetime) -> bool:
    """Whether this naive Europe/Paris time was ever shown by a clock (the spring change removes an hour)."""
    return from_utc(to_utc(local)) == local


def to_utc(local: datetime) -> datetime:
    """The aware UTC instant of a naive Europe/Paris time.

    The repeated autumn hour gives the earlier instant; a removed spring hour gives the instant one hour later
    on the wall clock, which is when the clock was put forward plus the minutes printed.
    """
    return local.replace(tzinfo=PARIS, fold=0).astimezone(UTC)


def from_utc(at: datetime) -> datetime:
    """The naive Europe/Paris wall clock time of an aware instant."""
    return at.astimezone(PARIS).replace(tzinfo=None, fold=0)
