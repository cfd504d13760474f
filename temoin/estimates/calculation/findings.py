"""What can be wrong with a calculation: a closed set, each a refusal or a warning. Pure; `words` has the sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Code(StrEnum):
    """The stable name of a finding."""

    # the file cannot be read
    TOO_LARGE = "too_large"
    NOT_XML = "not_xml"
    FORBIDDEN = "forbidden"  # a DTD, an entity, a processing instruction
    NOT_OURS = "not_ours"  # another format, or another version of it
    UNKNOWN = "unknown"  # an element, attribute or text that the format does not have
    REPEATED = "repeated"
    MISSING = "missing"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DATE = "not_a_date"
    NOT_A_CHOICE = "not_a_choice"
    TOO_LONG = "too_long"
    TOO_MANY_LINES = "too_many_lines"
    NO_LINES = "no_lines"
    # its figures
    NEGATIVE = "negative"
    ABSURD = "absurd"
    LINE_AMOUNT = "line_amount"
    SECTION_TOTAL = "section_total"
    NET = "net"
    VAT_RATE = "vat_rate"
    VAT = "vat"
    GROSS = "gross"
    CURRENCY = "currency"
    # the vehicle
    NO_VEHICLE = "no_vehicle"
    PLATE = "plate"
    VIN = "vin"
    # warnings
    NOT_COMPARED = "not_compared"
    NO_PLATE = "no_plate"
    NO_VIN = "no_vin"
    PLATE_FORM = "plate_form"
    VIN_FORM = "vin_form"
    VIN_CHECK_DIGIT = "vin_check_digit"
    LATER = "later"

    @property
    def warns(self) -> bool:
        """Whether the calculation may be taken all the same."""
        return self in WARNINGS


WARNINGS = frozenset(
    {
        Code.NOT_COMPARED,
        Code.NO_PLATE,
        Code.NO_VIN,
        Code.PLATE_FORM,
        Code.VIN_FORM,
        Code.VIN_CHECK_DIGIT,
        Code.LATER,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """`field` is an attribute of the file, or the field that was keyed; `said` stands there, `expected` should.

    `at` is the line of the file (0: the whole file, or keyed), `line` the number of the calculation's line (0: none).
    """

    code: Code
    field: str = ""
    said: str | Decimal | date = ""
    expected: str | Decimal | date = ""
    at: int = 0
    line: int = 0


def refused(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that keep the calculation out."""
    return tuple(one for one in findings if not one.code.warns)
