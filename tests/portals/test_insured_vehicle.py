"""The owner of a vehicle follows it by his link: the garage, the adjuster's visit, what he pays himself, how it ended."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from temoin import clock
from temoin.parties.models import Organisation
from tests import world as cast
from tests.portals.test_insured_page import read
from tests.portals.test_insured_page import world as world

pytestmark = pytest.mark.django_db


def test_he_reads_of_his_vehicle_his_garage_and_his_share_and_nothing_of_a_home(world: cast.World) -> None:
    Organisation.objects.filter(pk=world.id("carl")).update(address="8 rue du Garage")
    page = read(cast.mission(world, recoverable_vat_pct=Decimal(50)).claim)
    for words in (
        "AB-123-CD · Renault Clio",
        "The body shop is making the estimate of the repairs.",
        "8 rue du Garage, 75013 Paris",
        "01 40 00 00 00",
        "Deductible",
        "€250.00",
        "VAT the owner can recover (%)",
    ):
        assert words in page
    for words in (
        "12 rue du Viaduc",
        "Times at which somebody can come",
        "walls",
        "Nobody may ask you for money",
    ):
        assert words not in page


def test_he_knows_when_the_adjuster_comes_to_the_garage_and_when_repairs_begin(world: cast.World) -> None:
    job = cast.transmitted(world)
    felix, at = world.actor("felix"), clock.now() + timedelta(days=2)
    visit = {"expert_name": "Félix Expert", "expert_phone": "06 00 00 00 00", "expert_visit_at": at}
    cast.act(job, "take_over_on_site", felix, visit)
    assert "visit to the body shop" in read(job.claim)
    cast.act(job, "validate", felix, {"approved_total": Decimal("1500.00"), "expert_finding": "Conforme."})
    page = read(job.claim)
    assert "visit to the body shop" not in page
    assert "Agreed and covered" in page
    assert "Conforme." not in page
    cast.act(job, "plan_repairs", world.actor("carl"), {"repairs_start_at": at + timedelta(days=3)})
    assert "Repairs planned to begin" in read(job.claim)


def test_a_total_loss_is_said_plainly(world: cast.World) -> None:
    job = cast.mission(world)
    said = {"vehicle_status": "at_body_shop", "total_loss_photos": ("p",)}
    cast.act(job, "declare_total_loss", world.actor("carl"), said)
    assert "Your vehicle may be a total loss" in read(job.claim)
    found = {
        "market_value": Decimal(9000),
        "salvage_value": Decimal(1200),
        "expert_finding": "Longerons pliés.",
    }
    cast.act(job, "confirm_total_loss", world.actor("felix"), found)
    page = read(job.claim)
    assert "your insurer will contact you about the settlement" in page
    assert "Longerons" not in page
    assert "1,200" not in page
