"""Named cases of the calendars: the ones that practitioners' systems get wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from temoin.engine import calendar as calendars
from temoin.engine import duration
from temoin.engine.calendar import BadOpening, Calendar, CalendarData, NoWorkingTime, OutsideCalendar, Reason
from temoin.engine.holidays import FixedDate, Holiday, NthWeekday, OnDates, easter
from temoin.engine.measure import Opening
from temoin.engine.model import Unit
from temoin.procedures import reading

PARIS = ZoneInfo("Europe/Paris")
EIGHT_HOURS: tuple[Opening, ...] = ((9 * 3_600, 17 * 3_600),)


def paris(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS, fold=fold)


def after(start: datetime, text: str, *, calendar: Calendar | None = None) -> datetime:
    """The end of a duration, in Paris time."""
    return (calendar or reading.calendar("fr")).add(start, duration.parse(text)).astimezone(PARIS)


def week(*openings: tuple[Opening, ...], holidays: tuple[Holiday, ...] = ()) -> CalendarData:
    """A calendar with these openings from Monday on."""
    days = (*openings, *((),) * (7 - len(openings)))
    return CalendarData("test", 1, "Europe/Paris", {"en": "Test"}, days, holidays)


OFFICE = calendars.compile(week(*(EIGHT_HOURS,) * 5), range(2024, 2027))


class TestHoursOnWorkingDays:
    def test_friday_1504_and_24_hours_is_monday_1504(self) -> None:
        assert after(paris("2024-11-22 15:04"), "24h") == paris("2024-11-25 15:04")

    def test_a_holiday_is_skipped(self) -> None:
        # 8 May 2024 is a Wednesday, Ascension the Thursday after it
        assert after(paris("2024-05-07 10:00"), "24h") == paris("2024-05-10 10:00")

    def test_a_start_on_a_holiday_counts_from_the_next_working_day(self) -> None:
        assert after(paris("2024-05-08 16:00"), "2h") == paris("2024-05-10 02:00")

    def test_a_start_on_a_weekend_counts_from_monday(self) -> None:
        assert after(paris("2024-11-23 10:00"), "10h") == paris("2024-11-25 10:00")

    def test_the_earliest_instant_wins_so_that_a_whole_friday_ends_at_its_midnight(self) -> None:
        assert after(paris("2024-11-22 00:00"), "24h") == paris("2024-11-23 00:00")


class TestAlsaceMoselle:
    def test_good_friday_is_a_holiday_there_only(self) -> None:
        thursday = paris("2024-03-28 10:00")
        assert after(thursday, "1wd") == paris("2024-03-29 10:00")
        assert after(thursday, "1wd", calendar=reading.calendar("fr-alsace-moselle")) == paris(
            "2024-04-02 10:00"
        )

    def test_26_december_is_a_holiday_there_only(self) -> None:
        eve = paris("2024-12-24 10:00")
        assert after(eve, "1wd") == paris("2024-12-26 10:00")
        assert after(eve, "1wd", calendar=reading.calendar("fr-alsace-moselle")) == paris("2024-12-27 10:00")


class TestOpeningHours:
    def test_lunch_and_night_are_closed(self) -> None:
        assert after(paris("2024-11-21 11:00"), "6wh") == paris("2024-11-22 08:30")

    def test_a_start_outside_hours_counts_from_the_next_opening(self) -> None:
        assert after(paris("2024-11-21 06:12"), "1wh") == paris("2024-11-21 09:00")
        assert after(paris("2024-11-21 12:45"), "1wh") == paris("2024-11-21 14:30")
        assert after(paris("2024-11-22 22:00"), "1wh") == paris("2024-11-25 09:00")

    def test_a_start_at_the_closing_second_counts_from_the_next_opening(self) -> None:
        assert after(paris("2024-11-21 18:00"), "1wh") == paris("2024-11-22 09:00")
        assert after(paris("2024-11-21 17:59:59"), "1wh") == paris("2024-11-22 08:59:59")

    def test_an_end_at_the_closing_second_is_not_put_off_to_the_next_opening(self) -> None:
        assert after(paris("2024-11-21 17:00"), "1wh") == paris("2024-11-21 18:00")

    def test_a_start_on_a_holiday_counts_from_the_next_opening(self) -> None:
        assert after(paris("2024-05-08 10:00"), "1wh") == paris("2024-05-10 09:00")

    def test_two_working_days_are_not_48_opening_hours(self) -> None:
        friday_evening = paris("2024-11-15 17:00")
        assert after(friday_evening, "2wd", calendar=OFFICE) == paris("2024-11-19 17:00")
        assert after(friday_evening, "48wh", calendar=OFFICE) == paris("2024-11-25 17:00")

    def test_an_opening_in_the_repeated_hour_is_open_both_times(self) -> None:
        calendar = calendars.compile(week(*(((2 * 3_600, 3 * 3_600),),) * 7), range(2024, 2026))
        assert (
            calendar.elapsed(paris("2024-10-27 00:00"), paris("2024-10-28 00:00"), Unit.OPENING_HOURS)
            == 7_200
        )
        assert calendar.elapsed(paris("2024-03-31 00:00"), paris("2024-04-01 00:00"), Unit.OPENING_HOURS) == 0


class TestClockChanges:
    def test_a_day_keeps_its_local_time_over_both_changes(self) -> None:
        assert after(paris("2024-03-30 12:00"), "1d") == paris("2024-03-31 12:00")
        assert after(paris("2024-10-26 12:00"), "1d") == paris("2024-10-27 12:00")

    def test_a_working_day_keeps_its_local_time_over_both_changes(self) -> None:
        # after the spring change comes Easter Monday
        assert after(paris("2024-03-29 12:00"), "1wd") == paris("2024-04-02 12:00")
        assert after(paris("2024-10-25 12:00"), "24h") == paris("2024-10-28 12:00")

    def test_wall_hours_are_real_hours(self) -> None:
        assert after(paris("2024-03-30 12:00"), "24h!") == paris("2024-03-31 13:00")
        assert after(paris("2024-10-26 12:00"), "24h!") == paris("2024-10-27 11:00")
        assert after(paris("2024-03-31 01:50"), "15min!") == paris("2024-03-31 03:05")

    def test_a_result_in_the_removed_hour_moves_to_the_end_of_it(self) -> None:
        assert after(paris("2024-03-30 02:30"), "1d") == paris("2024-03-31 03:00")
        assert after(paris("2024-03-30 03:00"), "1d") == paris("2024-03-31 03:00")

    def test_a_result_in_the_repeated_hour_is_the_earlier_one(self) -> None:
        assert after(paris("2024-10-26 02:30"), "1d") == paris("2024-10-27 02:30", fold=0)
        assert after(paris("2024-10-26 02:30"), "1d").utcoffset() == timedelta(hours=2)

    def test_the_local_clock_stands_still_the_second_time(self) -> None:
        first, second = paris("2024-10-27 02:10", fold=0), paris("2024-10-27 02:50", fold=1)
        calendar = reading.calendar("fr")
        assert calendar.elapsed(first, second, Unit.DAYS) == 50 * 60
        assert calendar.elapsed(second, paris("2024-10-27 03:00"), Unit.DAYS) == 0
        assert calendar.elapsed(first, second, Unit.WALL_MINUTES) == 100 * 60


class TestBothDirections:
    def test_nothing_added_is_the_start_itself(self) -> None:
        start = paris("2024-11-23 10:00:00.250000")
        for unit in Unit:
            assert reading.calendar("fr").add_seconds(start, 0, unit) is start

    def test_going_back_before_a_date(self) -> None:
        calendar = reading.calendar("fr")
        assert calendar.add_seconds(paris("2024-11-25 15:04"), -86_400, Unit.HOURS) == paris(
            "2024-11-22 15:04"
        )
        assert calendar.add_seconds(paris("2024-11-25 09:00"), -7_200, Unit.OPENING_HOURS) == paris(
            "2024-11-22 17:00"
        )

    def test_going_back_gives_the_latest_instant(self) -> None:
        calendar = reading.calendar("fr")
        assert calendar.add_seconds(paris("2024-11-25 09:00"), -3_600, Unit.OPENING_HOURS) == paris(
            "2024-11-25 08:00"
        )

    def test_time_elapsed_is_negative_for_an_earlier_end(self) -> None:
        calendar = reading.calendar("fr")
        assert calendar.elapsed(paris("2024-11-25 15:04"), paris("2024-11-22 15:04"), Unit.HOURS) == -86_400
        assert (
            calendar.elapsed(paris("2024-11-25 08:30"), paris("2024-11-22 17:30"), Unit.OPENING_HOURS)
            == -3_600
        )

    def test_a_weekend_is_no_time_at_all(self) -> None:
        calendar = reading.calendar("fr")
        for unit in (Unit.HOURS, Unit.WORKING_DAYS, Unit.OPENING_HOURS):
            assert calendar.elapsed(paris("2024-11-23 00:00"), paris("2024-11-25 00:00"), unit) == 0

    def test_results_are_whole_seconds_in_utc(self) -> None:
        due_at = reading.calendar("fr").add(paris("2024-11-22 15:04:05.999999"), duration.parse("24h"))
        assert due_at == datetime(2024, 11, 25, 14, 4, 5, tzinfo=UTC)
        assert due_at.tzinfo is UTC


class TestSkipped:
    def test_a_weekend_and_holidays_with_their_law(self) -> None:
        calendar = reading.calendar("fr-alsace-moselle")
        start = paris("2024-03-28 10:00")
        found = calendar.skipped(start, calendar.add(start, duration.parse("1wd")), Unit.WORKING_DAYS)
        assert [
            (one.on.isoformat(), one.reason, one.name and one.name["fr"], one.source) for one in found
        ] == [
            ("2024-03-29", Reason.HOLIDAY, "Vendredi saint", "Code du travail, art. L3134-13 (2°)"),
            ("2024-03-30", Reason.WEEKEND, None, ""),
            ("2024-03-31", Reason.WEEKEND, None, ""),
            ("2024-04-01", Reason.HOLIDAY, "Lundi de Pâques", "Code du travail, art. L3134-13"),
        ]
        assert [one.seconds // 3_600 for one in found] == [24, 24, 23, 24]

    def test_closed_hours_of_each_day(self) -> None:
        calendar = reading.calendar("fr")
        found = calendar.skipped(paris("2024-11-21 11:00"), paris("2024-11-22 08:30"), Unit.OPENING_HOURS)
        assert [(one.on.day, one.reason, one.seconds) for one in found] == [
            (21, Reason.CLOSED, 90 * 60 + 6 * 3_600),
            (22, Reason.CLOSED, 8 * 3_600),
        ]

    @pytest.mark.parametrize(("on", "seconds"), [("2024-03-31", -3_600), ("2024-10-27", 3_600)])
    def test_a_change_of_clocks(self, on: str, seconds: int) -> None:
        start = paris(f"{on} 00:30")
        found = reading.calendar("fr").skipped(start, start + timedelta(days=2), Unit.DAYS)
        assert [(one.on.isoformat(), one.reason, one.seconds) for one in found] == [
            (on, Reason.CLOCK_CHANGE, seconds)
        ]

    def test_nothing_on_the_wall_clock_nor_on_one_working_day(self) -> None:
        calendar = reading.calendar("fr")
        assert calendar.skipped(paris("2024-11-22 10:00"), paris("2024-11-25 10:00"), Unit.WALL_HOURS) == ()
        assert calendar.skipped(paris("2024-11-22 10:00"), paris("2024-11-22 19:00"), Unit.HOURS) == ()


class TestRefusals:
    def test_a_calendar_that_is_never_open_is_refused_when_built(self) -> None:
        with pytest.raises(NoWorkingTime, match="Calendar test is never open"):
            calendars.compile(week())

    def test_one_whose_holidays_leave_no_day_is_refused_too(self) -> None:
        mondays = tuple(date(2024, 1, 1) + timedelta(days=7 * n) for n in range(53))
        with pytest.raises(NoWorkingTime):
            calendars.compile(
                week(EIGHT_HOURS, holidays=(Holiday(OnDates(mondays), {"en": "Closed"}, "invented"),)),
                range(2024, 2025),
            )

    @pytest.mark.parametrize(
        "openings",
        [((10, 10),), ((20, 10),), ((0, 86_401),), ((-1, 5),), ((0, 10), (5, 20)), ((10, 20), (0, 5))],
    )
    def test_openings_must_lie_in_the_day_in_order_and_apart(self, openings: tuple[Opening, ...]) -> None:
        with pytest.raises(BadOpening):
            calendars.compile(week(openings))

    def test_openings_may_touch_and_reach_midnight(self) -> None:
        calendar = calendars.compile(week(((0, 43_200), (43_200, 86_400))), range(2024, 2025))
        assert (
            calendar.elapsed(paris("2024-01-01 00:00"), paris("2024-01-08 00:00"), Unit.OPENING_HOURS)
            == 86_400
        )

    def test_instants_and_days_outside_the_compiled_years_are_refused(self) -> None:
        inside, before, beyond = (
            paris("2025-06-02 10:00"),
            paris("2023-12-31 23:59"),
            paris("2027-01-01 00:01"),
        )
        for outside in (before, beyond):
            with pytest.raises(OutsideCalendar, match="which covers 2024-01-01 to 2026-12-31"):
                OFFICE.add(outside, duration.parse("1d"))
            with pytest.raises(OutsideCalendar):
                OFFICE.elapsed(inside, outside, Unit.HOURS)
            with pytest.raises(OutsideCalendar):
                OFFICE.is_working_day(outside.date())
        for unit in Unit:
            with pytest.raises(OutsideCalendar):
                OFFICE.add_seconds(inside, 10**9, unit)
            with pytest.raises(OutsideCalendar):
                OFFICE.add_seconds(inside, -(10**9), unit)

    def test_an_instant_without_a_zone_is_a_bug(self) -> None:
        with pytest.raises(TypeError):
            OFFICE.add(datetime(2025, 6, 2, 10), duration.parse("1d"))

    def test_the_years_compiled_by_default(self) -> None:
        calendar = reading.calendar("fr")
        assert (calendar.first_on, calendar.last_on) == (date(2015, 1, 1), date(2045, 12, 31))


class TestHolidayRules:
    def test_easter_at_its_earliest_and_latest_and_at_the_exceptions(self) -> None:
        for year, month, day in [
            (1818, 3, 22), (1943, 4, 25), (1954, 4, 18), (1981, 4, 19), (2000, 4, 23), (2008, 3, 23), (2038, 4, 25),
            (2049, 4, 18), (2076, 4, 19), (2285, 3, 22),
        ]:  # fmt: skip
            assert easter(year) == date(year, month, day)

    def test_first_and_last_weekdays_of_a_month(self) -> None:
        assert NthWeekday(1, 0, 9).falls_on(2024) == (date(2024, 9, 2),)
        assert NthWeekday(3, 6, 9).falls_on(2024) == (date(2024, 9, 15),)
        assert NthWeekday(-1, 0, 5).falls_on(2024) == (date(2024, 5, 27),)
        assert NthWeekday(-1, 1, 12).falls_on(2024) == (date(2024, 12, 31),)

    def test_a_day_moved_when_it_is_a_sunday_and_a_day_every_fifth_year(self) -> None:
        assert FixedDate(4, 27, if_sunday=-1).falls_on(2025) == (date(2025, 4, 26),)
        assert FixedDate(4, 27, if_sunday=-1).falls_on(2026) == (date(2026, 4, 27),)
        assert FixedDate(5, 5, every=5).falls_on(2025) == (date(2025, 5, 5),)
        assert FixedDate(5, 5, every=5).falls_on(2026) == ()
        assert FixedDate(2, 29).falls_on(2025) == ()

    def test_a_holiday_holds_between_its_years(self) -> None:
        holiday = Holiday(FixedDate(7, 1), {"en": "A day"}, "invented", since=2025, until=2026)
        assert [len(holiday.falls_on(year)) for year in range(2024, 2028)] == [0, 1, 1, 0]
