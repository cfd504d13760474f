"""The calendar files: what they say, for which places, and what is told about a bad one."""

from __future__ import annotations

from datetime import date

import pytest

from temoin.engine.model import LANGUAGES
from temoin.procedures import calendar_file, reading

GOOD = """calendar: shop
version: 3
label: {fr: Boutique, nl: Winkel, en: Shop}
country: FR
zone: Europe/Paris
openings:
  saturday: ["08:00-12:00", "13:00-24:00"]
holidays:
  - weekday: first monday of 09
    name: {fr: Rentrée, nl: Begin, en: Start}
    source: the owner
  - days: ["2027-12-24"]
    name: {fr: Veille, nl: Vooravond, en: Eve}
    source: the owner
"""


def days_of(code: str, year: int) -> set[str]:
    calendar = reading.calendar(code)
    days = (
        date.fromordinal(number)
        for number in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    )
    return {f"{day:%m-%d}" for day in days if calendar.holiday(day)}


FRENCH_2025 = {
    "01-01",
    "04-21",
    "05-01",
    "05-08",
    "05-29",
    "06-09",
    "07-14",
    "08-15",
    "11-01",
    "11-11",
    "12-25",
}


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("fr", FRENCH_2025),
        ("fr-alsace-moselle", FRENCH_2025 | {"04-18", "12-26"}),
        ("be", (FRENCH_2025 | {"07-21"}) - {"05-08", "07-14"}),
        ("nl", {"01-01", "04-21", "04-26", "05-05", "05-29", "06-09", "12-25", "12-26"}),
    ],
)
def test_the_holidays_of_2025(code: str, days: set[str]) -> None:
    assert days_of(code, 2025) == days


def test_liberation_day_is_worked_in_the_years_between() -> None:
    assert "05-05" not in days_of("nl", 2026)
    assert "04-27" in days_of("nl", 2026)


@pytest.mark.parametrize("code", reading.calendar_codes())
def test_every_holiday_has_its_name_in_every_language_and_its_law(code: str) -> None:
    data = reading.written(code).data
    assert len(data.holidays) in (8, 10, 11, 13)
    for holiday in data.holidays:
        assert set(holiday.name) == set(LANGUAGES)
        assert holiday.source


@pytest.mark.parametrize(
    ("country", "postcode", "code"),
    [
        ("FR", "57000", "fr-alsace-moselle"),
        ("FR", "67 200", "fr-alsace-moselle"),
        ("fr", "68100", "fr-alsace-moselle"),
        ("FR", "33000", "fr"),
        ("FR", "", "fr"),
        ("BE", "6700", "be"),
        ("NL", "6811 AB", "nl"),
    ],
)
def test_the_calendar_of_a_place(country: str, postcode: str, code: str) -> None:
    assert reading.calendar_for(country, postcode) == code


def test_a_place_or_a_name_without_calendar_is_told() -> None:
    with pytest.raises(reading.UnknownCalendar, match="no calendar for DE 10115"):
        reading.calendar_for("DE", "10115")
    with pytest.raises(reading.UnknownCalendar, match=r"there are: be, fr, fr-alsace-moselle, nl"):
        reading.calendar("../fr")


def test_a_calendar_is_compiled_once() -> None:
    assert reading.calendar("be") is reading.calendar("be")


def test_a_good_file_is_read_whole() -> None:
    found = calendar_file.parse(GOOD, file="shop.yaml")
    assert (found.data.code, found.data.version, found.country, found.postcodes) == ("shop", 3, "FR", ())
    assert found.data.openings == ((),) * 5 + (((28_800, 43_200), (46_800, 86_400)), ())
    assert [holiday.falls_on(2027) for holiday in found.data.holidays] == [
        (date(2027, 9, 6),),
        (date(2027, 12, 24),),
    ]


@pytest.mark.parametrize(
    ("was", "put", "told"),
    [
        ("zone: Europe/Paris", "zone: Europe/Pari", "shop.yaml:5: unknown time zone `Europe/Pari`"),
        ("zone: Europe/Paris\n", "", "shop.yaml:1: a calendar has no `zone`"),
        ("version: 3", "version: three", "shop.yaml:2: `version` must be a whole number"),
        ("country: FR", "country: France", "shop.yaml:4: `country`: `France` is not"),
        ("nl: Winkel, ", "", "shop.yaml:3: `label` is missing in: nl"),
        ("saturday", "saterday", "shop.yaml:7: `openings`: unknown key `saterday`; did you mean `saturday`?"),
        ("08:00-12:00", "8-12", "shop.yaml:7: `saturday`: `8-12` is not an opening; write it as 08:00-12:00"),
        ("13:00-24:00", "11:00-13:00", "shop.yaml:7: `saturday`: the openings of a day must be in order"),
        (
            "13:00-24:00",
            "13:00-24:30",
            "shop.yaml:7: `saturday`: an opening must end after it begins, between",
        ),
        ('["08:00-12:00", "13:00-24:00"]', "[]", "shop.yaml:7: the calendar is never open"),
        (
            "first monday of 09",
            "fifth monday of 09",
            "shop.yaml:9: `weekday`: `fifth monday of 09` is not understood",
        ),
        ("2027-12-24", "2027-02-30", "shop.yaml:12: `2027-02-30` is not a date; write it as 2027-12-24"),
        ("  - days:", "  - easter: 1\n    days:", "shop.yaml:12: a holiday needs exactly one of"),
        ("    source: the owner\n  - days", "  - days", "shop.yaml:9: a holiday has no `source`"),
        ("calendar: shop", "calendar: [shop", "shop.yaml:2: not readable as YAML"),
        ("version: 3", "version: 3\nversion: 4", "shop.yaml:3: a calendar: `version` is given twice"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(was: str, put: str, told: str) -> None:
    assert GOOD.count(was) >= 1
    with pytest.raises(calendar_file.CalendarErrors) as caught:
        calendar_file.parse(GOOD.replace(was, put, 1), file="shop.yaml")
    assert told in str(caught.value)


def test_an_empty_file_is_told() -> None:
    with pytest.raises(calendar_file.CalendarErrors, match=r"shop.yaml:1: the file is empty"):
        calendar_file.parse("\n", file="shop.yaml")


def test_every_problem_is_told_at_once() -> None:
    bad = GOOD.replace("version: 3", "version: 0").replace("Europe/Paris", "Paris").replace("FR", "fr")
    with pytest.raises(calendar_file.CalendarErrors) as caught:
        calendar_file.parse(bad, file="shop.yaml")
    assert [problem.line for problem in caught.value.problems] == [2, 4, 5]
