"""Quantities as they are measured on site."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.estimates.measuring import NotAMeasure, is_formula, quantity


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("14", "14"),
        ("14,5", "14.5"),
        ("4,20 × 2,50 − 1,60", "8.9"),
        ("4.2*2.5-1.6", "8.9"),
        ("2 x (4,2 + 3,1) x 2,5", "36.5"),
        ("10 ÷ 3", "3.333"),
        ("1:8", "0.125"),
        ("2 − 2", "0"),
        ("0,0005", "0.001"),
        ("3 - 1 - 1", "1"),
        ("12 / 2 / 3", "2"),
    ],
)
def test_a_measure_is_worked_out(typed: str, result: str) -> None:
    assert quantity(typed) == Decimal(result)


@pytest.mark.parametrize(
    "typed",
    [
        "", "abc", "1 / 0", "1 / (2-2)", "2 - 3", "1 +", "(1", "1)", "1 2", "2**3", "__import__('os')", "1e9", "9" * 12,
        "1,2,3", "(" * 30 + "1" + ")" * 30, "999999 * 9", "1" + "+1" * 120, "1_000", "٣",
    ],
)  # fmt: skip
def test_what_is_no_measure_is_refused(typed: str) -> None:
    with pytest.raises(NotAMeasure):
        quantity(typed)


@given(st.text("0123456789,.+-−×x÷/:() ", max_size=60))
def test_nothing_but_a_quantity_or_a_refusal_comes_out(typed: str) -> None:
    with suppress(NotAMeasure):
        assert 0 <= quantity(typed) <= 999_999


def test_a_number_alone_is_no_formula() -> None:
    assert not is_formula(" 14,5 ")
    assert is_formula("7 × 2")
