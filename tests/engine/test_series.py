"""Readings are never mixed, settle only all together, and say when they are likely to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from temoin.engine import codec, language, series
from temoin.engine.decide import evolve
from temoin.engine.refusals import NotMet
from temoin.engine.state import Reading
from temoin.engine.undo import undo
from temoin.procedures.reading import calendar
from tests.engine.casefile import at
from tests.engine.keeping import KEEPER, NAME, Keeping, errors, line_of, without

FIVE = Decimal(5)


def falling(*values: int | str, every: int = 2) -> list[series.Point]:
    """Readings from Monday 2 March 2026, 9:00, some days apart."""
    return [
        (at("2026-03-02 09:00") + timedelta(days=every * number), Decimal(value))
        for number, value in enumerate(values)
    ]


def test_one_dry_place_does_not_end_the_wait_while_another_is_wet() -> None:
    case = Keeping()

    case.read("2026-03-02 10:00", "Salon", Decimal(12))
    case.read("2026-03-03 10:00", "Cave", Decimal(4))
    assert case.state.outcome is None

    case.read("2026-03-04 10:00", "Salon", Decimal("4.5"))
    assert case.state.outcome == "dry"


def test_a_single_dry_reading_settles() -> None:
    case = Keeping()

    case.read("2026-03-02 10:00", "Salon", Decimal(5))

    assert case.state.outcome == "dry"


def test_a_place_read_on_two_scales_is_two_curves() -> None:
    case = Keeping()

    case.read("2026-03-02 10:00", "Salon", Decimal(80), "relative")
    case.read("2026-03-03 10:00", "Salon", Decimal(3), "mass")

    assert case.state.outcome is None
    assert series.points(case.entries, "damp") == {
        ("Salon", "relative"): [(at("2026-03-02 10:00"), Decimal(80))],
        ("Salon", "mass"): [(at("2026-03-03 10:00"), Decimal(3))],
    }


def test_a_place_is_the_same_however_it_is_typed() -> None:
    case = Keeping()

    case.read("2026-03-02 10:00", "Salle  de bain ", Decimal(9))
    case.read("2026-03-03 10:00", "salle de Bain", Decimal(8))

    assert list(case.state.readings["damp"]) == [("Salle de bain", "mass")]


def test_a_reading_entered_late_does_not_undo_a_later_one() -> None:
    case = Keeping()
    case.read("2026-03-04 10:00", "Salon", Decimal(9), read_at=at("2026-03-04 10:00"))

    case.read("2026-03-05 10:00", "Salon", Decimal(4), read_at=at("2026-03-03 10:00"))

    assert case.state.outcome is None
    assert case.state.readings["damp"]["Salon", "mass"].value == 9
    assert [value for _, value in series.points(case.entries, "damp")["Salon", "mass"]] == [4, 9]


def test_what_is_refused_while_unsettled_is_allowed_before_any_reading_and_once_all_are_settled() -> None:
    case = Keeping()
    case.read("2026-03-02 10:00", "Salon", Decimal(9))

    with pytest.raises(NotMet):
        case.do("finish", "2026-03-02 11:00")

    fresh = Keeping()
    fresh.do("finish", "2026-03-02 11:00")
    assert fresh.state.outcome == "dry"


def test_what_a_reading_meant_is_kept_whatever_the_table_says_later() -> None:
    case = Keeping()
    entry = case.read("2026-03-02 10:00", "Salon", Decimal(9))

    data = codec.entry_to_json(entry)
    kept = codec.entry_from_json(
        case.procedure, data, action=entry.action, actor=entry.actor, occurred_at=entry.occurred_at, recorded_at=entry.recorded_at
    )  # fmt: skip

    assert kept == entry
    assert kept.readings["damp"] == {
        ("Salon", "mass"): Reading(Decimal(9), at("2026-03-02 10:00"), settled=False)
    }
    assert codec.state_from_json(case.procedure, codec.state_to_json(case.state)) == case.state


def test_a_state_kept_before_there_were_readings_still_reads() -> None:
    case = Keeping()
    data = codec.state_to_json(case.state)

    assert "readings" not in data
    assert codec.state_from_json(case.procedure, data) == case.state


@pytest.mark.parametrize(
    ("scale", "least"), [("mass", Decimal(5)), ("relative", Decimal(60)), ("other", None)]
)
def test_each_scale_has_its_own_threshold(scale: str, least: Decimal | None) -> None:
    case = Keeping()

    found = series.threshold(case.procedure, case.procedure.series["damp"], ("Salon", scale), {})

    assert found == least


def test_a_steady_fall_is_dry_where_its_line_meets_the_threshold() -> None:
    points = falling(15, 13, 11)  # a point a day

    assert series.forecast(points, FIVE, points[-1][0]) == points[-1][0] + timedelta(days=6)


@pytest.mark.parametrize("values", [(), (9,), (9, 9), (8, 9, 10)])
def test_what_does_not_fall_has_no_date(values: tuple[int, ...]) -> None:
    assert series.forecast(falling(*values), FIVE, at("2026-03-20 09:00")) is None


def test_a_forecast_is_never_past_and_never_more_than_ninety_days_off() -> None:
    slow, now = falling("40", "39.9"), at("2026-03-20 09:00")

    assert series.forecast(slow, FIVE, now) == now + timedelta(days=90)
    assert series.forecast(falling(9, 7), FIVE, now) == now


def test_a_dry_place_was_dry_when_it_was_read() -> None:
    points = falling(9, 5)

    assert series.forecast(points, FIVE, at("2026-03-20 09:00")) == points[-1][0]


def test_only_the_last_readings_count() -> None:
    points = falling(90, 60, 10, 10, 10, 10, 10)

    assert series.forecast(points, FIVE, points[-1][0]) is None


@pytest.mark.parametrize(
    ("values", "day"),
    [
        ((15, 13, 11), date(2026, 3, 9)),  # dry on Saturday 7 by the line: read on the Monday
        ((60, 59), date(2026, 3, 18)),  # months away: 10 working days
        ((9, 9), date(2026, 3, 18)),  # it does not fall
        ((), date(2026, 3, 18)),
        ((9, 5), date(2026, 3, 5)),  # dry: tomorrow, to be sure
    ],
)
def test_the_next_reading_is_proposed_on_a_working_day(values: tuple[int, ...], day: date) -> None:
    now = at("2026-03-04 09:00")  # a Wednesday

    assert series.next_reading(falling(*values, every=1), FIVE, now, calendar("fr")) == day


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{series.damp: settled}", "{series.dump: settled}", "action `read`: then: unknown series `dump`; did you mean `damp`?"),
        ("{series.damp: settled}", "{series.damp: setled}", "action `read`: then: `series.damp`: unknown word `setled`; did you mean `settled`?"),
        ("key: [place, scale]", "key: [place, level]", "series `damp`: key: `level` is of type number; it must be choice or text"),
        ("value: level,", "value: scale,", "series `damp`: value: `scale` is of type choice; it must be number or whole or amount"),
        ("at: read_at, settled", "at: place, settled", "series `damp`: at: `place` is of type text; it must be instant"),
        ("value: level, ", "", "series `damp` has no `value`; add it"),
        ("form: [place, scale, level", "form: [scale, place?, level", "action `read` enters a reading of series `damp` without `place`: add"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(old: str, new: str, said: str) -> None:
    text = without(old, new)
    faulty = {"": "  damp: {", "form: [scale, place?, level": "  read: {label"}.get(new, new)
    if "enters a reading" in said:
        faulty = "  read: {"

    assert any(one.startswith(line_of(text, faulty) + said) for one in errors(text))


def test_a_reading_taken_back_was_never_read() -> None:
    case = Keeping()
    case.procedure = language.load(
        without("read: {label: LABEL,", "read: {label: LABEL, undo: yes,"), name=NAME
    )
    case.read("2026-03-02 10:00", "Salon", Decimal(9))
    before = case.state
    wrong = case.read("2026-03-03 10:00", "Salon", Decimal(8))

    entry = undo(case.procedure, before, wrong, case.state, KEEPER, at("2026-03-03 10:05"))
    case.entries.append(entry)

    assert evolve(case.state, entry).readings == before.readings
    assert [value for _, value in series.points(case.entries, "damp")["Salon", "mass"]] == [9]


def test_two_series_do_not_share_a_number() -> None:
    double = (
        "  damp: {label: LABEL, key: [place], value: level, settled: {level: {at_most: 5}}}\n  damp_too: {"
    )
    text = without("  damp: {", double)

    assert any("series `damp_too`: `level` is read by series `damp` already" in one for one in errors(text))


def test_a_reading_without_its_own_instant_was_taken_when_it_was_entered() -> None:
    case = Keeping()
    series_of_entries = {"damp": replace(case.procedure.series["damp"], at=None)}
    case.procedure = replace(case.procedure, series=series_of_entries)

    case.read("2026-03-02 10:00", "Salon", Decimal(9))

    assert case.state.readings["damp"]["Salon", "mass"].at == at("2026-03-02 10:00")
