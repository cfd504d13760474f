"""Calculations for tests: of the vehicle of the mission, right to the cent, and wrong on purpose."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from temoin.estimates.calculation.model import Calculation, Mission, Vehicle
from temoin.estimates.calculation.writing import plausible, write

GOLF = Vehicle(plate="1-ABC-234", vin="WVWZZZAUZLP000123", make="Volkswagen", model="Golf", mileage=45210)
MISSION = Mission(
    plate="1ABC234",
    vin="WVWZZZAUZLP000123",
    currency="EUR",
    vat_rate=Decimal(21),
    vat_reason="taux normal",
    on=date(2026, 11, 24),
)


def good(vehicle: Vehicle = GOLF, **changes: Any) -> Calculation:
    """Four parts of the mission's Golf."""
    said = {"number": "C-2026-00017", "on": date(2026, 11, 24), "vat_rate": Decimal(21), "seed": 7}
    return plausible(vehicle, **{**said, **changes})


def xml(**changes: Any) -> bytes:
    return write(good(**changes))
