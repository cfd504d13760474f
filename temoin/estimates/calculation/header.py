"""What a draft or a version keeps of a calculation besides its lines, and the calculation back from both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from temoin.estimates.calculation.model import Calculation, Row, Totals, Vehicle
from temoin.estimates.content import NewLine
from temoin.estimates.models.line import Section
from temoin.estimates.models.price_item import WorkCategory
from temoin.estimates.sums import ZERO_CENTS, cents


class Stands(Protocol):
    """A line as it is written or as it is kept."""

    @property
    def section(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def quantity(self) -> Decimal: ...
    @property
    def unit(self) -> str: ...
    @property
    def unit_price(self) -> Decimal: ...
    @property
    def amount(self) -> Decimal: ...


def to_json(said: Calculation, sha256: str) -> dict[str, Any]:
    """The header; `sha256` is that of the file, so that the version's digest covers it."""
    vehicle = said.vehicle
    return {
        "system": said.system,
        "number": said.number,
        "date": said.on.isoformat() if said.on else "",
        "currency": said.currency,
        "vat_rate": str(said.totals.vat_rate),
        "keyed": said.keyed,
        "vehicle": {name: getattr(vehicle, name) for name in Vehicle.__slots__},
        "sha256": sha256,
    }


def lines(said: Calculation) -> tuple[NewLine, ...]:
    """The calculation's rows as lines of an estimate; VAT is found by the rules as for every line."""
    return tuple(
        NewLine(
            section=row.section.value,
            code=row.code,
            description=row.description,
            quantity=row.quantity,
            unit=row.unit,
            unit_price=row.unit_price,
            discount_pct=row.discount_pct or None,
            work_category=WorkCategory.MOVABLE.value,
        )
        for row in said.rows
    )


def calculation(header: Mapping[str, Any], kept: Iterable[tuple[Stands, str, Decimal]]) -> Calculation:
    """The calculation again, from its header and (line, code, discount); its totals are what the lines add up to."""
    rows = tuple(
        Row(
            section=Section(line.section),
            code=code,
            description=line.description,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price,
            discount_pct=discount,
            amount=line.amount,
        )
        for line, code, discount in kept
    )
    sections = {
        section: sum((row.amount for row in rows if row.section is section), ZERO_CENTS)
        for section in Section
    }
    net, rate = sum(sections.values(), ZERO_CENTS), Decimal(header["vat_rate"])
    vat = cents(net * rate / 100)
    return Calculation(
        system=header["system"],
        number=header["number"],
        on=date.fromisoformat(header["date"]) if header["date"] else None,
        currency=header["currency"],
        vehicle=Vehicle(**header["vehicle"]),
        rows=rows,
        totals=Totals(sections=sections, net=net, vat_rate=rate, vat=vat, gross=net + vat),
        keyed=header["keyed"],
    )
