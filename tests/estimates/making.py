"""Contents of estimates for tests, and a job that waits for one."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from temoin import clock
from temoin.claims.models import Assignment
from temoin.estimates import price_file
from temoin.estimates.content import Content, NewLine
from temoin.estimates.models import Kind, PriceItem, PriceList
from temoin.estimates.vat import Dwelling
from tests import world as cast

OLD = Dwelling(first_occupied=1987, private_use=True, new_building=False)


def french_prices() -> PriceList:
    """The French list that comes with the product."""
    text = (Path(price_file.__file__).parent / "data" / "bordereau_fr.csv").read_text(encoding="utf-8")
    return price_file.take(
        text, code="REN-FR", name="Bordereau du réseau", country="FR", valid_from=date(2020, 1, 1)
    )


def to_estimate(world: cast.World, firm: str = "bob", **changes: Any) -> Assignment:
    """A job whose visit is done: the firm owes an estimate."""
    job = cast.offered(world, firm, **changes)
    visit = {"needs_visit": True, "visit_at": clock.now() + timedelta(days=1)}
    cast.act(job, "take_charge", world.actor(firm), visit)
    report = {
        "visit_done_at": clock.now(),
        "visit_minutes": 45,
        "damage_as_declared": True,
        "circumstance_as_declared": True,
        "works_can_be_planned": False,
    }
    cast.act(job, "report_visit", world.actor(firm), report)
    return job


def item(price_list: PriceList, code: str, quantity: str, **more: Any) -> NewLine:
    """A line from the list, at its price."""
    found = PriceItem.objects.get(price_list=price_list, code=code)
    return NewLine(
        item=found.pk,
        description=found.description_fr,
        quantity=Decimal(quantity),
        unit=found.unit,
        unit_price=found.unit_price,
        work_category=found.work_category,
        **more,
    )


def painting(price_list: PriceList, **more: Any) -> Content:
    """A ceiling and a wall."""
    lines = (
        item(price_list, "PEI-001", "1", room="Séjour"),
        item(price_list, "PEI-011", "14", room="Séjour", measured="4 × 3,5"),
        item(price_list, "PEI-012", "31", room="Séjour", wear_pct=Decimal(20)),
    )
    return Content(
        **{"kind": Kind.CONTRACTOR, "lines": lines, "dwelling": OLD, "price_list": price_list.pk, **more}
    )
