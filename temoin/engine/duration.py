"""Durations as a procedure writes them: `24h`, `2h!`, `15min!`, `6wh`, `5wd`, `21d`, `2mo`."""

from __future__ import annotations

import re

from temoin.engine.model import Duration, Unit

UNIT_SECONDS = {
    Unit.HOURS: 3_600,
    Unit.WALL_HOURS: 3_600,
    Unit.WALL_MINUTES: 60,
    Unit.OPENING_HOURS: 3_600,
    Unit.WORKING_DAYS: 86_400,
    Unit.DAYS: 86_400,
    Unit.MONTHS: 30 * 86_400,
}
"""Seconds of one unit, in that unit's own measure (a working day is 24 hours of working-day time).

A month is measured in calendar days and has no length of its own: 30 days are an estimate, for
proportions only; `Calendar.add` and `Calendar.before` count the real months.
"""

_UNITS_SAID = (
    "h (hours on working days), h! (hours on the wall clock), min! (minutes on the wall clock), "
    "wh (opening hours), wd (working days), d (calendar days), mo (calendar months)"
)
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
_WRITTEN = re.compile(r"(?P<amount>[0-9]{1,6})(?P<unit>h!|min!|wh|wd|h|d|mo)")


class BadDuration(ValueError):
    """The text is not a duration; the message says what to write instead."""


def parse(text: str) -> Duration:
    """Read a duration: a whole number directly followed by its unit. Raises BadDuration."""
    written = text.strip()
    if match := _WRITTEN.fullmatch(written):
        return Duration(int(match["amount"]), Unit(match["unit"]))
    if _NUMBER.fullmatch(written):
        raise BadDuration(
            f"“{written}” has no unit: write the number and one of {_UNITS_SAID}, for example 24h."
        )
    raise BadDuration(
        f"“{written}” is not a duration: write a whole number and one of {_UNITS_SAID}, for example 24h."
    )


def seconds(duration: Duration) -> int:
    """The length in seconds of the unit's own measure, which is real seconds for `h!`, `min!` and `wh` only; an estimate for `mo`."""
    return duration.amount * UNIT_SECONDS[duration.unit]
