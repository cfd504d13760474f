"""What insurer and owner each pay of an invoice: pure and exact, to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Split:
    """An invoice (VAT included) and what of it the owner pays, by reason; the insurer pays the rest.

    `recoverable_pct` and `ceiling` are kept to be shown beside what came of them; no ceiling is None.
    """

    invoice: Decimal
    recoverable: Decimal  # the share of the VAT that the owner recovers himself
    deductible: Decimal
    above_ceiling: Decimal
    recoverable_pct: Decimal
    ceiling: Decimal | None

    @property
    def owner(self) -> Decimal:
        return self.recoverable + self.deductible + self.above_ceiling

    @property
    def payable(self) -> Decimal:
        return self.invoice - self.owner


def split(
    invoice: Decimal, *, vat: Decimal, recoverable_pct: Decimal, deductible: Decimal, ceiling: Decimal | None
) -> Split:
    """Divide an invoice: first the VAT that the owner recovers, then the deductible, then what is above the ceiling.

    The VAT's share is rounded once, half up. Each part takes no more than what is left, so that none of the
    amounts is ever below nothing and both payments together are the invoice. `vat` is that of the invoice, at
    most the invoice; `recoverable_pct` is 0 to 100.
    """
    recoverable = min((vat * recoverable_pct / 100).quantize(CENT, ROUND_HALF_UP), invoice)
    own = min(deductible, invoice - recoverable)
    rest = invoice - recoverable - own
    above = max(rest - ceiling, NOTHING) if ceiling is not None else NOTHING
    return Split(invoice, recoverable, own, above, recoverable_pct, ceiling)


def of_facts(facts: Mapping[str, Any]) -> Split | None:
    """The split of the invoice that an assignment's facts hold; None while there is none."""
    invoice, vat = facts.get("invoice_total"), facts.get("invoice_vat_amount")
    if invoice is None or vat is None:
        return None
    return split(
        invoice,
        vat=vat,
        recoverable_pct=Decimal(facts.get("recoverable_vat_pct") or 0),
        deductible=facts.get("deductible_amount") or NOTHING,
        ceiling=facts.get("payment_ceiling"),
    )
