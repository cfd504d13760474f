"""What holds for every calendar, unit and instant: inverse, monotone, additive, and nothing lost in explanations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from temoin.engine.calendar import Calendar
from temoin.engine.model import Unit
from temoin.procedures import reading
from tests.engine.odd_calendars import ODD

SECOND = timedelta(seconds=1)
FIRST_AT = datetime(2025, 1, 2, tzinfo=UTC)
LAST_AT = datetime(2027, 6, 1, tzinfo=UTC)
CHANGES = [
    datetime(2025, 3, 30, 1, tzinfo=UTC),
    datetime(2025, 10, 26, 1, tzinfo=UTC),
    datetime(2026, 3, 29, 1, tzinfo=UTC),
]

calendars = st.sampled_from(
    [reading.calendar("fr-alsace-moselle"), reading.calendar("nl"), *(fast for fast, _ in ODD.values())]
)
units = st.sampled_from(list(Unit))
around_changes = st.builds(
    lambda at, seconds: at + timedelta(seconds=seconds),
    st.sampled_from(CHANGES),
    st.integers(-100_000, 100_000),
)
anywhere = st.integers(0, int((LAST_AT - FIRST_AT).total_seconds())).map(
    lambda n: FIRST_AT + timedelta(seconds=n)
)
instants = st.one_of(
    anywhere,
    around_changes,
    around_changes.map(lambda at: at.replace(minute=0, second=0)),
    anywhere.map(lambda at: at.replace(second=0)),
)
amounts = st.one_of(
    st.integers(1, 90_000), st.integers(1, 60).map(lambda n: n * 3_600), st.integers(1, 100 * 3_600)
)


def is_spring_change(at: datetime, calendar: Calendar) -> bool:
    zone = ZoneInfo(calendar.zone)
    before, after = (at - SECOND).astimezone(zone).utcoffset(), at.astimezone(zone).utcoffset()
    assert before is not None
    assert after is not None
    return before < after


def follows_local_clock(unit: Unit) -> bool:
    return unit in (Unit.HOURS, Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS)


@settings(max_examples=600, deadline=None)
@given(calendars, instants, amounts, units)
def test_time_added_is_the_time_elapsed_and_no_earlier_instant_would_do(
    calendar: Calendar, start: datetime, amount: int, unit: Unit
) -> None:
    end = calendar.add_seconds(start, amount, unit)
    passed = calendar.elapsed(start, end, unit)
    if follows_local_clock(unit) and is_spring_change(end, calendar):
        assert amount <= passed <= amount + 3_600
    else:
        assert passed == amount
    assert calendar.elapsed(start, end - SECOND, unit) < amount


@settings(max_examples=600, deadline=None)
@given(calendars, instants, amounts, units)
def test_time_taken_away_is_the_time_elapsed_and_no_later_instant_would_do(
    calendar: Calendar, end: datetime, amount: int, unit: Unit
) -> None:
    start = calendar.add_seconds(end, -amount, unit)
    passed = calendar.elapsed(start, end, unit)
    if follows_local_clock(unit) and is_spring_change(start, calendar):
        assert amount - 3_600 <= passed <= amount
    else:
        assert passed == amount
    assert calendar.elapsed(start + SECOND, end, unit) < amount


@settings(max_examples=400, deadline=None)
@given(calendars, instants, instants, amounts, amounts, units)
def test_a_later_start_or_a_longer_time_never_ends_earlier(
    calendar: Calendar, one: datetime, other: datetime, shorter: int, more: int, unit: Unit
) -> None:
    first, second = sorted((one, other))
    end = calendar.add_seconds(first, shorter, unit)
    assert first <= end <= calendar.add_seconds(second, shorter, unit)
    assert end <= calendar.add_seconds(first, shorter + more, unit)
    assert calendar.elapsed(first, second, unit) >= 0


@settings(max_examples=400, deadline=None)
@given(calendars, instants, amounts, amounts, units)
def test_two_times_added_one_after_the_other_are_their_sum(
    calendar: Calendar, start: datetime, first: int, second: int, unit: Unit
) -> None:
    between = calendar.add_seconds(start, first, unit)
    if not (follows_local_clock(unit) and is_spring_change(between, calendar)):
        assert calendar.add_seconds(between, second, unit) == calendar.add_seconds(
            start, first + second, unit
        )


@settings(max_examples=400, deadline=None)
@given(calendars, instants, instants, instants, units)
def test_time_elapsed_adds_up_and_turns_its_sign(
    calendar: Calendar, first: datetime, second: datetime, third: datetime, unit: Unit
) -> None:
    whole = calendar.elapsed(first, third, unit)
    assert calendar.elapsed(first, second, unit) + calendar.elapsed(second, third, unit) == whole
    assert calendar.elapsed(third, first, unit) == -whole


@settings(max_examples=200, deadline=None)
@given(calendars, instants, st.integers(0, 40 * 86_400), units)
def test_what_was_skipped_is_all_the_time_that_did_not_count(
    calendar: Calendar, start: datetime, length: int, unit: Unit
) -> None:
    end = start + timedelta(seconds=length)
    found = calendar.skipped(start, end, unit)
    assert sum(one.seconds for one in found) == length - calendar.elapsed(start, end, unit)
    assert [one.on for one in found] == sorted({one.on for one in found})
    assert calendar.skipped(end, start, unit) == found


@settings(max_examples=200, deadline=None)
@given(calendars, instants, units, st.integers(1, 999_999), amounts)
def test_a_fraction_of_a_second_changes_nothing(
    calendar: Calendar, start: datetime, unit: Unit, microsecond: int, amount: int
) -> None:
    later = start.replace(microsecond=microsecond)
    assert calendar.add_seconds(later, amount, unit) == calendar.add_seconds(start, amount, unit)
    assert calendar.elapsed(start, later, unit) == 0
