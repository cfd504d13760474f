"""A measure of time compiled to intervals: how much of it has passed at an instant, and back.

Instants are whole seconds since 1970 in UTC; local seconds are the same reading of a local clock.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

DAY = 86_400

Opening = tuple[int, int]
"""When a day's opening begins and ends, in seconds after local midnight; the end is not included."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time during which a zone keeps one offset: UTC seconds, and what is added to read the local clock."""

    begin: int
    end: int
    offset: int


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """Intervals during which the measure grows by one each second; between them it stands still.

    It may jump up where an interval begins (the hour that a clock skips in spring), never down.
    """

    begins: tuple[int, ...]
    ends: tuple[int, ...]
    at_begin: tuple[int, ...]
    at_end: tuple[int, ...]

    def at(self, second: int) -> int:
        """How much has passed at an instant, a jump at that very instant included."""
        i = bisect_right(self.begins, second) - 1
        if i < 0:
            return 0
        end = self.ends[i]
        return self.at_begin[i] + min(second, end) - self.begins[i]

    def first(self, amount: int) -> int | None:
        """The earliest instant at which at least `amount` (more than 0) has passed; None if never."""
        i = bisect_left(self.at_end, amount)
        if i == len(self.at_end):
            return None
        missing = amount - self.at_begin[i]
        return self.begins[i] + missing if missing > 0 else self.begins[i]

    def last(self, amount: int) -> int | None:
        """The latest instant at which no more than `amount` has passed, or the jump over it; None if never."""
        i = bisect_right(self.at_begin, amount) - 1
        if i < 0:
            return None
        return min(self.begins[i] + amount - self.at_begin[i], self.ends[i])


def stretches(zone: ZoneInfo, begin: int, end: int) -> tuple[Stretch, ...]:
    """The stretches of one offset between two instants; a zone never changes twice within a day."""
    found: list[Stretch] = []
    since, offset = begin, _offset(zone, begin)
    for day in range(begin, end, DAY):
        later = min(day + DAY, end)
        if (offset_later := _offset(zone, later)) != offset:
            change = _first_with(zone, offset_later, day, later)
            found.append(Stretch(since, change, offset))
            since, offset = change, offset_later
    if since < end:
        found.append(Stretch(since, end, offset))
    return tuple(found)


def real_time(begin: int, end: int) -> Measure:
    """Seconds as they pass."""
    return _compiled([(begin, end, 0)])


def local_time(kept: Sequence[Stretch]) -> Measure:
    """Seconds of the local clock, which never goes back: it stands still while an hour is repeated."""
    origin = kept[0].begin + kept[0].offset
    return _compiled((at - offset, end - offset, at - origin) for at, end, offset in _moving(kept))


def local_time_on_days(kept: Sequence[Stretch], days: Iterable[int]) -> Measure:
    """Seconds of the local clock on the given days only (days since 1970), in increasing order."""
    passed_before = {day: number * DAY for number, day in enumerate(days)}

    def spans() -> Iterator[tuple[int, int, int]]:
        for at, end, offset in _moving(kept):
            for day in range(at // DAY, -(-end // DAY)):
                if day in passed_before:
                    first, last = max(at, day * DAY), min(end, (day + 1) * DAY)
                    yield first - offset, last - offset, passed_before[day] + first - day * DAY

    return _compiled(spans())


def within_openings(kept: Sequence[Stretch], openings: Mapping[int, Sequence[Opening]]) -> Measure:
    """Seconds as they pass while the local clock reads an opening of its day (days since 1970)."""

    def spans() -> Iterator[tuple[int, int, int]]:
        passed = 0
        for stretch in kept:
            at, end = stretch.begin + stretch.offset, stretch.end + stretch.offset
            for day in range(at // DAY, -(-end // DAY)):
                for opens, closes in openings.get(day, ()):
                    first, last = max(at, day * DAY + opens), min(end, day * DAY + closes)
                    if first < last:
                        yield first - stretch.offset, last - stretch.offset, passed
                        passed += last - first

    return _compiled(spans())


def _moving(kept: Sequence[Stretch]) -> Iterator[tuple[int, int, int]]:
    """Spans of local seconds that the clock reads for the first time, with the offset they have."""
    reached = kept[0].begin + kept[0].offset
    for stretch in kept:
        end = stretch.end + stretch.offset
        at = max(reached, stretch.begin + stretch.offset)
        if at < end:
            yield at, end, stretch.offset
            reached = end


def _compiled(spans: Iterable[tuple[int, int, int]]) -> Measure:
    """A measure of the spans (begin, end, amount at the begin), those that continue one another made one."""
    begins: list[int] = []
    ends: list[int] = []
    at_begin: list[int] = []
    at_end: list[int] = []
    for begin, end, amount in spans:
        if ends and ends[-1] == begin and at_end[-1] == amount:
            ends[-1], at_end[-1] = end, amount + end - begin
        else:
            begins.append(begin)
            ends.append(end)
            at_begin.append(amount)
            at_end.append(amount + end - begin)
    return Measure(tuple(begins), tuple(ends), tuple(at_begin), tuple(at_end))


def _offset(zone: ZoneInfo, second: int) -> int:
    offset = datetime.fromtimestamp(second, zone).utcoffset()
    assert offset is not None  # a ZoneInfo always knows
    return int(offset.total_seconds())


def _first_with(zone: ZoneInfo, offset: int, before: int, after: int) -> int:
    """The second, after `before` and up to `after`, from which the zone has this offset."""
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == offset:
            after = middle
        else:
            before = middle
    return after
