"""The calendars give what a slow, obvious second implementation gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from temoin.engine.model import Unit
from temoin.procedures import reading
from tests.engine.calendar_campaign import CODES, instants, sweep
from tests.engine.odd_calendars import ODD
from tests.engine.slow_calendar import EASTER_SUNDAYS, slow_calendar

# Weekends and days at which a zone of the odd calendars changes its clocks, with a day before and after.
CHANGES = [
    datetime(2025, 3, 8, tzinfo=UTC),  # Havana, spring
    datetime(2025, 3, 29, tzinfo=UTC),  # Europe, spring
    datetime(2025, 4, 5, tzinfo=UTC),  # Lord Howe, autumn
    datetime(2025, 10, 4, tzinfo=UTC),  # Lord Howe, spring
    datetime(2025, 10, 25, tzinfo=UTC),  # Europe, autumn
    datetime(2025, 11, 1, tzinfo=UTC),  # Havana, autumn
]


def test_every_hour_of_nine_years_and_every_kind_of_duration_agree(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = sweep("fr-alsace-moselle")
    with capsys.disabled():
        print(f"\n{found.evaluations} evaluations, {len(found.differences)} differences")
    assert found.evaluations == 78_912 * 8 * 2
    assert found.differences == []


@pytest.mark.parametrize("code", CODES)
def test_every_day_of_nine_years_is_a_working_day_in_both_or_in_neither(code: str) -> None:
    calendar, slow = reading.calendar(code), slow_calendar(code)
    for at in instants(datetime(2024, 1, 1), datetime(2033, 1, 1), timedelta(days=1)):
        assert calendar.is_working_day(at.date()) == slow.works_on(at.date()), at.date()
        assert (calendar.holiday(at.date()) is not None) == (at.date() in slow.holidays), at.date()
    assert set(EASTER_SUNDAYS) >= set(range(2024, 2033))


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("begin_at", CHANGES, ids=lambda at: f"{at:%Y-%m-%d}")
@pytest.mark.parametrize("unit", [Unit.HOURS, Unit.OPENING_HOURS, Unit.DAYS])
def test_minute_by_minute_where_clocks_change(name: str, begin_at: datetime, unit: Unit) -> None:
    calendar, slow = ODD[name]
    for at, minutes in slow.minutes_passed(begin_at, unit.value):
        assert calendar.elapsed(begin_at, at, unit) == minutes * 60, at
        if at == begin_at + timedelta(days=2, hours=12):
            break
