"""Calendars that no office keeps, for the hours at which clocks change: each as the fast and the slow one."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

from temoin.engine import calendar as calendars
from temoin.engine.calendar import Calendar, CalendarData
from temoin.engine.holidays import FixedDate, Holiday
from tests.engine.slow_calendar import SlowCalendar

YEARS = range(2024, 2029)


def odd(
    *,
    zone: str,
    hours: list[tuple[time, time | None]],
    weekdays: range,
    closed_on: tuple[int, int] | None = None,
) -> tuple[Calendar, SlowCalendar]:
    """A calendar with the same hours on some weekdays, closed on one (month, day) of each year."""
    seconds = tuple((_seconds(opens), _seconds(closes) if closes else 86_400) for opens, closes in hours)
    holidays = (Holiday(FixedDate(*closed_on), {"en": "Closed"}, "invented"),) if closed_on else ()
    data = CalendarData(
        code="odd",
        version=1,
        zone=zone,
        label={"en": zone},
        openings=tuple(seconds if weekday in weekdays else () for weekday in range(7)),
        holidays=holidays,
    )
    days_off = frozenset(date(year, *closed_on) for year in YEARS) if closed_on else frozenset()
    return calendars.compile(data, YEARS), SlowCalendar(
        ZoneInfo(zone), dict.fromkeys(weekdays, hours), days_off
    )


def _seconds(at: time) -> int:
    return at.hour * 3_600 + at.minute * 60


ALWAYS: list[tuple[time, time | None]] = [(time(0), None)]
NIGHTS: list[tuple[time, time | None]] = [
    (time(1, 30), time(2, 30)),
    (time(2, 45), time(3, 15)),
    (time(22), None),
]

ODD = {
    "always open": odd(zone="Europe/Paris", hours=ALWAYS, weekdays=range(7), closed_on=(12, 25)),
    "nights": odd(zone="Europe/Paris", hours=NIGHTS, weekdays=range(7), closed_on=(10, 26)),
    "nights but Sundays": odd(zone="Europe/Brussels", hours=NIGHTS, weekdays=range(6)),
    "half an hour": odd(zone="Australia/Lord_Howe", hours=NIGHTS, weekdays=range(7), closed_on=(4, 6)),
    "from midnight": odd(zone="America/Havana", hours=ALWAYS, weekdays=range(7), closed_on=(3, 9)),
    "no change": odd(zone="Asia/Tokyo", hours=ALWAYS, weekdays=range(5)),
}
