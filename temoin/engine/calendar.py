"""Working calendars: when a duration ends, how much of one has passed, and what was not counted.

A calendar is compiled once to sorted intervals, so that each question costs two bisections.
Instants are taken to the whole second; a repeated autumn hour counts once in the units that follow
the local clock (`h`, `wd`, `d`, `mo`), and a date in the hour removed in spring moves to the end of it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from temoin.engine import holidays as holiday_rules
from temoin.engine import measure
from temoin.engine.duration import UNIT_SECONDS
from temoin.engine.holidays import Holiday
from temoin.engine.measure import DAY, Measure, Opening
from temoin.engine.model import Duration, Label, Unit

YEARS = range(2015, 2046)
"""The years compiled unless others are asked for: 2015 to 2045."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_SECOND = timedelta(seconds=1)


class NoWorkingTime(ValueError):
    """The calendar is never open, so that no working duration would ever end."""


class BadOpening(ValueError):
    """A day's opening hours are empty, overlap, are out of order or leave the day."""


class OutsideCalendar(ValueError):
    """An instant or a day lies outside the years that the calendar is compiled for."""


class Reason(StrEnum):
    """Why some time was not counted."""

    WEEKEND = "weekend"  # a day of the week that is never open
    HOLIDAY = "holiday"
    CLOSED = "closed"  # outside the opening hours of a working day
    CLOCK_CHANGE = "clock_change"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Real seconds of one local day that a unit did not count, and why.

    Over a whole period they are the difference between the time that passed and the time that
    counted; so the hour removed in spring, which counts though it never passed, is negative.
    """

    on: date
    reason: Reason
    seconds: int
    name: Label | None = None  # of the holiday
    source: str = ""  # the text that makes it one


@dataclass(frozen=True, slots=True)
class CalendarData:
    """A calendar as it is written: a zone, the openings of each weekday from Monday, and the holidays."""

    code: str
    version: int
    zone: str
    label: Label
    openings: tuple[tuple[Opening, ...], ...]
    holidays: tuple[Holiday, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """A compiled calendar; it covers local time from `first_on` to `last_on`, both included."""

    code: str
    version: int
    zone: str
    label: Label
    first_on: date
    last_on: date
    _open_weekdays: frozenset[int] = field(repr=False)
    _holidays: Mapping[date, Holiday] = field(repr=False)
    _measures: Mapping[Unit, Measure] = field(repr=False)

    def add(self, start: datetime, duration: Duration) -> datetime:
        """The instant (UTC) at which a duration that starts at `start` ends. Raises OutsideCalendar."""
        return self._from(start, duration.amount, duration.unit)

    def before(self, end: datetime, duration: Duration) -> datetime:
        """The instant (UTC) from which a duration leads up to `end`. Raises OutsideCalendar."""
        return self._from(end, -duration.amount, duration.unit)

    def _from(self, start: datetime, amount: int, unit: Unit) -> datetime:
        """So many units after `start`, or before it where the amount is negative."""
        if unit is not Unit.MONTHS:
            return self.add_seconds(start, amount * UNIT_SECONDS[unit], unit)
        on = date.fromordinal(_EPOCH_DAY + self._day(self._second(start)))
        try:
            reached = _months_later(on, amount)
        except ValueError:
            raise OutsideCalendar(f"{amount} months from {on} lead outside {self._range_said()}.") from None
        return self.add_seconds(start, (reached - on).days * DAY, Unit.MONTHS)

    def end_of(self, on: date) -> datetime:
        """The last minute of a local day, from which a term runs where that day does not count."""
        return datetime.combine(on, time(23, 59), tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def add_seconds(self, start: datetime, seconds: int, unit: Unit) -> datetime:
        """The earliest instant (UTC) from `start` at which that many seconds of the unit have passed.

        A negative number goes back, to the latest instant from which that many lead up to `start`;
        0 gives `start` itself. Raises OutsideCalendar.
        """
        second = self._second(start)
        if seconds == 0:
            return start
        passing = self._measures[unit]
        amount = passing.at(second) + seconds
        reached = passing.first(amount) if seconds > 0 else passing.last(amount)
        if reached is None:
            raise OutsideCalendar(
                f"{seconds} s ({unit}) from {start.isoformat()} lead outside {self._range_said()}."
            )
        return _EPOCH + timedelta(seconds=reached)

    def elapsed(self, start: datetime, end: datetime, unit: Unit) -> int:
        """Seconds of the unit's own measure from `start` to `end`, negative if `end` is earlier.

        Raises OutsideCalendar.
        """
        passing = self._measures[unit]
        return passing.at(self._second(end)) - passing.at(self._second(start))

    def is_working_day(self, day: date) -> bool:
        """Whether the calendar opens on that local day. Raises OutsideCalendar."""
        return self.holiday(day) is None and day.weekday() in self._open_weekdays

    def holiday(self, day: date) -> Holiday | None:
        """The holiday of that local day, whatever its weekday. Raises OutsideCalendar."""
        if not self.first_on <= day <= self.last_on:
            raise OutsideCalendar(f"{day} is outside {self._range_said()}.")
        return self._holidays.get(day)

    def skipped(self, start: datetime, end: datetime, unit: Unit) -> tuple[Skipped, ...]:
        """What the unit did not count between two instants, day by day and in order.

        The seconds add up to the real time between them less `elapsed`. Raises OutsideCalendar.
        """
        first, last = sorted((self._second(start), self._second(end)))
        if unit in (Unit.WALL_HOURS, Unit.WALL_MINUTES) or first == last:
            return ()
        found = []
        passing = self._measures[unit]
        for day in range(self._day(first), self._day(last) + 1):
            begin, end_of_day = max(first, self._midnight(day)), min(last, self._midnight(day + 1))
            missing = end_of_day - begin - (passing.at(end_of_day) - passing.at(begin))
            if missing:
                found.append(self._explained(date.fromordinal(_EPOCH_DAY + day), missing, unit))
        return tuple(found)

    def _explained(self, day: date, seconds: int, unit: Unit) -> Skipped:
        if unit in (Unit.DAYS, Unit.MONTHS):
            return Skipped(day, Reason.CLOCK_CHANGE, seconds)
        if day.weekday() not in self._open_weekdays:
            return Skipped(day, Reason.WEEKEND, seconds)
        if holiday := self._holidays.get(day):
            return Skipped(day, Reason.HOLIDAY, seconds, holiday.name, holiday.source)
        reason = Reason.CLOSED if unit == Unit.OPENING_HOURS else Reason.CLOCK_CHANGE
        return Skipped(day, reason, seconds)

    def _second(self, at: datetime) -> int:
        """Seconds since 1970; an instant without a zone is a bug and raises TypeError."""
        second = (at - _EPOCH) // _SECOND
        covered = self._measures[Unit.WALL_HOURS]
        if not covered.begins[0] <= second <= covered.ends[0]:
            raise OutsideCalendar(f"{at.isoformat()} is outside {self._range_said()}.")
        return second

    def _day(self, second: int) -> int:
        """The local day of an instant, in days since 1970."""
        return self.first_on.toordinal() - _EPOCH_DAY + self._measures[Unit.DAYS].at(second) // DAY

    def _midnight(self, day: int) -> int:
        """The instant at which a local day begins, or the calendar's own end."""
        covered = self._measures[Unit.WALL_HOURS]
        amount = (day - self.first_on.toordinal() + _EPOCH_DAY) * DAY
        reached = self._measures[Unit.DAYS].first(amount) if amount > 0 else covered.begins[0]
        return covered.ends[0] if reached is None else reached

    def _range_said(self) -> str:
        return f"calendar {self.code}, which covers {self.first_on} to {self.last_on}"


