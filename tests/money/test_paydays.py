"""The day of a weekly list: Tuesdays, holidays, and what is too late for today's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from temoin.money import paydays
from temoin.procedures.reading import calendar

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-20 10:00", "2026-11-24"),  # a Friday: the next Tuesday
        ("2026-11-24 10:00", "2026-11-24"),  # on the day itself, while the list is open
        ("2026-11-24 23:58", "2026-11-24"),
        ("2026-11-24 23:59", "2026-12-01"),  # it has just been closed
        ("2025-11-07 10:00", "2025-11-12"),  # Tuesday the 11th is a holiday: Wednesday
        ("2025-11-11 10:00", "2025-11-12"),
        ("2025-11-12 10:00", "2025-11-12"),  # still last Tuesday's list
        ("2025-11-12 23:59", "2025-11-18"),
    ],
)
def test_the_next_list_day(at: str, day: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=PARIS)
    assert paydays.coming(moment, 2, calendar("fr")) == date.fromisoformat(day)


def test_a_list_already_closed_is_passed_over() -> None:
    moment = datetime(2026, 11, 20, 10, tzinfo=PARIS)
    assert paydays.coming(moment, 2, calendar("fr"), closed={date(2026, 11, 24)}) == date(2026, 12, 1)


@pytest.mark.parametrize("code", ["fr", "be", "nl"])
@pytest.mark.parametrize("weekday", [1, 2, 5, 7])
def test_every_list_day_is_a_working_day_still_ahead(code: str, weekday: int) -> None:
    known, at = calendar(code), datetime(2026, 1, 1, 12, tzinfo=PARIS)
    for days in range(365):
        moment = at + timedelta(days=days)
        day = paydays.coming(moment, weekday, known)
        assert known.is_working_day(day)
        assert known.end_of(day) > moment
        assert day - moment.date() < timedelta(days=12)
