"""What catches the eye in an estimate: each check finds its fault, and says nothing where there is none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from temoin.estimates.models import Line
from temoin.estimates.study.beside import Figures, Source
from temoin.estimates.study.checks import Check, Circumstances, Finding, above_list, findings
from temoin.estimates.vat import Dwelling

D = Decimal
HOUSE = Dwelling(first_occupied=1987, private_use=True, new_building=False)


def line(pk: int = 1, **said: Any) -> Line:
    """A line with nothing to say about it."""
    given = {
        "description": f"Travail {pk}", "room": "Séjour", "quantity": D(10), "unit": "m2", "measured": "2 × 5",
        "unit_price": D(10), "list_price": D(10), "item_code": f"P{pk}", "photos": [uuid4()], "vat_reason": "10 %",
    }  # fmt: skip
    return Line(pk=pk, **(given | said))


def around(**said: Any) -> Circumstances:
    given = {"total": D(110), "said": D(110), "dwelling": HOUSE, "studied": None, "number": 1}
    return Circumstances(**(given | said))


def bad(*lines: Line, beside: dict[int, Figures] | None = None, **said: Any) -> dict[Check, Finding]:
    return {one.check: one for one in findings(lines, beside or {}, around(**said)) if not one.good}


def test_a_faultless_estimate_is_praised_and_nothing_else() -> None:
    beside = {1: Figures(D(10), D(10), Source.ADJUSTER)}
    found = findings([line()], beside, around())
    assert {one.check for one in found} == {
        Check.QUANTITY,
        Check.NOT_MEASURED,
        Check.PRICE,
        Check.VAT,
        Check.PHOTOS,
    }
    assert all(one.good for one in found)


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (Check.PRICE, {"unit_price": D("10.05")}),
        (Check.OFF_LIST, {"list_price": None}),
        (Check.NOT_MEASURED, {"measured": ""}),
        (Check.PHOTOS, {"photos": []}),
    ],
)
def test_each_fault_of_a_line_is_found_alone(check: Check, said: dict[str, Any]) -> None:
    assert set(bad(line(1), line(2, **said, room="Cuisine"))) == {check}


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (Check.NEWER_VERSION, {"studied": 1, "number": 3}),
        (Check.OTHER_TOTAL, {"said": D("110.01")}),
        (Check.SPLIT, {"same_trade": ["2"]}),
        (Check.VAT, {"dwelling": Dwelling(first_occupied=None, private_use=True)}),
    ],
)
def test_each_fault_around_the_estimate_is_found_alone(check: Check, said: dict[str, Any]) -> None:
    assert set(bad(line(), **said)) == {check}


def test_more_than_the_adjuster_counted_is_found_but_a_list_counts_nothing() -> None:
    asked = line(1, quantity=D(31))
    assert set(bad(asked, beside={1: Figures(D(26), D(10), Source.ADJUSTER)})) == {Check.QUANTITY}
    assert bad(asked, beside={1: Figures(D(26), D(10), Source.LIST)}) == {}


def test_the_same_work_twice_in_one_room_is_found_and_in_two_rooms_it_is_not() -> None:
    same = {"item_code": "P9"}
    assert bad(line(1, **same), line(2, **same))[Check.TWICE].lines[0].pk == 2
    assert Check.TWICE not in bad(line(1, **same), line(2, **same, room="Cuisine"))


@pytest.mark.parametrize(
    ("price", "above"), [("10.00", 0), ("9.99", 0), ("10.01", 1), ("11.20", 12), ("11.25", 13)]
)
def test_how_far_above_the_list(price: str, above: int) -> None:
    assert above_list(line(unit_price=D(price))) == above
