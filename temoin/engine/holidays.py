"""On which days a year's holidays fall: rules from the law, computed without any table of dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from temoin.engine.model import Label

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class FixedDate:
    """The same day each year, such as 14 July.

    `if_sunday` days are added where it falls on a Sunday (King's Day: -1); `every` keeps only the
    years that it divides (Liberation Day as a day off: 5).
    """

    month: int
    day: int
    if_sunday: int = 0
    every: int = 1

    def falls_on(self, year: int) -> tuple[date, ...]:
        if year % self.every:
            return ()
        try:
            day = date(year, self.month, self.day)
        except ValueError:  # 29 February of a common year
            return ()
        return (day + timedelta(days=self.if_sunday),) if day.weekday() == SUNDAY else (day,)


@dataclass(frozen=True, slots=True)
class FromEaster:
    """A number of days after (or before) Easter Sunday, such as Ascension: 39."""

    days: int

    def falls_on(self, year: int) -> tuple[date, ...]:
        return (easter(year) + timedelta(days=self.days),)


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The first to fourth, or the last (-1), of a weekday (0 is Monday) in a month."""

    nth: int
    weekday: int
    month: int

    def falls_on(self, year: int) -> tuple[date, ...]:
        if self.nth > 0:
            first = date(year, self.month, 1)
            return (first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1)),)
        last = date(year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)
        return (last - timedelta(days=(last.weekday() - self.weekday) % 7),)


@dataclass(frozen=True, slots=True)
class OnDates:
    """Days named one by one, such as a closure that a company announces."""

    dates: tuple[date, ...]

    def falls_on(self, year: int) -> tuple[date, ...]:
        return tuple(day for day in self.dates if day.year == year)


Rule = FixedDate | FromEaster | NthWeekday | OnDates


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which nobody works, with its name in every language and the text it comes from.

    `since` and `until` are the first and last years it holds, both included.
    """

    rule: Rule
    name: Label
    source: str
    since: int | None = None
    until: int | None = None

    def falls_on(self, year: int) -> tuple[date, ...]:
        if (self.since is not None and year < self.since) or (self.until is not None and year > self.until):
            return ()
        return self.rule.falls_on(year)


def in_years(holidays: Iterable[Holiday], years: range) -> dict[date, Holiday]:
    """Every holiday of those years by its day; where two meet, the one that is written first names the day."""
    by_day: dict[date, Holiday] = {}
    for holiday in holidays:
        for year in years:
            for day in holiday.falls_on(year):
                by_day.setdefault(day, holiday)
    return by_day


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the algorithm Nature published in 1876, valid for any year)."""
    golden = year % 19
    century, year_of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    lunar = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - lunar + 15) % 30
    leap_years, year_rest = divmod(year_of_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
