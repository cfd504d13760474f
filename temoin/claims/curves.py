"""The readings of a series as people see them: a curve for each key, its threshold, a forecast, the next reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from temoin.claims.history import Current
from temoin.claims.sentences import said
from temoin.claims.waits import dated
from temoin.engine import series
from temoin.engine.model import Action, Series
from temoin.engine.series import Point
from temoin.engine.state import Entry, Key
from temoin.ui import formats

WIDTH, HEIGHT = 320, 150
LEFT, RIGHT, TOP, BOTTOM = 30, 308, 12, 122
"""The plot within the picture, in its own units."""
MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The places of a curve's parts, as attributes of an SVG."""

    line: str
    dots: tuple[tuple[str, str], ...]
    threshold_y: str  # empty where there is none
    limit_text_y: str  # empty where it would lie on another number
    forecast: tuple[str, str, str, str] | None  # a line from the last reading to the threshold
    top: Decimal
    first: str  # the days at both ends, in words
    last: str


@dataclass(frozen=True, slots=True)
class Curve:
    """The readings of one key; `dry_at` is a forecast, None where nothing can be told or it is settled."""

    name: str
    unit: str
    number: int  # of the key, as an address names it
    at: datetime
    value: Decimal
    settled: bool
    threshold: Decimal | None
    dry_at: datetime | None
    next_on: date | None
    points: tuple[Point, ...]
    drawing: Drawing


def curves(now: Current, entries: Iterable[Entry], at: datetime) -> list[Curve]:
    """Every curve of the assignment, in the order in which the keys were first read."""
    listed = list(entries)
    return [
        _curve(now, one, number, key, points, at)
        for code, one in now.procedure.series.items()
        for number, (key, points) in enumerate(series.points(listed, code).items())
    ]


def _curve(now: Current, one: Series, number: int, key: Key, points: Sequence[Point], at: datetime) -> Curve:
    reading = now.state.readings[one.code][key]
    threshold = series.threshold(now.procedure, one, key, now.state.facts)
    open_at = (
        series.forecast(points, threshold, at) if threshold is not None and not reading.settled else None
    )
    *named, last = _words(now, one, key)
    return Curve(
        name=", ".join(named) or last,
        unit=last if named else "",
        number=number,
        at=reading.at,
        value=reading.value,
        settled=reading.settled,
        threshold=threshold,
        dry_at=open_at,
        next_on=None if reading.settled else series.next_reading(points, threshold, at, now.calendar),
        points=tuple(points),
        drawing=_drawn(points, threshold, open_at, ZoneInfo(now.calendar.zone)),
    )


def _words(now: Current, one: Series, key: Key) -> list[str]:
    fields = (now.procedure.fields[code] for code in one.key)
    return [said(field.choices.get(word)) or word for field, word in zip(fields, key, strict=True)]


def _drawn(
    points: Sequence[Point], threshold: Decimal | None, dry_at: datetime | None, zone: ZoneInfo
) -> Drawing:
    begin, end = points[0][0], max(points[-1][0], dry_at or points[-1][0])
    span = max((end - begin).total_seconds(), timedelta(days=1).total_seconds())
    top = max([value for _, value in points] + ([threshold] if threshold is not None else [])) or Decimal(1)

    def x(when: datetime) -> str:
        return f"{LEFT + (RIGHT - LEFT) * (when - begin).total_seconds() / span:.1f}"

    def y(value: Decimal) -> str:
        return f"{BOTTOM - (BOTTOM - TOP) * float(value / top):.1f}"

    dots = tuple((x(when), y(value)) for when, value in points)
    ahead = None
    if dry_at is not None and threshold is not None:
        ahead = (*dots[-1], x(dry_at), y(threshold))
    return Drawing(
        line=" ".join(f"{one},{other}" for one, other in dots),
        dots=dots,
        threshold_y=y(threshold) if threshold is not None else "",
        limit_text_y=_beside(y(threshold)) if threshold is not None else "",
        forecast=ahead,
        top=top,
        first=formats.day(begin.astimezone(zone).date()),
        last=formats.day(end.astimezone(zone).date()) if end > begin else "",
    )


def _beside(y: str) -> str:
    """Where a number's foot stands beside that height; empty where the axis has a number already."""
    return f"{float(y) + 4:.1f}" if TOP + 14 < float(y) < BOTTOM - 10 else ""


def proposed(
    now: Current, action: Action, entries: Iterable[Entry], at: datetime, asked: str = ""
) -> dict[str, Any]:
    """What stands in the form of a reading at first: where to read, and when to come again.

    `asked` is the number of a curve; without one it is the unsettled key that was read longest ago.
    """
    codes = {one.code for one in action.form}
    wanted = next((one for one in now.procedure.series.values() if one.value in codes), None)
    known = now.state.readings.get(wanted.code, {}) if wanted else {}
    if wanted is None or not known:
        return {}
    found = series.points(entries, wanted.code)
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else -1
    keys = list(found)
    key = keys[number] if 0 <= number < len(keys) else _oldest(now, wanted, keys)
    threshold = series.threshold(now.procedure, wanted, key, now.state.facts)
    on = series.next_reading(found[key], threshold, at, now.calendar)
    again = datetime.combine(on, MORNING, ZoneInfo(now.calendar.zone))
    return {
        **dict(zip(wanted.key, key, strict=True)),
        wanted.value: None,
        **dict.fromkeys(dated(now, action), again),
    }


def keys(now: Current, action: Action, entries: Iterable[Entry]) -> list[tuple[int, str]]:
    """Number and name of every key that was read before, where the action enters a reading."""
    codes = {one.code for one in action.form}
    return [
        (number, ", ".join(_words(now, one, key)))
        for code, one in now.procedure.series.items()
        if one.value in codes
        for number, key in enumerate(series.points(entries, code))
    ]


def _oldest(now: Current, one: Series, keys: list[Key]) -> Key:
    known = now.state.readings[one.code]
    return min(keys, key=lambda key: (known[key].settled, known[key].at))
