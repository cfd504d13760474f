"""What somebody types into the one box of the estimate: words of a work, and perhaps its quantity behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from temoin.estimates import measuring

_BEHIND = re.compile(
    r"^(?P<words>.*?\S)\s+(?P<measure>[0-9(][0-9\s.,+\-−–*×xX·÷/:()]*?)\s*(?:m2|m²|m3|m³|ml|m|h|u|st)?\s*$",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Typed:
    """`peinture plafond 4x3,5` is the words `peinture plafond`, measured `4x3,5`, quantity 14."""

    words: str
    measure: str = ""
    quantity: Decimal | None = None


def read(text: str) -> Typed:
    """The words and, where a possible measure stands behind them, the quantity."""
    match = _BEHIND.match(text.strip()[:200])
    if match is None:
        return Typed(text.strip()[:200])
    try:
        found = measuring.quantity(match["measure"])
    except measuring.NotAMeasure:
        return Typed(text.strip()[:200])
    return Typed(match["words"], match["measure"].strip(), found) if found else Typed(text.strip()[:200])
