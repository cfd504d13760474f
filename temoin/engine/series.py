"""What a series of readings tells: its curve, where it must come to, and when it is likely to be there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from temoin.engine.calendar import Calendar
from temoin.engine.duration import parse
from temoin.engine.flow import conditions_in
from temoin.engine.model import Operand, Procedure, Series, Test
from temoin.engine.state import UNDO, Entry, Key

Point = tuple[datetime, Decimal]

FITTED = 5
"""The line is laid through so many last readings: drying slows down, so the first ones say little by then."""
FARTHEST = timedelta(days=90)
SOONEST, LATEST = parse("1wd"), parse("10wd")
"""How far ahead the next reading is proposed."""


def points(entries: Iterable[Entry], code: str) -> dict[Key, list[Point]]:
    """The readings of a series by key, each in the order in which they were taken; never mixed."""
    found: defaultdict[Key, dict[datetime, Decimal]] = defaultdict(dict)
    for entry in standing(entries):
        for key, reading in entry.readings.get(code, {}).items():
            found[key][reading.at] = reading.value  # read twice at one moment: the later entry corrects
    return {key: sorted(taken.items()) for key, taken in found.items()}


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """The entries without what was taken back, and without the taking back."""
    left: list[Entry] = []
    for entry in entries:
        if entry.action != UNDO:
            left.append(entry)
            continue
        undone = next(one for one in reversed(left) if one.action == entry.values["undone"])
        left = [one for one in left if one is not undone]
    return left


def threshold(procedure: Procedure, series: Series, key: Key, facts: Mapping[str, Any]) -> Decimal | None:
    """The number at or under which a key's reading settles; None where the procedure has none for it."""
    named = {**facts, **dict(zip(series.key, key, strict=True))}
    for condition in conditions_in(series.settled):
        if condition.subject == series.value and condition.test is Test.AT_MOST:
            return _number(procedure, condition.operand, named)
    return None


def _number(procedure: Procedure, operand: Operand, named: Mapping[str, Any]) -> Decimal | None:
    if operand.table is None:
        value = named.get(operand.fact) if operand.fact else operand.constant
    else:
        row = tuple(str(named.get(code)) for code in operand.by)
        value = procedure.tables[operand.table].rows.get(row)
    return None if value is None else Decimal(value)


def forecast(points: Sequence[Point], threshold: Decimal, now: datetime) -> datetime | None:
    """When one key's readings should come down to the threshold, at most 90 days from now.

    The instant of the last reading where it is there already; now where it should be there by now;
    None where the readings do not fall, or are too few to tell.
    """
    if not points:
        return None
    last_at, last = points[-1]
    if last <= threshold:
        return last_at
    fall = _line(points[-FITTED:])
    if fall is None:
        return None
    slope, level = fall
    seconds = (Fraction(threshold) - level) / slope  # after the last reading
    ahead = min(seconds, Fraction((now + FARTHEST - last_at).total_seconds()))
    return max(now, last_at + timedelta(seconds=round(ahead)))


def _line(points: Sequence[Point]) -> tuple[Fraction, Fraction] | None:
    """Least squares: units a second, and the level at the last reading; None where the line does not fall."""
    last_at = points[-1][0]
    times = [Fraction((at - last_at).total_seconds()) for at, _ in points]
    values = [Fraction(value) for _, value in points]
    zero = Fraction(0)
    middle, mean = sum(times, zero) / len(times), sum(values, zero) / len(values)
    spread = sum(((time - middle) ** 2 for time in times), zero)
    if not spread:
        return None
    steps = zip(times, values, strict=True)
    slope = sum(((time - middle) * (value - mean) for time, value in steps), zero) / spread
    return (slope, mean - slope * middle) if slope < 0 else None


def next_reading(
    points: Sequence[Point], threshold: Decimal | None, now: datetime, calendar: Calendar
) -> date:
    """The working day on which to read again: when it should be dry, from tomorrow to 10 working days off."""
    soonest, latest = calendar.add(now, SOONEST), calendar.add(now, LATEST)
    expected = forecast(points, threshold, now) if threshold is not None else None
    at = min(max(expected, soonest), latest) if expected else latest
    day = at.astimezone(ZoneInfo(calendar.zone)).date()
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day
