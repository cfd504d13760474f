"""Number plates and vehicle identification numbers: compared without separators, their form a hint and no more."""

from __future__ import annotations

import re

_FORMS = (
    r"[A-HJ-NP-TV-Z]{2}[0-9]{3}[A-HJ-NP-TV-Z]{2}",  # France since 2009
    r"[0-9]{1,4}[A-Z]{1,3}(?:[0-9]{2}|2[AB]|97[0-9])",  # and before
    r"[1-9][A-Z]{3}[0-9]{3}|[A-Z]{3}[0-9]{3}|[0-9]{3}[A-Z]{3}",  # Belgium
    r"(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{6}",  # the Netherlands, all their series
)
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_LETTERS = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "12345678123457923456789"), strict=True))
BINDING = frozenset("12345L")
"""First characters of makers (North America, China) who must set the check digit; Europe's need not and mostly do not."""


def normal(text: str) -> str:
    """`1-abc-234` is `1ABC234`."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def plate_fits(plate: str) -> bool:
    """Whether a normal plate has a form of one of our countries: cars are repaired across their borders."""
    return any(re.fullmatch(form, plate) for form in _FORMS)


def vin_fits(vin: str) -> bool:
    """Seventeen characters without I, O and Q."""
    return _VIN.fullmatch(vin) is not None


def check_digit_fits(vin: str) -> bool:
    """The ninth character against the others (ISO 3779); True where it is not binding."""
    if vin[0] not in BINDING:
        return True
    total = sum(
        weight * (int(one) if one.isdigit() else _LETTERS[one])
        for weight, one in zip(_WEIGHTS, vin, strict=True)
    )
    return vin[8] == "0123456789X"[total % 11]
