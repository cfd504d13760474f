"""Money, days, instants and durations as French, Dutch and English readers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from temoin import clock
from temoin.ui import formats, urgency
from temoin.ui.formats import Style
from temoin.ui.templatetags import ui as tags
from temoin.ui.urgency import Urgency

FRIDAY = datetime(2025, 11, 21, 9, 0, tzinfo=UTC)
TUESDAY = datetime(2025, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_friday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: FRIDAY)


@pytest.mark.parametrize(
    ("language", "written"),
    [("fr", "1\u202f284,50\xa0€"), ("nl", "€\xa01.284,50"), ("en", "€1,284.50")],
)
def test_money(language: str, written: str) -> None:
    with translation.override(language):
        assert formats.money(Decimal("1284.5"), "EUR") == written


def test_no_amount_is_no_money() -> None:
    assert formats.money(None) == ""
    assert tags.money(None) == ""


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("fr", "mar. 25 nov., 10:00", "mardi 25 novembre 2025, 10:00"),
        ("nl", "di 25 nov, 10:00", "dinsdag 25 november 2025, 10:00"),
        ("en", "Tue 25 Nov, 10:00", "Tuesday 25 November 2025, 10:00"),
    ],
)
def test_an_instant(language: str, short: str, long: str) -> None:
    with translation.override(language):
        assert formats.instant(TUESDAY) == short
        assert formats.instant(TUESDAY, Style.LONG) == long


def test_an_instant_is_read_in_the_readers_own_zone() -> None:
    with timezone.override("America/Guadeloupe"):
        assert formats.instant(TUESDAY) == "Tue 25 Nov, 05:00"
        assert formats.zone_label().endswith("UTC-4")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("aujourd’hui", "demain", "hier")),
        ("nl", ("vandaag", "morgen", "gisteren")),
        ("en", ("today", "tomorrow", "yesterday")),
    ],
)
def test_days_near_by_are_called_by_their_name(language: str, words: tuple[str, str, str]) -> None:
    with translation.override(language):
        written = [formats.instant(FRIDAY + timedelta(days=days), Style.RELATIVE) for days in (0, 1, -1)]
    assert written == [f"{word} 10:00" for word in words]


def test_the_year_stands_where_it_is_another() -> None:
    assert formats.day(date(2025, 11, 25)) == "Tue 25 Nov"
    assert formats.day(date(2026, 1, 5)) == "Mon 5 Jan 2026"


def test_the_hour_that_autumn_repeats_says_which_of_the_two_it_is() -> None:
    first, second = datetime(2025, 10, 26, 0, 30, tzinfo=UTC), datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
    assert formats.instant(first, Style.TIME) == "02:30 (UTC+2)"
    assert formats.instant(second, Style.TIME) == "02:30 (UTC+1)"
    assert formats.instant(second + timedelta(hours=1), Style.TIME) == "03:30"


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0 min"),
        (59, "0 min"),
        (720, "12 min"),
        (6120, "1 h 42 min"),
        (3600, "1 h"),
        (187_200, "2 d 4 h"),
        (86_460, "1 d"),
    ],
)
def test_durations_in_their_two_greatest_units(seconds: int, written: str) -> None:
    assert formats.duration_words(seconds) == written


def test_durations_in_french_and_dutch() -> None:
    with translation.override("fr"):
        assert formats.duration_words(187_200) == "2 j 4 h"
    with translation.override("nl"):
        assert formats.duration_words(187_200) == "2 d 4 u"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Nadia Peeters", "NP"),
        ("Anne-Marie Van den Berg", "AB"),
        ("Vitrix", "VI"),
        ("", "?"),
        ("—", "?"),
        ("élise", "ÉL"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert formats.initials(name) == letters


@pytest.mark.parametrize(
    ("after", "waiting", "level", "words"),
    [
        (timedelta(days=-2, hours=-3), False, Urgency.LATE, "2 j de retard"),
        (timedelta(hours=-5), True, Urgency.LATE, "5 h de retard"),
        (timedelta(seconds=-20), False, Urgency.LATE, "1 min de retard"),
        (timedelta(hours=3, minutes=30), False, Urgency.TODAY, "aujourd’hui 13:30"),
        (timedelta(hours=3, minutes=30), True, Urgency.WAIT, "aujourd’hui 13:30"),
        (timedelta(days=4), False, Urgency.SOON, "mar. 25 nov."),
        (timedelta(days=30), False, Urgency.WAIT, "dim. 21 déc."),
    ],
)
def test_urgency_has_a_level_an_icon_and_words(
    after: timedelta, waiting: bool, level: Urgency, words: str
) -> None:
    with translation.override("fr"):
        assert urgency.urgency(FRIDAY + after, FRIDAY, waiting=waiting) is level
        chip = tags.urgency_chip(FRIDAY + after, FRIDAY, waiting)
    assert f'class="chip {level.value}"' in chip
    assert words in chip
    assert "<svg" in chip


def test_no_date_waits() -> None:
    assert urgency.urgency(None, FRIDAY) is Urgency.WAIT
    assert "no date" in tags.urgency_chip(None, FRIDAY)


def test_late_begins_after_the_due_instant_itself() -> None:
    assert urgency.urgency(FRIDAY, FRIDAY) is Urgency.TODAY
    assert urgency.urgency(FRIDAY - timedelta(microseconds=1), FRIDAY) is Urgency.LATE


def test_today_is_the_readers_today() -> None:
    late_evening = datetime(2025, 11, 21, 23, 30, tzinfo=UTC)
    assert urgency.urgency(late_evening, FRIDAY) is Urgency.SOON
    with timezone.override("America/Guadeloupe"):
        assert urgency.urgency(late_evening, FRIDAY) is Urgency.TODAY


def test_when_carries_the_instant_for_machines_and_the_zone_on_pointing() -> None:
    shown = tags.when(TUESDAY)
    assert 'datetime="2025-11-25T10:00+01:00"' in shown
    assert "(UTC+1)" in shown


@pytest.mark.parametrize(
    ("value", "limit", "width"),
    [(1284.5, 1550, "83%"), (3000, 1550, "100%"), (-1, 5, "0%"), (None, 5, "0%"), (3, 0, "0%")],
)
def test_a_meter_stays_within_its_frame(value: float | None, limit: float, width: str) -> None:
    assert f'class="part" width="{width}"' in tags.meter(value, limit)


def test_names_are_escaped() -> None:
    assert "<b>" not in tags.avatar("<b>x")
    assert "&lt;i&gt;" in tags.meter(1, 2, "<i>")


def test_zone_towns_are_named() -> None:
    assert formats.zone_name(ZoneInfo("Europe/Brussels")) == "Brussels"
    with translation.override("fr"):
        assert formats.zone_name(ZoneInfo("Europe/Brussels")) == "Bruxelles"
