"""Repaired cars whose direct payment is asked for, or agreed to."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

from temoin import clock
from temoin.claims.models import Assignment
from tests.world import World, act, mission, transmitted

numbers = count(1)


def asked(world: World, **invoice: Any) -> Assignment:
    """A repaired car whose direct payment is asked for: 1 500,00 €, of which 250,00 € are the owner's."""
    job = transmitted(world, mission(world))
    act(job, "validate", world.actor("felix"), {"approved_total": Decimal("1500.00")})
    carl = world.actor("carl")
    act(job, "start_repairs", carl, {"repairs_started_at": clock.now(), "immobilisation_days": 2})
    act(job, "finish_repairs", carl, {"repairs_finished_on": clock.now().date()})
    act(job, "request_direct_payment", carl, presented(**invoice))
    return job


def presented(**changes: Any) -> dict[str, Any]:
    return {
        "invoice_number": f"F-{next(numbers)}",
        "invoice_on": clock.now().date(),
        "invoice_total": Decimal("1500.00"),
        "invoice_vat_amount": Decimal("250.00"),
        "invoice_file": ("f",),
        **changes,
    }


def agreed(world: World, **invoice: Any) -> Assignment:
    job = asked(world, **invoice)
    act(job, "agree_direct_payment", world.actor("ines"))
    return job
