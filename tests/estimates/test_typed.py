"""Words and quantity in one box."""

from __future__ import annotations

from decimal import Decimal

import pytest

from temoin.estimates.typed import Typed, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("peinture plafond", Typed("peinture plafond")),
        ("peinture plafond 14", Typed("peinture plafond", "14", Decimal(14))),
        ("peinture plafond 4x3,5", Typed("peinture plafond", "4x3,5", Decimal(14))),
        ("enduit 4,20 × 2,50 − 1,60", Typed("enduit", "4,20 × 2,50 − 1,60", Decimal("8.9"))),
        ("plinthe 12,5 m", Typed("plinthe", "12,5", Decimal("12.5"))),
        ("plafond 14 m²", Typed("plafond", "14", Decimal(14))),
        ("PEI-011", Typed("PEI-011")),
        ("PEI-011 (2+3)x2", Typed("PEI-011", "(2+3)x2", Decimal(10))),
        ("plafond 4x", Typed("plafond 4x")),
        ("plafond 0", Typed("plafond 0")),
        ("14", Typed("14")),
        ("", Typed("")),
    ],
)
def test_what_is_typed_is_taken_apart(text: str, expected: Typed) -> None:
    assert read(text) == expected
