"""What people type is read as they mean it, or refused with a sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as some

from temoin.ui import formats, reading

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1284.50", "1284.50"),
        ("1 284,50", "1284.50"),
        ("1\u202f284,50\xa0€", "1284.50"),
        ("€ 1.284,50", "1284.50"),
        ("1,284.50", "1284.50"),
        ("1'284.50", "1284.50"),
        ("1.284", "1284.00"),
        ("1.284.500", "1284500.00"),
        ("12,5", "12.50"),
        ("0", "0.00"),
        (",5", "0.50"),
        ("86 EUR", "86.00"),
    ],
)
def test_amounts_in_every_habit(typed: str, meant: str) -> None:
    assert reading.amount(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "1 2x4",
        "-3",
        "1e9",
        "NaN",
        "Infinity",
        "1,2,3.4.5",
        "12.345678",
        "9999999999",
        "٣٤",
        "1" * 90,
        "--",
        "€",
        "0x10",
    ],
)
def test_impossible_amounts_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        reading.amount(typed)


@given(some.decimals(min_value=0, max_value=10_000_000, places=2))
def test_an_amount_as_the_page_writes_it_is_read_back(amount: Decimal) -> None:
    from django.utils import translation

    for language in ("fr", "nl", "en"):
        with translation.override(language):
            assert reading.amount(formats.money(amount)) == amount


@pytest.mark.parametrize(
    ("typed", "meant"), [("12,5", "12.5"), ("1.284", "1.284"), ("-4", "-4"), ("62", "62")]
)
def test_numbers(typed: str, meant: str) -> None:
    assert reading.number(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["3.0", "x", "1e3", "9" * 10, "", "²"])
def test_whole_numbers_refuse_anything_else(typed: str) -> None:
    with pytest.raises(ValidationError):
        reading.whole(typed)


@pytest.mark.parametrize("typed", ["2025-11-25", "25/11/2025", "25.11.25", "25-11-2025", " 2025-11-25 "])
def test_days_as_browsers_and_people_write_them(typed: str) -> None:
    assert reading.day(typed) == date(2025, 11, 25)


@pytest.mark.parametrize(
    "typed", ["2025-02-30", "0001-01-01", "275760-09-13", "tomorrow", "25/13/2025", "1789-07-14"]
)
def test_impossible_days_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        reading.day(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10:30", time(10, 30)),
        ("10h30", time(10, 30)),
        ("10.30", time(10, 30)),
        ("9", time(9)),
        ("8h", time(8)),
        ("10:30:59", time(10, 30)),
    ],
)
def test_times_of_day(typed: str, meant: time) -> None:
    assert reading.time_of_day(typed) == meant


@pytest.mark.parametrize("typed", ["24:00", "10:60", "noon", "-1", "1030", ""])
def test_impossible_times_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        reading.time_of_day(typed)


def test_the_hour_that_spring_removes_is_refused_with_the_next_one_named() -> None:
    with pytest.raises(ValidationError, match=r"02:30 does not exist. The first time after it is 03:30"):
        reading.instant(date(2026, 3, 29), time(2, 30), PARIS)


def test_of_the_hour_that_autumn_repeats_the_earlier_one_is_meant() -> None:
    assert reading.instant(date(2025, 10, 26), time(2, 30), PARIS) == datetime(
        2025, 10, 26, 0, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\x07b", "invoice\u202egpj.exe", "a\u2066b", "a\u200eb", "line\nbreak", "x" * 501]
)
def test_text_that_could_deceive_or_drown_a_reader_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        reading.words(text)
    assert refused.value.messages[0].endswith(".")


def test_text_is_kept_as_written_in_one_form() -> None:
    assert reading.words("  e\u0301te\u0301 ") == "été"
    assert reading.words("a\r\nb\rc", lines=True) == "a\nb\nc"
    assert reading.words("名前 👩‍🔧") == "名前 👩‍🔧"
