"""The totals of a calculation that somebody keys in off its PDF: read, or refused field by field."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from temoin.estimates.calculation.findings import Code, Finding
from temoin.estimates.calculation.model import Calculation, Row, Totals
from temoin.estimates.calculation.reading import Read
from temoin.estimates.content import decimal
from temoin.estimates.models.line import Section
from temoin.estimates.models.price_item import Unit
from temoin.estimates.sums import ZERO_CENTS

NUMBER = "calculation_number"
FIELDS = (NUMBER, *Section.values, "vat_rate", "vat", "gross")
"""What is keyed: the number, the four sections without VAT (empty is 0), the rate in percent, the VAT, the total."""


def read(data: Mapping[str, str], *, currency: str, descriptions: Mapping[Section, str]) -> Read:
    """The calculation that the totals make: a line of its own for each section that has something."""
    found: list[Finding] = []
    amounts = {name: _amount(data, name, found) for name in FIELDS[1:]}
    number = " ".join(str(data.get(NUMBER, "")).split())
    if not number:
        found.append(Finding(Code.MISSING, NUMBER))
    elif len(number) > 40:
        found.append(Finding(Code.TOO_LONG, NUMBER, number[:60], "40"))
    if found:
        return Read(None, tuple(found))
    sections = {section: amounts[section.value] for section in Section}
    return Read(
        Calculation(
            number=number,
            currency=currency,
            keyed=True,
            rows=tuple(
                Row(
                    section=section,
                    description=descriptions[section],
                    quantity=Decimal(1),
                    unit=Unit.FORFAIT.value,
                    unit_price=amount,
                    amount=amount,
                )
                for section, amount in sections.items()
                if amount
            ),
            totals=Totals(
                sections=sections,
                net=sum(sections.values(), ZERO_CENTS),
                vat_rate=amounts["vat_rate"],
                vat=amounts["vat"],
                gross=amounts["gross"],
            ),
        )
    )


def _amount(data: Mapping[str, str], name: str, found: list[Finding]) -> Decimal:
    text = str(data.get(name, "")).strip()[:40]
    if not text and name in Section.values:
        return ZERO_CENTS
    value = decimal(text)
    if not text:
        found.append(Finding(Code.MISSING, name))
    elif value < 0 or round(value, 2) != value:
        found.append(Finding(Code.NOT_A_NUMBER, name, text, "2"))
    return value
