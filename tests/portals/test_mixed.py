"""Pages that hold claims of two lines of business at once: each in its own words, none in the other's."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from temoin.parties import links
from tests import world as cast
from tests.portals.test_desk import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


@pytest.fixture
def home(world: cast.World) -> Any:
    return cast.assigned(world, insured_surname="Maison")


@pytest.fixture
def car(world: cast.World) -> Any:
    return cast.transmitted(world)


def text(client: Client, name: str, *args: Any, **asked: Any) -> str:
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200, (name, args, answer)
    return answer.content.decode()


def test_the_queue_shows_both_in_their_own_words(world: cast.World, home: Any, car: Any) -> None:
    page = text(signed_in(world, "max"), "desk:queue", vue="all")
    for said in (home.claim.reference, car.claim.reference, "En cours d&#x27;analyse", "Plomberie"):
        assert said in page, said
    page = text(signed_in(world, "max"), "desk:queue", vue="contractors")
    assert home.claim.reference in page
    assert car.claim.reference not in page


def test_what_a_garage_must_do_stands_with_what_contractors_must_do(world: cast.World, home: Any) -> None:
    car = cast.mission(world)
    page = text(signed_in(world, "max"), "desk:queue", vue="contractors")
    for said in (home.claim.reference, car.claim.reference, "Garage Lambert", "Bob Plomberie"):
        assert said in page, said


def test_every_tab_of_a_vehicles_file_opens(world: cast.World, home: Any, car: Any) -> None:
    client = signed_in(world, "alice")
    page = text(client, "desk:file", car.claim.reference)
    assert "Carrosserie" in page
    assert "Collision" in page
    tabs = {one.code for one in client.get(reverse("desk:file", args=[car.claim.reference])).context["tabs"]}
    for tab in tabs:
        assert car.claim.reference in text(client, "desk:file", car.claim.reference, onglet=tab)


def test_a_vehicle_is_found_by_its_plate_and_a_garage_by_its_name(
    world: cast.World, home: Any, car: Any
) -> None:
    client = signed_in(world, "alice")
    assert car.claim.reference in text(client, "desk:search", q="ab 123")
    assert home.claim.reference not in text(client, "desk:search", q="ab 123")
    found = client.get(reverse("desk:palette"), {"q": "Garage"}).json()
    assert [one["label"] for one in found if f"firme={world.id('carl')}" in one["url"]] == ["Garage Lambert"]


def test_figures_count_both_and_filter_by_the_trades_of_both(world: cast.World, home: Any, car: Any) -> None:
    client = signed_in(world, "max")
    page = text(client, "insight:figures")
    assert "Carrosserie" in page
    assert "Plomberie" in page
    lines = text(client, "insight:lines", quoi="ouvertes")
    assert {home.claim.reference, car.claim.reference} <= set(lines.replace("<", ">").split(">"))
    assert "Garage Lambert" in text(client, "insight:parties", "carrossiers")
    assert "Garage Lambert" not in text(client, "insight:parties", "prestataires")
    assert "Bob Plomberie" not in text(client, "insight:parties", "carrossiers")


def test_forced_steps_are_named_by_their_own_procedure(world: cast.World, home: Any, car: Any) -> None:
    for job, step in ((home, "to_assign"), (car, "smart_to_complete")):
        cast.act(job, "override", world.actor("max"), {"target_step": step, "comment": "Pour essai"})
    page = text(signed_in(world, "max"), "desk:overrides")
    assert "Devis à compléter" in page
    assert "affecter" in page
    for name in ("desk:complaints", "desk:checks", "desk:estimates"):
        assert car.claim.reference not in text(signed_in(world, "max"), name)


def test_insurer_and_adjuster_have_both_on_their_pages(world: cast.World, home: Any, car: Any) -> None:
    page = text(signed_in(world, "ines"), "partner:claims")
    assert {home.claim.reference in page, car.claim.reference in page} == {True}
    assert "En cours d&#x27;analyse" in text(signed_in(world, "ines"), "partner:claim", car.claim.reference)
    assert car.claim.reference in text(signed_in(world, "felix"), "partner:worklist")
    for name in ("partner:figures", "partner:own_figures"):
        text(signed_in(world, "felix"), name)


def test_the_owner_of_a_vehicle_follows_it_by_link(world: cast.World, car: Any) -> None:
    client = Client(headers={"accept-language": "fr"})
    _link, token = links.issue(claim_id=car.claim_id, name="Claire Lambrecht", language="fr")
    client.post(f"/s/{token}/")
    page = client.get(reverse("insured:tracking"), follow=True)
    assert page.status_code == 200
    assert "Garage Lambert" in page.content.decode()


def test_nobodys_words_of_a_garage_are_shown_to_a_contractor(world: cast.World, home: Any, car: Any) -> None:
    client = signed_in(world, "carl")
    answer = client.get(reverse("exchange:api:claim", args=[car.claim.reference]))
    assert answer.json()["assignments"][0]["contractor"] == "Garage Lambert"
    assert client.get(reverse("exchange:api:claim", args=[home.claim.reference])).status_code == 404
    assert (
        signed_in(world, "bob").get(reverse("exchange:api:claim", args=[car.claim.reference])).status_code
        == 404
    )


def test_a_mission_that_names_its_garage_has_no_page_to_assign_it(
    world: cast.World, home: Any, car: Any
) -> None:
    client = signed_in(world, "dirk")
    assert client.get(reverse("desk:assign", args=[home.claim.reference, 1])).status_code == 200
    assert client.get(reverse("desk:assign", args=[car.claim.reference, 1])).status_code == 404


@pytest.mark.parametrize("command", ["verify_journal", "rebuild", "rebuild_figures"])
def test_both_are_rebuilt_and_verified(world: cast.World, home: Any, car: Any, command: str) -> None:
    call_command(command)
