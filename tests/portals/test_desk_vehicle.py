"""A vehicle mission on the network's workbench: the plate in the queue, the vehicle beside the file, the rules on a tab."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from temoin import clock
from temoin.claims.sweep import sweep
from tests import world as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def client(world: cast.World) -> Client:
    world.people["alice"].language = "en"
    world.people["alice"].save()
    found = Client()
    found.force_login(world.people["alice"])
    return found


def test_the_queue_and_the_file_name_the_vehicle(world: cast.World) -> None:
    job = cast.mission(world)
    alice = client(world)
    queue = alice.get(reverse("desk:queue") + "?vue=all").content.decode()
    assert "AB-123-CD · Renault Clio" in queue
    page = alice.get(reverse("desk:file", args=[job.claim.reference])).content.decode()
    for words in ("SMART EXPERTISE: PLEASE MAKE AND CLOSE", "VF1RFB00X56123456", "Body shop", "48,000"):
        assert words in page


def test_the_staff_read_which_rules_held_also_of_what_is_judged_blindly(
    world: cast.World, settings: Any
) -> None:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 100
    job = cast.transmitted(world)
    with clock.at(clock.now() + timedelta(minutes=2)):
        sweep()
    url = reverse("desk:file", args=[job.claim.reference]) + "?onglet=expertise"
    page = client(world).get(url).content.decode()
    assert "drawn for an adjuster" in page
    assert page.count("Holds:") == 9
    assert "Main point of impact" in page


def test_a_home_has_no_such_tab(world: cast.World) -> None:
    claim = cast.open_claim(world)
    page = client(world).get(reverse("desk:file", args=[claim.reference])).content.decode()
    assert "onglet=expertise" not in page
