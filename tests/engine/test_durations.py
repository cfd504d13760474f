"""Durations are a whole number with a unit; nothing else is understood."""

from __future__ import annotations

import pytest

from temoin.engine import duration
from temoin.engine.model import Duration, Unit


@pytest.mark.parametrize(
    ("text", "amount", "unit", "seconds"),
    [
        ("24h", 24, Unit.HOURS, 86_400),
        ("2h!", 2, Unit.WALL_HOURS, 7_200),
        ("15min!", 15, Unit.WALL_MINUTES, 900),
        ("6wh", 6, Unit.OPENING_HOURS, 21_600),
        ("5wd", 5, Unit.WORKING_DAYS, 432_000),
        ("21d", 21, Unit.DAYS, 1_814_400),
        ("2mo", 2, Unit.MONTHS, 5_184_000),
        ("0h", 0, Unit.HOURS, 0),
        (" 3wd ", 3, Unit.WORKING_DAYS, 259_200),
    ],
)
def test_each_unit_is_read(text: str, amount: int, unit: Unit, seconds: int) -> None:
    read = duration.parse(text)
    assert read == Duration(amount, unit)
    assert duration.seconds(read) == seconds
    assert str(read) == text.strip()


@pytest.mark.parametrize("text", ["24", "-3", "1.5", "0", "2,5"])
def test_a_bare_number_is_refused_and_the_units_are_told(text: str) -> None:
    with pytest.raises(duration.BadDuration, match=rf"“{text}” has no unit: .*\bwd \(working days\).*24h"):
        duration.parse(text)


@pytest.mark.parametrize(
    "text", ["", "h", "2 h", "-2h", "1.5h", "15min", "2H", "3w", "2h!!", "24h 30min!", "٣h", "1234567h"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(duration.BadDuration, match="is not a duration: write a whole number and one of"):
        duration.parse(text)


def test_every_unit_has_its_seconds() -> None:
    assert set(duration.UNIT_SECONDS) == set(Unit)
