"""A claim opened by hand, in whichever procedure: by the desk, or by an insurer for itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from temoin import clock
from temoin.claims.models import Assignment, Claim
from tests import world as cast
from tests.portals.test_desk import call, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def vehicle(world: cast.World, **changes: Any) -> dict[str, Any]:
    """A mission as it is typed: the claim as on the phone, the vehicle, the garage."""
    return {
        **call(world, loss_type="collision", trades="bodywork", description="Aile enfoncée"),
        "procedure": "vehicle_expertise",
        "body_shop": world.id("carl"),
        "loss_adjuster": world.id("expert"),
        "smart": "yes",
        "close_by_on": (clock.now() + timedelta(days=3)).date().isoformat(),
        "plate": "ab 123 cd",
        "vin": "VF1RFB00X56123456",
        "vehicle_make": "Renault",
        "vehicle_model": "Clio",
        "deductible_amount": "250",
        "recoverable_vat_pct": "0",
        "direct_payment": "yes",
        **changes,
    }


def test_the_desk_opens_a_mission_which_goes_to_the_garage_that_was_named(world: cast.World) -> None:
    client = signed_in(world, "alice")
    assert "Smart Expertise" in client.get(reverse("desk:open_claim")).content.decode()
    answer = client.post(reverse("desk:open_claim"), vehicle(world))
    job = Assignment.objects.get()
    assert answer["Location"] == reverse("desk:file", args=[job.claim.reference])
    assert (job.procedure, job.step, job.trade) == ("vehicle_expertise", "smart_new", "bodywork")
    assert job.contractor == world.id("carl")
    assert job.claim.plate_n == "ab123cd"


def test_what_the_procedure_asks_is_said_beside_its_field_and_nothing_typed_is_lost(
    world: cast.World,
) -> None:
    answer = signed_in(world, "alice").post(
        reverse("desk:open_claim"), vehicle(world, close_by_on="", vin="", insured_surname="Lambrecht-Noël")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert {"close_by_on", "vin"} == set(answer.context["form"].errors)
    assert "ab 123 cd" in page
    assert "Lambrecht-Noël" in page
    assert not Claim.objects.exists()


def test_a_loss_of_another_line_of_business_is_no_choice(world: cast.World) -> None:
    answer = signed_in(world, "alice").post(reverse("desk:open_claim"), vehicle(world, loss_type="fire"))
    assert set(answer.context["form"].errors) == {"loss_type"}


def test_an_insurer_gives_a_mission_by_hand_for_itself_alone(world: cast.World) -> None:
    client = signed_in(world, "ines")
    url = reverse("partner:open_claim")
    assert url in client.get(reverse("partner:worklist")).content.decode()
    answer = client.post(url, vehicle(world, insurer=world.id("meridia")))
    claim = Claim.objects.get()
    assert answer["Location"] == reverse("partner:claim", args=[claim.reference])
    assert claim.insurer_id == world.id("az")
    assert claim.assignments.get().contractor == world.id("carl")
    assert client.get(answer["Location"]).status_code == 200


def test_an_insurer_cannot_open_what_his_role_does_not_open(world: cast.World) -> None:
    page = signed_in(world, "ines").get(reverse("partner:open_claim"), {"procedure": "home_repair"})
    assert page.context["procedure"].code == "vehicle_expertise"
    assert signed_in(world, "felix").get(reverse("partner:open_claim")).status_code == 404


def test_another_garage_gets_a_mission_of_the_same_vehicle_without_typing_it_again(world: cast.World) -> None:
    client, job = signed_in(world, "alice"), cast.mission(world)
    url = reverse("desk:add_assignment", args=[job.claim.reference])
    page = client.get(url).content.decode()
    assert "AB-123-CD" in page
    assert "Carrosserie" in page
    refused = client.post(url, {"trade": "bodywork", "plate": "XX-1", "smart": "no"})
    assert refused.status_code == 422
    assert "XX-1" in refused.content.decode()
    assert job.claim.assignments.count() == 1


def test_a_vehicle_that_is_known_by_its_plate_is_shown_while_typing(world: cast.World) -> None:
    job, client = cast.mission(world), signed_in(world, "alice")
    for asked, shown in (({"procedure": "vehicle_expertise"}, True), ({}, False)):
        page = client.get(reverse("desk:duplicates"), {"plate": "ab123 CD", **asked}).content.decode()
        assert (job.claim.reference in page) is shown


def test_a_name_longer_than_the_file_keeps_is_refused_beside_its_field(world: cast.World) -> None:
    client = signed_in(world, "alice")
    answer = client.post(reverse("desk:open_claim"), vehicle(world, insured_surname="N" * 101))
    assert answer.status_code == 422
    assert "101 caractères" in answer.content.decode().replace("\xa0", " ")
    assert not Claim.objects.exists()
