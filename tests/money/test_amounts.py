"""Who pays what of an invoice: nothing is lost, nothing is below nothing, and the order of the parts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from temoin.money import amounts

cents = st.integers(0, 20_000_000).map(lambda one: Decimal(one).scaleb(-2))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    invoice=cents,
    vat_share=st.integers(0, 100),
    recoverable_pct=st.integers(0, 100_000).map(lambda one: Decimal(one).scaleb(-3)),
    deductible=cents,
    ceiling=st.none() | cents,
)
def test_both_payments_are_the_invoice_and_none_is_below_nothing(
    invoice: Decimal, vat_share: int, recoverable_pct: Decimal, deductible: Decimal, ceiling: Decimal | None
) -> None:
    vat = (invoice * vat_share / 100).quantize(amounts.CENT)
    found = amounts.split(
        invoice, vat=vat, recoverable_pct=recoverable_pct, deductible=deductible, ceiling=ceiling
    )
    assert found.payable + found.owner == invoice
    parts = (found.payable, found.recoverable, found.deductible, found.above_ceiling)
    assert all(one >= 0 and one == round(one, 2) for one in parts)
    assert found.deductible <= deductible
    assert ceiling is None or found.payable <= ceiling
    assert abs(found.recoverable - vat * recoverable_pct / 100) <= Decimal("0.005")


@pytest.mark.parametrize(
    ("said", "owner", "payable"),
    [
        # 1 815,00 € with 315,00 € of VAT, half of it recovered, 250,00 € deductible
        ({}, "407.50", "1407.50"),
        ({"recoverable_pct": "0"}, "250.00", "1565.00"),
        ({"recoverable_pct": "100"}, "565.00", "1250.00"),
        ({"vat": "0.01"}, "250.01", "1564.99"),  # half a cent is rounded up, once
        ({"ceiling": "1407.50"}, "407.50", "1407.50"),
        ({"ceiling": "1407.49"}, "407.51", "1407.49"),
        ({"ceiling": "0"}, "1815.00", "0.00"),
        ({"deductible": "9999"}, "1815.00", "0.00"),
        ({"deductible": "0", "ceiling": "1000"}, "815.00", "1000.00"),
    ],
)
def test_what_the_owner_and_the_insurer_pay(said: dict[str, str], owner: str, payable: str) -> None:
    values = {"vat": "315.00", "recoverable_pct": "50", "deductible": "250.00"} | said
    ceiling = values.pop("ceiling", None)
    found = amounts.split(
        Decimal("1815.00"),
        ceiling=None if ceiling is None else Decimal(ceiling),
        **{name: Decimal(value) for name, value in values.items()},
    )
    assert (found.owner, found.payable) == (Decimal(owner), Decimal(payable))


def test_no_invoice_no_amounts() -> None:
    assert amounts.of_facts({"deductible_amount": Decimal("250.00")}) is None
