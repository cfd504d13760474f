"""Sums of estimates against slow fractions: exact, rounded once per category and rate."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from temoin.estimates.sums import Part, Priced, total

money = st.decimals(0, 99_999, places=2)
lines = st.lists(
    st.builds(
        Priced,
        quantity=st.decimals(0, 9_999, places=3),
        unit_price=money,
        vat_category=st.just("S"),
        vat_rate=st.sampled_from([Decimal(text) for text in ("20", "10", "5.5", "21", "6", "9")]),
        wear_pct=st.decimals(0, 100, places=2),
        part=st.sampled_from(list(Part)),
    ),
    max_size=40,
)


def slow_cents(value: Fraction) -> Fraction:
    """Half-up, for what is not negative."""
    return Fraction(floor(value * 100 + Fraction(1, 2)), 100)


@given(lines)
def test_every_group_is_rounded_once(found: list[Priced]) -> None:
    made = total(found)
    exact: dict[Decimal, Fraction] = {}
    for line in found:
        amount = Fraction(line.quantity) * Fraction(line.unit_price)
        exact[line.vat_rate] = exact.get(line.vat_rate, Fraction(0)) + amount
    for group in made.groups:
        net = slow_cents(exact[group.rate])
        assert Fraction(group.net) == net
        assert Fraction(group.vat) == slow_cents(net * Fraction(group.rate) / 100)
    assert len(made.groups) == len(exact)
    assert made.net == sum((one.net for one in made.groups), Decimal(0))
    assert made.gross == made.net + made.vat


@given(lines)
def test_the_parts_are_the_whole_to_the_cent(found: list[Priced]) -> None:
    made = total(found)
    assert made.covered + made.not_covered + made.betterment == made.gross
    for part in Part:
        exact = sum(
            (
                Fraction(one.quantity) * Fraction(one.unit_price) * (100 + Fraction(one.vat_rate)) / 100
                for one in found
                if one.part is part
            ),
            Fraction(0),
        )
        said = Fraction(getattr(made, part.value))
        assert abs(said - exact) < Fraction(1, 100) * 10  # the remainder of six rates at most
    if all(one.part is not Part.COVERED for one in found):
        assert made.covered == made.wear == 0


@given(lines)
def test_wear_is_part_of_what_is_covered(found: list[Priced]) -> None:
    made = total(found)
    exact = sum(
        (
            Fraction(one.quantity) * Fraction(one.unit_price) * (100 + Fraction(one.vat_rate)) / 100
            * Fraction(one.wear_pct) / 100
            for one in found
            if one.part is Part.COVERED
        ),
        Fraction(0),
    )  # fmt: skip
    assert Fraction(made.wear) == min(slow_cents(exact), Fraction(made.covered))
    assert 0 <= made.wear <= made.covered


def test_lines_are_not_rounded_one_by_one() -> None:
    line = Priced(Decimal("0.333"), Decimal("0.05"), "S", Decimal(10))  # 0.01665 each
    made = total([line] * 3)
    assert (made.net, made.vat, made.gross) == (Decimal("0.05"), Decimal("0.01"), Decimal("0.06"))


def test_an_estimate_with_two_rates() -> None:
    made = total(
        [
            Priced(Decimal("8.9"), Decimal("29.00"), "S", Decimal(10)),
            Priced(Decimal(14), Decimal("12.40"), "S", Decimal(10), wear_pct=Decimal(20)),
            Priced(Decimal(20), Decimal("3.80"), "S", Decimal(20), part=Part.NOT_COVERED),
        ]
    )
    assert [(g.rate, g.net, g.vat) for g in made.groups] == [
        (Decimal(20), Decimal("76.00"), Decimal("15.20")),
        (Decimal(10), Decimal("431.70"), Decimal("43.17")),
    ]
    assert (made.gross, made.not_covered, made.wear) == (
        Decimal("566.07"),
        Decimal("91.20"),
        Decimal("38.19"),
    )
    assert made.after_wear == Decimal("436.68")
