"""Writes a calculation's XML, as a calculation system would export it; and invents a plausible one for a vehicle."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import quoteattr

from temoin.estimates.calculation.model import NAMESPACE, Calculation, Row, Totals, Vehicle
from temoin.estimates.models.line import Section
from temoin.estimates.sums import ZERO_CENTS, cents

WORKS = (
    # parts, their price new, hours to fit them, hours to paint them
    ("51117", "Bouclier avant", "386.40", "1.8", "2.4"),
    ("63117", "Projecteur avant gauche", "512.75", "0.6", "0"),
    ("41007", "Aile avant gauche", "241.90", "2.2", "2.1"),
    ("41617", "Capot moteur", "498.20", "1.1", "3.2"),
    ("51137", "Calandre", "164.35", "0.5", "0"),
    ("51127", "Bouclier arrière", "402.10", "1.6", "2.3"),
    ("63217", "Feu arrière droit", "187.60", "0.4", "0"),
    ("41517", "Porte avant gauche", "655.00", "3.4", "2.9"),
    ("51167", "Rétroviseur extérieur gauche", "289.15", "0.5", "0.8"),
    ("51337", "Pare-brise", "441.00", "2.6", "0"),
)
"""Body parts of a car: code, description, price, hours of labour, hours of paint."""


def write(said: Calculation) -> bytes:
    """The file, UTF-8. What stands in it is not checked: tests and simulators also write wrong ones."""
    vehicle: dict[str, object] = {name: getattr(said.vehicle, name) for name in Vehicle.__slots__}
    totals: dict[str, object] = {section.value: amount for section, amount in said.totals.sections.items()}
    totals |= {
        "net": said.totals.net,
        "vat_rate": said.totals.vat_rate,
        "vat": said.totals.vat,
        "gross": said.totals.gross,
    }
    head = {"system": said.system, "number": said.number, "date": said.on, "currency": said.currency}
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<calculation xmlns={quoteattr(NAMESPACE)}{_said(head)}>",
            f"  <vehicle{_said(vehicle)}/>",
            "  <lines>",
            *(f"    <line{_said(_row(row))}/>" for row in said.rows),
            "  </lines>",
            f"  <totals{_said(totals)}/>",
            "</calculation>",
            "",
        ]
    ).encode()


def _row(row: Row) -> dict[str, object]:
    names = ("section", "code", "description", "quantity", "unit", "unit_price", "discount_pct", "amount")
    return {name: getattr(row, name) for name in names} | {"discount_pct": row.discount_pct or None}


def _said(values: Mapping[str, object]) -> str:
    return "".join(f" {name}={quoteattr(str(value))}" for name, value in values.items() if value not in ("", None))  # fmt: skip


def plausible(
    vehicle: Vehicle,
    *,
    number: str,
    on: date,
    vat_rate: Decimal,
    currency: str = "EUR",
    seed: int = 0,
    works: int = 4,
) -> Calculation:
    """A repair of `works` body parts of a vehicle, the same for the same seed, right to the cent."""
    chance = random.Random(f"{seed} {vehicle.plate} {vehicle.vin}")  # noqa: S311 - invents, keeps no secret
    labour, paint = Decimal(chance.randrange(58, 76)), Decimal(chance.randrange(62, 80))
    ingredients, fixings = chance.randrange(90, 190), chance.randrange(15, 60)
    rows: list[Row] = []
    for code, name, price, hours, coats in chance.sample(WORKS, len(WORKS))[:works]:
        discount = Decimal(sum(map(ord, code)) % 3 * 5)
        rows.append(_line(Section.PARTS, f"{code}-{vehicle.vin[3:9]}", name, "1", "u", price, discount))
        rows.append(_line(Section.LABOUR, code, f"Remplacer : {name.lower()}", hours, "h", labour))
        if coats != "0":
            rows.append(_line(Section.PAINT, code, f"Peindre : {name.lower()}", coats, "h", paint))
    rows.append(_line(Section.PAINT, "P900", "Ingrédients de peinture", "1", "forfait", ingredients))
    rows.append(_line(Section.SMALL_PARTS, "K900", "Agrafes et fixations", "1", "forfait", fixings))
    rows.sort(key=lambda row: list(Section).index(row.section))
    return added_up(
        Calculation(
            system="Calcul de démonstration",
            number=number,
            on=on,
            currency=currency,
            vehicle=vehicle,
            rows=tuple(rows),
            totals=Totals(sections={}, net=ZERO_CENTS, vat_rate=vat_rate, vat=ZERO_CENTS, gross=ZERO_CENTS),
        )
    )


def added_up(said: Calculation) -> Calculation:
    """The calculation with the totals that its lines make."""
    sections = {
        section: sum((row.amount for row in said.rows if row.section is section), ZERO_CENTS)
        for section in Section
    }
    net = sum(sections.values(), ZERO_CENTS)
    vat = cents(net * said.totals.vat_rate / 100)
    return replace(said, totals=replace(said.totals, sections=sections, net=net, vat=vat, gross=net + vat))


def _line(
    section: Section, code: str, description: str, quantity: str, unit: str, price: object, discount: Decimal = ZERO_CENTS
) -> Row:  # fmt: skip
    row = Row(
        section=section,
        code=code,
        description=description,
        quantity=Decimal(quantity),
        unit=unit,
        unit_price=cents(Decimal(str(price))),
        discount_pct=discount,
        amount=ZERO_CENTS,
    )
    return replace(row, amount=row.reckoned)
