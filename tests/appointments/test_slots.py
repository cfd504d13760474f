"""The grid offers two-hour slots of the coming days and takes back only those."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from temoin.appointments import slots
from temoin.appointments.slots import NotASlot

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday, 10:30 in Paris
TUESDAY = ("2026-11-24T07:00:00+00:00", "2026-11-24T09:00:00+00:00")


def test_a_ticked_box_is_kept_as_instants() -> None:
    assert slots.parse(["2026-11-24T08:00"], NOW, zone=PARIS) == [TUESDAY]


def test_what_was_ticked_is_kept_once_and_in_order() -> None:
    kept = slots.parse(["2026-11-25T10:00", "2026-11-24T08:00", "2026-11-25T10:00"], NOW, zone=PARIS)
    assert [one[0] for one in kept] == ["2026-11-24T07:00:00+00:00", "2026-11-25T09:00:00+00:00"]


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "2026-11-24",
        "2026-11-24T09:00",  # between two boxes
        "2026-11-24T08:15",
        "2026-11-24T18:00",
        "2026-11-29T08:00",  # Sunday
        "2026-11-23T10:00",  # begun
        "2026-11-20T08:00",  # past
        "2027-11-24T08:00",
        "9999-12-31T08:00",
        "0001-01-01T08:00",
        "<script>",
        "2026-11-24T08:00\x00",
    ],
)
def test_anything_else_is_refused_with_a_sentence(wrong: str) -> None:
    with pytest.raises(NotASlot) as refused:
        slots.parse(["2026-11-24T08:00", wrong], NOW, zone=PARIS)
    assert str(refused.value).endswith(".")


def test_more_boxes_than_there_are_is_refused() -> None:
    many = [f"{NOW + timedelta(days=one):%Y-%m-%d}T08:00" for one in range(200)]
    with pytest.raises(NotASlot):
        slots.parse(many, NOW, zone=PARIS)


def test_the_grid_shows_a_fortnight_without_sundays_and_without_what_has_begun() -> None:
    grid = slots.grid(NOW, chosen=["2026-11-24T08:00"], zone=PARIS)
    assert grid.hours == ("8–10", "10–12", "12–14", "14–16", "16–18")
    assert [row.on for row in grid.rows][:2] == [date(2026, 11, 23), date(2026, 11, 24)]
    assert len(grid.rows) == 12
    assert [cell.open for cell in grid.rows[0].cells] == [False, False, True, True, True]
    assert [cell.chosen for cell in grid.rows[1].cells] == [True, False, False, False, False]


def test_in_the_evening_the_grid_begins_tomorrow() -> None:
    assert slots.grid(NOW.replace(hour=18), chosen=(), zone=PARIS).rows[0].on == date(2026, 11, 24)


def test_every_box_of_the_grid_can_be_taken_back() -> None:
    grid = slots.grid(NOW, chosen=(), zone=PARIS)
    offered = [cell.value for row in grid.rows for cell in row.cells if cell.open]
    assert len(slots.parse(offered, NOW, zone=PARIS)) == len(offered) == 58


def test_the_hour_is_the_local_one_on_both_sides_of_a_clock_change() -> None:
    before = datetime(2026, 10, 23, 6, tzinfo=UTC)
    kept = slots.parse(["2026-10-24T08:00", "2026-10-26T08:00"], before, zone=PARIS)
    assert [one[0][11:16] for one in kept] == ["06:00", "07:00"]


def test_of_what_a_claim_keeps_the_future_is_read_in_order_under_its_days() -> None:
    later = ("2026-11-25T09:00:00+00:00", "2026-11-25T11:00:00+00:00")
    past = ("2026-11-20T09:00:00+00:00", "2026-11-20T11:00:00+00:00")
    found = slots.read([later, past, TUESDAY, TUESDAY], NOW)
    assert [one.stored for one in found] == [TUESDAY, later]
    days = slots.by_day(found, zone=PARIS)
    assert [on for on, _ in days] == [date(2026, 11, 24), date(2026, 11, 25)]


def test_what_a_claim_keeps_is_ticked_when_the_grid_is_drawn_anew() -> None:
    stored = slots.parse(["2026-11-24T08:00", "2026-11-24T10:00"], NOW, zone=PARIS)
    assert slots.names(stored, zone=PARIS) == ["2026-11-24T08:00", "2026-11-24T10:00"]
    morning = [("2026-11-24T07:00:00+00:00", "2026-11-24T11:30:00+00:00")]
    assert slots.names(morning, zone=PARIS) == ["2026-11-24T08:00", "2026-11-24T10:00"]


def test_the_grid_is_drawn_with_a_name_for_every_box() -> None:
    grid = slots.grid(NOW, chosen=["2026-11-24T08:00"], zone=PARIS)
    with translation.override("fr"):
        drawn = render_to_string("appointments/grid.html", {"grid": grid})
    assert drawn.count('name="slot"') == 58
    assert drawn.count(" checked") == 1
    assert "Quand peut-on venir ?" in drawn
    assert "mardi 24 novembre" in drawn
