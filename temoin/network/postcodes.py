"""Where a postcode lies: a table of three countries in memory, read at the first question.

Data: GeoNames, CC BY 4.0 (`procedures/data/ATTRIBUTION.md`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0


class Point(NamedTuple):
    """A place on the earth, in degrees."""

    latitude: float
    longitude: float


def find(country: str, postcode: str) -> Point | None:
    """The middle of a postcode's area; None where it is not known."""
    return _table().get((country, normal(country, postcode)))


def normal(country: str, postcode: str) -> str:
    """A postcode as the table has it: `1012 AB` is 1012 in the Netherlands, `B-1050` is 1050, `1000` is 01000 in France."""
    code = re.sub(r"[^0-9A-Z]", "", postcode.upper())
    match country:
        case "NL":
            return code.removeprefix("NL")[:4]
        case "BE":
            return code.removeprefix("BE").removeprefix("B")
        case "FR":
            code = code.removeprefix("FR").removeprefix("F")
            return code.zfill(5) if code.isdigit() and len(code) == 4 else code
        case _:
            return code


def distance_km(a: Point, b: Point) -> float:
    """The distance over the ground as the crow flies, in kilometres."""
    north, east = radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)
    half = sin(north / 2) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))


@lru_cache(maxsize=1)
def _table() -> Mapping[tuple[str, str], Point]:
    source = files("temoin.procedures") / "data" / "postcodes.csv"
    with source.open(encoding="utf-8") as rows:
        return {
            (country, code): Point(float(latitude), float(longitude))
            for country, code, latitude, longitude in csv.reader(rows)
        }
