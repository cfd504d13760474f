"""Adds up an estimate: exact, with one rounding (half-up, to the cent) per VAT category and rate. Pure.

Lines of a calculation system come rounded one by one, as that system rounds them: their exact sum is in cents already.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from enum import StrEnum

CENT = Decimal("0.01")
ZERO = Decimal(0)
ZERO_CENTS = Decimal("0.00")
EXACT = Context(prec=60)  # wide enough that no product or sum of an estimate is ever rounded by itself


class Part(StrEnum):
    """Who bears it; the names are those of `models.Cover`."""

    COVERED = "covered"
    NOT_COVERED = "not_covered"
    BETTERMENT = "betterment"


@dataclass(frozen=True, slots=True)
class Priced:
    """What the sums need of a line; percentages from 0 to 100."""

    quantity: Decimal
    unit_price: Decimal
    vat_category: str
    vat_rate: Decimal
    wear_pct: Decimal = ZERO
    part: Part = Part.COVERED
    discount_pct: Decimal = ZERO
    by_line: bool = False

    @property
    def amount(self) -> Decimal:
        return amount(self.quantity, self.unit_price, self.discount_pct, by_line=self.by_line)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one category and rate: `net` rounded once on their exact sum, `vat` on that net."""

    category: str
    rate: Decimal
    net: Decimal
    vat: Decimal


@dataclass(frozen=True, slots=True)
class Sums:
    """`gross = net + vat = covered + not_covered + betterment`, all but `net` with VAT; `wear` is taken off `covered`."""

    groups: tuple[Group, ...]
    net: Decimal
    vat: Decimal
    gross: Decimal
    covered: Decimal
    not_covered: Decimal
    betterment: Decimal
    wear: Decimal

    @property
    def after_wear(self) -> Decimal:
        """What cover pays at once: covered works less wear, VAT included."""
        return self.covered - self.wear


def total(lines: Iterable[Priced]) -> Sums:
    """The sums of an estimate. A remainder of cents between the parts goes to the largest of them."""
    with localcontext(EXACT):
        lines = list(lines)
        groups = tuple(_groups(lines))
        net = sum((one.net for one in groups), ZERO_CENTS)
        vat = sum((one.vat for one in groups), ZERO_CENTS)
        exact = dict.fromkeys(Part, ZERO)
        wear = ZERO
        for line in lines:
            gross = line.amount * (100 + line.vat_rate) / 100
            exact[line.part] += gross
            if line.part is Part.COVERED:
                wear += gross * line.wear_pct / 100
        parts = {part: cents(amount) for part, amount in exact.items()}
        largest = max(Part, key=lambda part: exact[part])
        parts[largest] += net + vat - sum(parts.values())
        return Sums(
            groups=groups,
            net=net,
            vat=vat,
            gross=net + vat,
            covered=parts[Part.COVERED],
            not_covered=parts[Part.NOT_COVERED],
            betterment=parts[Part.BETTERMENT],
            wear=min(cents(wear), parts[Part.COVERED]),
        )


def _groups(lines: list[Priced]) -> Iterable[Group]:
    sums: dict[tuple[str, Decimal], Decimal] = {}
    for line in lines:
        key = (line.vat_category, line.vat_rate)
        sums[key] = sums.get(key, ZERO) + line.amount
    for (category, rate), exact in sorted(sums.items(), key=lambda item: (item[0][0], -item[0][1])):
        net = cents(exact)
        yield Group(category, rate, net, cents(net * rate / 100))


def amount(quantity: Decimal, unit_price: Decimal, discount_pct: Decimal, *, by_line: bool) -> Decimal:
    """A line without VAT, its discount off: exact, or rounded to the cent where its system rounds each line."""
    with localcontext(EXACT):
        exact = quantity * unit_price
        if discount_pct:
            exact = exact * (100 - discount_pct) / 100
    return cents(exact) if by_line else exact


def cents(amount: Decimal) -> Decimal:
    """Half-up to two decimals."""
    return amount.quantize(CENT, ROUND_HALF_UP, context=EXACT)
