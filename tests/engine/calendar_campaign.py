"""Compares the calendars with the slow ones, hour by hour; run whole with `python -m tests.engine.calendar_campaign`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import perf_counter

from temoin.engine import duration
from temoin.procedures import reading
from tests.engine.slow_calendar import slow_calendar

CODES = ("fr", "fr-alsace-moselle", "be", "nl")
KINDS = ("24h", "48h", "2h!", "15min!", "6wh", "40wh", "5wd", "21d")
BEGIN_AT, END_AT = datetime(2024, 1, 1, tzinfo=UTC), datetime(2033, 1, 1, tzinfo=UTC)


@dataclass
class Sweep:
    """What a comparison found: how many answers were compared, and those that differ."""

    evaluations: int = 0
    differences: list[str] = field(default_factory=list)


def instants(begin_at: datetime, end_at: datetime, step: timedelta) -> Iterator[datetime]:
    while begin_at < end_at:
        yield begin_at
        begin_at += step


def sweep(code: str, *, minute: int = 0) -> Sweep:
    """Compare `add` and `elapsed` for every hour of 2024 to 2032 and every kind of duration."""
    found = Sweep()
    calendar, slow = reading.calendar(code), slow_calendar(code)
    lengths = [duration.parse(text) for text in KINDS]
    for start in instants(BEGIN_AT + timedelta(minutes=minute), END_AT, timedelta(hours=1)):
        for length in lengths:
            due_at, slow_due_at = (
                calendar.add(start, length),
                slow.add(start, length.amount, length.unit.value),
            )
            if due_at != slow_due_at:
                found.differences.append(f"{code} {start} + {length}: {due_at}, slow {slow_due_at}")
            passed = calendar.elapsed(start, due_at, length.unit)
            slow_passed = slow.elapsed(start, slow_due_at, length.unit.value).total_seconds()
            if passed != slow_passed:
                found.differences.append(
                    f"{code} {start} to {due_at} in {length.unit}: {passed}, slow {slow_passed}"
                )
            found.evaluations += 2
    return found


def main() -> int:
    """Every calendar, at the full hour and at 37 past; returns 1 if anything differs."""
    different = 0
    for code in CODES:
        for minute in (0, 37):
            begun = perf_counter()
            found = sweep(code, minute=minute)
            different += len(found.differences)
            took = perf_counter() - begun
            print(
                f"{code} :{minute:02} {found.evaluations} evaluations, {len(found.differences)} differences, {took:.0f} s"
            )
            for line in found.differences[:10]:
                print("  ", line)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
