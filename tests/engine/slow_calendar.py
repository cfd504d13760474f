"""A second calendar, slow and obvious, against which the real one is compared; it shares no code with it.

It walks day by day with the standard library's dates. Holidays of 2024 to 2033 are written out from
the published dates of Easter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NO_TIME = timedelta(0)
ONE_DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

EASTER_SUNDAYS = {
    2024: date(2024, 3, 31),
    2025: date(2025, 4, 20),
    2026: date(2026, 4, 5),
    2027: date(2027, 3, 28),
    2028: date(2028, 4, 16),
    2029: date(2029, 4, 1),
    2030: date(2030, 4, 21),
    2031: date(2031, 4, 13),
    2032: date(2032, 3, 28),
    2033: date(2033, 4, 17),
}


@dataclass(frozen=True)
class SlowCalendar:
    """Opening hours as pairs of local times by weekday; closing at midnight is `None`."""

    zone: ZoneInfo
    openings: dict[int, list[tuple[time, time | None]]]
    holidays: frozenset[date]
    _opened: dict[date, list[tuple[datetime, datetime]]] = field(default_factory=dict)

    def works_on(self, day: date) -> bool:
        return day.weekday() in self.openings and day not in self.holidays

    def add(self, start: datetime, amount: int, unit: str) -> datetime:
        if unit == "h!":
            return start + timedelta(hours=amount)
        if unit == "min!":
            return start + timedelta(minutes=amount)
        if unit == "d":
            return self.instant(self.reading(start) + timedelta(days=amount))
        if unit == "h":
            return self._add_on_working_days(start, timedelta(hours=amount))
        if unit == "wd":
            return self._add_on_working_days(start, timedelta(days=amount))
        assert unit == "wh"
        return self._add_in_openings(start, timedelta(hours=amount))

    def _add_on_working_days(self, start: datetime, left: timedelta) -> datetime:
        now = self.reading(start)
        while True:
            midnight = datetime.combine(now.date() + ONE_DAY, time.min)
            if self.works_on(now.date()):
                if left <= midnight - now:
                    return self.instant(now + left)
                left -= midnight - now
            now = midnight

    def _add_in_openings(self, start: datetime, left: timedelta) -> datetime:
        day = start.astimezone(self.zone).date()
        while True:
            for opens, closes in self.opened(day):
                if closes > start:
                    begins = max(opens, start)
                    if left <= closes - begins:
                        return begins + left
                    left -= closes - begins
            day += ONE_DAY

    def elapsed(self, start: datetime, end: datetime, unit: str) -> timedelta:
        """The time of that unit from start to a later end."""
        if unit in ("h!", "min!"):
            return end - start
        if unit == "d":
            return self.reading(end) - self.reading(start)
        total = NO_TIME
        day, last_day = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        start_reading, end_reading = self.reading(start), self.reading(end)
        while day <= last_day:
            if unit == "wh":
                for opens, closes in self.opened(day):
                    total += max(NO_TIME, min(closes, end) - max(opens, start))
            elif self.works_on(day):
                midnight = datetime.combine(day, time.min)
                total += max(NO_TIME, min(midnight + ONE_DAY, end_reading) - max(midnight, start_reading))
            day += ONE_DAY
        return total

    def opened(self, day: date) -> list[tuple[datetime, datetime]]:
        """The instants at which a day's openings begin and end."""
        if day not in self._opened:
            hours = self.openings[day.weekday()] if self.works_on(day) else []
            self._opened[day] = [
                (
                    self.instant(datetime.combine(day, opens)),
                    self.instant(
                        datetime.combine(day, closes) if closes else datetime.combine(day + ONE_DAY, time.min)
                    ),
                )
                for opens, closes in hours
            ]
        return self._opened[day]

    def reading(self, at: datetime) -> datetime:
        """The local clock without its zone; in Europe's repeated hour (02:00 to 03:00) it waits at 03:00."""
        local = at.astimezone(self.zone)
        if local.fold == 1:
            return datetime.combine(local.date(), time(3))
        return local.replace(tzinfo=None)

    def instant(self, reading: datetime) -> datetime:
        """The first instant at which the local clock gets to that reading, or to the next that it ever shows."""
        if reading.hour == 3 and self.is_repeated(reading - MINUTE):
            # 03:00 in autumn: the clock got there before it was put back
            return self.instant(reading - MINUTE) + MINUTE
        while True:
            at = reading.replace(tzinfo=self.zone).astimezone(UTC)
            if at.astimezone(self.zone).replace(tzinfo=None) == reading:
                return at
            reading = reading.replace(second=0) + MINUTE

    def is_repeated(self, reading: datetime) -> bool:
        first, second = (reading.replace(tzinfo=self.zone, fold=fold).utcoffset() for fold in (0, 1))
        assert first is not None
        assert second is not None
        return first > second

    def minutes_passed(self, start: datetime, unit: str) -> Iterator[tuple[datetime, int]]:
        """Each minute from `start` on, with the minutes of the unit until then; for any zone and any opening.

        The local clock runs for a minute, and then may be put forward or back; only readings that it
        has never shown count.
        """
        counted = 0
        now = highest = start.astimezone(self.zone).replace(tzinfo=None)
        while True:
            yield start, counted
            start += MINUTE
            after = start.astimezone(self.zone).replace(tzinfo=None)
            if unit == "wh":
                counted += self.is_open(now)
            else:
                for reading in (now + MINUTE, after):
                    if reading > highest:
                        if unit == "d" or self.works_on(highest.date()):
                            counted += (reading - highest) // MINUTE
                        highest = reading
            now = after

    def is_open(self, reading: datetime) -> bool:
        return self.works_on(reading.date()) and any(
            opens <= reading.time() and (closes is None or reading.time() < closes)
            for opens, closes in self.openings[reading.weekday()]
        )


