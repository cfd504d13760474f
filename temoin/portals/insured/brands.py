"""Which insurer's page wears which brand: a class of brands.css."""

from __future__ import annotations

from zlib import crc32

OWN = {"MER": "violet", "AZ": "cobalt", "BPCE": "garnet"}
OTHERS = ("petrol", "violet", "cobalt", "forest", "garnet")


def of(code: str) -> str:
    """An insurer's brand by its code; one that has chosen none keeps the same for good."""
    return OWN.get(code) or OTHERS[crc32(code.encode()) % len(OTHERS)]
