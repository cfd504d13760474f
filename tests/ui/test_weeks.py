"""A week asked for, and the Friday that it means where no date is given."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from temoin import clock
from temoin.engine.model import Field, FieldType
from temoin.ui import weeks
from temoin.ui.fields import form_for

PARIS = ZoneInfo("Europe/Paris")
SAID = {"fr": "x"}
WANTED = [
    (Field("week", FieldType.WHOLE, SAID, minimum=1, maximum=53, week_of="until"), True, None),
    (Field("until", FieldType.INSTANT, SAID, future=True), True, None),
]


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 11, 21, 9, tzinfo=UTC))  # Friday of week 47


@pytest.mark.parametrize(
    ("week", "on"),
    [
        (47, date(2025, 11, 21)),
        (48, date(2025, 11, 28)),
        (14, date(2026, 4, 3)),  # over the new year
        (46, date(2026, 11, 13)),
        (53, date(2027, 1, 1)),  # 2025 has none, 2026 has
        (54, None),
    ],
)
def test_a_week_means_its_friday_the_next_time_it_comes(week: int, on: date | None) -> None:
    assert weeks.friday(week, date(2025, 11, 21)) == on


@pytest.mark.parametrize("prefix", ["", "a"])
def test_a_date_left_empty_is_the_friday_of_the_week(prefix: str) -> None:
    before = f"{prefix}-" if prefix else ""
    data = QueryDict(f"{before}week=14&{before}until_0=&{before}until_1=")

    form = form_for(WANTED, language="fr", data=data, zone=PARIS, prefix=prefix)

    assert form.is_valid(), form.errors
    assert form.values() == {"week": 14, "until": datetime(2026, 4, 3, 17, tzinfo=PARIS)}


def test_a_date_that_was_given_stays() -> None:
    data = QueryDict("week=14&until_0=2026-04-01&until_1=10:00")

    form = form_for(WANTED, language="fr", data=data, zone=PARIS)

    assert form.is_valid()
    assert form.values()["until"] == datetime(2026, 4, 1, 10, tzinfo=PARIS)


@pytest.mark.parametrize("week", ["", "soon", "0", "99", "1" * 400, "²"])
def test_a_week_that_is_none_proposes_nothing(week: str) -> None:
    form = form_for(WANTED, language="fr", data={"until_0": "", "until_1": "", "week": week}, zone=PARIS)

    assert not form.is_valid()
    assert "until" in form.errors