def slow_calendar(code: str) -> SlowCalendar:
    """The calendars of the product, written a second time."""
    zone = {"be": "Europe/Brussels", "nl": "Europe/Amsterdam"}.get(code, "Europe/Paris")
    hours: list[tuple[time, time | None]] = [(time(8), time(12)), (time(13, 30), time(18))]
    holidays = frozenset(day for year in EASTER_SUNDAYS for day in HOLIDAYS[code](year))
    return SlowCalendar(ZoneInfo(zone), dict.fromkeys(range(5), hours), holidays)


def _french(year: int) -> list[date]:
    easter = EASTER_SUNDAYS[year]
    return [
        date(year, 1, 1),
        easter + 1 * ONE_DAY,
        date(year, 5, 1),
        date(year, 5, 8),
        easter + 39 * ONE_DAY,
        easter + 50 * ONE_DAY,
        date(year, 7, 14),
        date(year, 8, 15),
        date(year, 11, 1),
        date(year, 11, 11),
        date(year, 12, 25),
    ]


def _alsatian(year: int) -> list[date]:
    return [*_french(year), EASTER_SUNDAYS[year] - 2 * ONE_DAY, date(year, 12, 26)]


def _belgian(year: int) -> list[date]:
    easter = EASTER_SUNDAYS[year]
    return [
        date(year, 1, 1),
        easter + 1 * ONE_DAY,
        date(year, 5, 1),
        easter + 39 * ONE_DAY,
        easter + 50 * ONE_DAY,
        date(year, 7, 21),
        date(year, 8, 15),
        date(year, 11, 1),
        date(year, 11, 11),
        date(year, 12, 25),
    ]


def _dutch(year: int) -> list[date]:
    easter = EASTER_SUNDAYS[year]
    kings_day = date(year, 4, 26) if year in (2025, 2031) else date(year, 4, 27)
    liberation_day = [date(year, 5, 5)] if year in (2025, 2030) else []
    return [
        date(year, 1, 1),
        easter + 1 * ONE_DAY,
        kings_day,
        *liberation_day,
        easter + 39 * ONE_DAY,
        easter + 50 * ONE_DAY,
        date(year, 12, 25),
        date(year, 12, 26),
    ]


HOLIDAYS = {"fr": _french, "fr-alsace-moselle": _alsatian, "be": _belgian, "nl": _dutch}
