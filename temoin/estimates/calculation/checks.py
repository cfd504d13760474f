"""Holds a calculation against itself and against its mission: every figure exact, nothing within a tolerance. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from temoin.estimates import measuring
from temoin.estimates.calculation import plates
from temoin.estimates.calculation.findings import Code, Finding
from temoin.estimates.calculation.model import Calculation, Mission
from temoin.estimates.content import LARGEST_PRICE
from temoin.estimates.models.line import Section
from temoin.estimates.models.price_item import Unit
from temoin.estimates.sums import ZERO_CENTS, cents

MOST_HOURS = Decimal(500)  # on one line
MOST_KM = 2_000_000


def check(said: Calculation, mission: Mission) -> tuple[Finding, ...]:
    """Everything that is wrong or doubtful, in the order of the file."""
    numbers = tuple(_numbers(said))
    found = [*_header(said, mission), *_vehicle(said, mission), *numbers]
    if not numbers:  # sums of impossible figures tell nobody anything
        found += [*_lines(said), *_totals(said, mission)]
    return tuple(found)


def _header(said: Calculation, mission: Mission) -> Iterator[Finding]:
    if said.currency != mission.currency:
        yield Finding(Code.CURRENCY, "currency", said.currency, mission.currency)
    if said.on is not None and said.on > mission.on:
        yield Finding(Code.LATER, "date", said.on, mission.on)


def _vehicle(said: Calculation, mission: Mission) -> Iterator[Finding]:
    if said.keyed:
        yield Finding(Code.NOT_COMPARED)
        return
    vehicle = said.vehicle
    plate, vin = plates.normal(vehicle.plate), plates.normal(vehicle.vin)
    theirs = plates.normal(mission.plate), plates.normal(mission.vin)
    if not (plate and theirs[0]) and not (vin and theirs[1]):
        yield Finding(Code.NO_VEHICLE, "plate", expected=mission.plate or mission.vin)
        return
    for code, missing, mine, other, shown in (
        (Code.PLATE, Code.NO_PLATE, plate, theirs[0], (vehicle.plate, mission.plate)),
        (Code.VIN, Code.NO_VIN, vin, theirs[1], (vehicle.vin, mission.vin)),
    ):
        if not (mine and other):
            yield Finding(missing, code.value, *shown)
        elif mine != other:
            yield Finding(code, code.value, *shown)
    if plate and not plates.plate_fits(plate):
        yield Finding(Code.PLATE_FORM, "plate", vehicle.plate)
    if vin and not plates.vin_fits(vin):
        yield Finding(Code.VIN_FORM, "vin", vehicle.vin)
    elif vin and not plates.check_digit_fits(vin):
        yield Finding(Code.VIN_CHECK_DIGIT, "vin", vehicle.vin)


def _numbers(said: Calculation) -> Iterator[Finding]:
    """Figures below zero, or larger than a repair can be."""
    if said.vehicle.mileage is not None and not 0 <= said.vehicle.mileage <= MOST_KM:
        yield _outside("mileage", Decimal(said.vehicle.mileage), Decimal(MOST_KM), 0, 0)
    for number, row in enumerate(said.rows, start=1):
        most = MOST_HOURS if row.unit == Unit.H else measuring.LARGEST
        for field, value, largest in (
            ("quantity", row.quantity, most),
            ("unit_price", row.unit_price, LARGEST_PRICE),
            ("discount_pct", row.discount_pct, Decimal(100)),
            ("amount", row.amount, LARGEST_PRICE),
        ):
            if not 0 <= value <= largest or (field == "quantity" and not value):
                yield _outside(field, value, largest, row.at, number)
    totals = said.totals
    for field, value in (
        *((section.value, amount) for section, amount in totals.sections.items()),
        ("net", totals.net),
        ("vat", totals.vat),
        ("gross", totals.gross),
    ):
        if not 0 <= value <= LARGEST_PRICE or (field == "gross" and not value):
            yield _outside(field, value, LARGEST_PRICE, totals.at, 0)


def _outside(field: str, value: Decimal, most: Decimal, at: int, line: int) -> Finding:
    code = Code.NEGATIVE if value <= 0 else Code.ABSURD
    return Finding(code, field, value, most, at, line)


def _lines(said: Calculation) -> Iterator[Finding]:
    for number, row in enumerate(said.rows, start=1):
        if row.amount != row.reckoned:
            yield Finding(Code.LINE_AMOUNT, "amount", row.amount, row.reckoned, row.at, number)


def _totals(said: Calculation, mission: Mission) -> Iterator[Finding]:
    totals = said.totals
    if not said.keyed:
        for section in Section:
            lines = sum((row.amount for row in said.rows if row.section is section), ZERO_CENTS)
            if totals.sections[section] != lines:
                yield Finding(Code.SECTION_TOTAL, section.value, totals.sections[section], lines, totals.at)
    net = sum(totals.sections.values(), ZERO_CENTS)
    if totals.net != net:
        yield Finding(Code.NET, "net", totals.net, net, totals.at)
    if totals.vat_rate != mission.vat_rate:
        yield Finding(Code.VAT_RATE, "vat_rate", totals.vat_rate, mission.vat_rate, totals.at)
    vat = cents(totals.net * totals.vat_rate / 100)
    if totals.vat != vat:
        yield Finding(Code.VAT, "vat", totals.vat, vat, totals.at)
    if totals.gross != totals.net + totals.vat:
        yield Finding(Code.GROSS, "gross", totals.gross, totals.net + totals.vat, totals.at)
