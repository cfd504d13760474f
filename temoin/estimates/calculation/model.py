"""A calculation as its system exported it: vehicle, lines in sections, totals. Amounts are exact decimals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from temoin.estimates.models.line import Section
from temoin.estimates.sums import ZERO_CENTS, amount

NAMESPACE = "urn:temoin:calculation:1"
LARGEST_FILE = 2_000_000  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line; `amount` is what the file says, without VAT and with the discount off. `at` is the file's own line."""

    section: Section
    code: str = ""
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    discount_pct: Decimal = ZERO_CENTS
    amount: Decimal
    at: int = 0

    @property
    def reckoned(self) -> Decimal:
        """What the amount must be: rounded half-up to the cent."""
        return amount(self.quantity, self.unit_price, self.discount_pct, by_line=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """As the calculation system knows it; empty where it does not. `mileage` in km."""

    plate: str = ""
    vin: str = ""
    make: str = ""
    model: str = ""
    mileage: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the file says its lines add up to; sections and `net` without VAT. `at` is the file's own line."""

    sections: Mapping[Section, Decimal]
    net: Decimal
    vat_rate: Decimal  # percent
    vat: Decimal
    gross: Decimal
    at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """The whole file; `keyed` where a person typed the totals off a PDF and there are no lines nor vehicle."""

    system: str = ""
    number: str
    on: date | None = None
    currency: str
    vehicle: Vehicle = field(default_factory=Vehicle)
    rows: tuple[Row, ...] = ()
    totals: Totals
    keyed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """What a calculation is held against. `vat_rate` is what the country's rules say on that day, with their reason."""

    plate: str = ""
    vin: str = ""
    currency: str
    vat_rate: Decimal
    vat_reason: str = ""
    on: date
