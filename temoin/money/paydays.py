"""On which day a weekly list is paid: a day of the week, or the next working day where that is a holiday."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from temoin.engine.calendar import Calendar

WEEK = timedelta(days=7)


def coming(at: datetime, weekday: int, calendar: Calendar, *, closed: Collection[date] = ()) -> date:
    """The next list day whose list is open at a moment; `weekday` counts from 1, Monday.

    A list is open to the end of its day. `closed` are days whose list was closed already.
    """
    return next(
        day
        for day in _days(at.astimezone(ZoneInfo(calendar.zone)).date(), weekday, calendar)
        if calendar.end_of(day) > at and day not in closed
    )


def _days(today: date, weekday: int, calendar: Calendar) -> Iterator[date]:
    """List days from last week's on: a holiday may have moved that one to today."""
    day = today - timedelta(days=(today.isoweekday() - weekday) % 7)
    while True:
        yield _working(day, calendar)
        day += WEEK


def _working(day: date, calendar: Calendar) -> date:
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day
