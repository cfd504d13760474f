"""Times in a letter are words, in the recipient's language and the claim's own zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from temoin import clock
from temoin.messages import times

AT = datetime(2025, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_2025(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 11, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "language", "said"),
    [
        ("Europe/Paris", "fr", "mardi 25 novembre à 10 h 00 (heure de Paris)"),
        ("Europe/Amsterdam", "fr", "mardi 25 novembre à 10 h 00 (heure d'Amsterdam)"),
        ("Europe/Brussels", "nl", "dinsdag 25 november om 10.00 uur (tijd in Brussel)"),
        ("Europe/Brussels", "en", "Tuesday 25 November at 10:00 (Brussels time)"),
    ],
)
def test_an_instant_is_said_in_words_with_its_place(zone: str, language: str, said: str) -> None:
    assert times.instant(AT, zone=zone, language=language) == said


def test_the_hour_that_autumn_repeats_is_told_apart() -> None:
    first = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    second = datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
    said = [times.instant(one, zone="Europe/Paris", language="fr") for one in (first, second)]
    assert said[0] != said[1]
    assert "2 h 30" in said[0]
    assert "2 h 30" in said[1]


def test_another_year_is_named() -> None:
    assert times.day(date(2026, 1, 5), language="fr") == "lundi 5 janvier 2026"


def test_days_are_counted_in_words() -> None:
    assert [times.days(count, language="nl") for count in (1, 3)] == ["1 dag", "3 dagen"]
