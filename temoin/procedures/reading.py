"""Finds the calendars by name and by place; each file is read and compiled once in a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from temoin.engine import calendar as calendars
from temoin.engine.calendar import Calendar
from temoin.procedures import calendar_file
from temoin.procedures.calendar_file import CalendarFile

FOLDER = Path(__file__).parent / "calendars"


class UnknownCalendar(LookupError):
    """No calendar has that code, or none is for that country."""


@cache
def calendar(code: str) -> Calendar:
    """The calendar of that code, such as `fr`. Raises UnknownCalendar, CalendarErrors."""
    return calendars.compile(written(code).data)


@cache
def written(code: str) -> CalendarFile:
    """The calendar as its file has it. Raises UnknownCalendar, CalendarErrors."""
    if code not in calendar_codes():
        raise UnknownCalendar(f"There is no calendar “{code}”; there are: {', '.join(calendar_codes())}.")
    path = FOLDER / f"{code}.yaml"
    found = calendar_file.parse(path.read_text(encoding="utf-8"), file=f"calendars/{path.name}")
    if found.data.code != code:
        raise UnknownCalendar(
            f"calendars/{path.name} calls itself “{found.data.code}”; name the file after it."
        )
    return found


@cache
def calendar_codes() -> tuple[str, ...]:
    """The codes of every calendar there is, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def calendar_for(country: str, postcode: str) -> str:
    """The code of the calendar of a place: that of the longest postcode beginning, else of the country.

    `country` is two letters in either case. Raises UnknownCalendar where no calendar is for it.
    """
    nation, place = country.strip().upper(), postcode.replace(" ", "")
    longest: dict[int, str] = {}
    for code in calendar_codes():
        one = written(code)
        if one.country == nation:
            matching = [len(start) for start in one.postcodes or ("",) if place.startswith(start)]
            longest.update((length, code) for length in matching)
    if not longest:
        raise UnknownCalendar(f"There is no calendar for {nation} {place}.")
    return longest[max(longest)]