def _months_later(on: date, months: int) -> date:
    """The same day so many months later, or the last of a month that has no such day. Raises ValueError."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def compile(data: CalendarData, years: range = YEARS) -> Calendar:
    """Compile a calendar for some years. Raises BadOpening, NoWorkingTime, ZoneInfoNotFoundError."""
    for openings in data.openings:
        check_openings(openings)
    zone = ZoneInfo(data.zone)
    first_on, after_on = date(years[0], 1, 1), date(years[-1] + 1, 1, 1)
    begin, end = (int(datetime(day.year, 1, 1, tzinfo=zone).timestamp()) for day in (first_on, after_on))
    kept = measure.stretches(zone, begin, end)
    days_off = holiday_rules.in_years(data.holidays, years)
    open_weekdays = frozenset(weekday for weekday, openings in enumerate(data.openings) if openings)
    openings_by_day = {
        ordinal - _EPOCH_DAY: data.openings[day.weekday()]
        for ordinal in range(first_on.toordinal(), after_on.toordinal())
        if (day := date.fromordinal(ordinal)).weekday() in open_weekdays and day not in days_off
    }
    days = measure.local_time(kept)
    real, working = measure.real_time(begin, end), measure.local_time_on_days(kept, openings_by_day)
    opening = measure.within_openings(kept, openings_by_day)
    if not opening.begins or not working.begins:
        raise NoWorkingTime(f"Calendar {data.code} is never open: give at least one weekday opening hours.")
    return Calendar(
        code=data.code,
        version=data.version,
        zone=data.zone,
        label=data.label,
        first_on=first_on,
        last_on=after_on - timedelta(days=1),
        _open_weekdays=open_weekdays,
        _holidays=days_off,
        _measures={
            Unit.HOURS: working,
            Unit.WORKING_DAYS: working,
            Unit.DAYS: days,
            Unit.MONTHS: days,
            Unit.WALL_HOURS: real,
            Unit.WALL_MINUTES: real,
            Unit.OPENING_HOURS: opening,
        },
    )


def check_openings(openings: Sequence[Opening]) -> None:
    """Raise BadOpening unless a day's openings lie within it, in order and apart."""
    closed_at = 0
    for opens, closes in openings:
        if not 0 <= opens < closes <= DAY:
            raise BadOpening("an opening must end after it begins, between 00:00 and 24:00.")
        if opens < closed_at:
            raise BadOpening("the openings of a day must be in order and must not overlap.")
        closed_at = closes
