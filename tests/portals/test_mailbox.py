"""The mailbox of a body shop: what came in, the copy that comes back at once, and who has read it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from temoin import clock
from temoin.claims import scope
from temoin.claims.sweep import sweep
from temoin.documents import storage
from temoin.documents.making import make_pdf
from temoin.documents.models import Document
from temoin.documents.storage import Part
from temoin.portals.body_shop import copying
from temoin.portals.body_shop.models import Arrival
from tests.world import World, act, build, mission, transmitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world() -> World:
    return build()


def signed_in(world: World, name: str = "carl") -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


BOX = "/carrosserie/boite/"


def printed(world: World) -> list[str]:
    """The sentences in the box, the newest first."""
    page = signed_in(world).get(BOX).content.decode()
    return re.findall(r'<p class="printed">([^<]*)</p>', page)


def test_everything_that_the_follow_up_prints_comes_in(world: World, settings: Any) -> None:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 0
    job = mission(world)
    assert printed(world)[0].startswith("SMART EXPERTISE : VEUILLEZ ETABLIR")
    transmitted(world, job)
    assert "EN COURS D&#x27;ANALYSE" in printed(world)[0]
    with clock.at(clock.now() + timedelta(minutes=2)):
        sweep()
    assert [one.standing for one in Arrival.objects.order_by("pk")] == [
        "smart_new",
        "smart_in_analysis",
        "smart_validated",
    ]


def test_the_copy_is_there_as_soon_as_the_estimate_is_closed_and_only_for_the_garage(world: World) -> None:
    job = transmitted(world)
    arrival = Arrival.objects.get(assignment=job, standing="smart_in_analysis")
    assert arrival.copy is not None
    with pikepdf.open(storage.path(arrival.copy.pk, Part.PDF)) as paper:
        assert len(paper.pages) == 1
        assert 'pdfaid:part="2"' in str(paper.open_metadata()) or "<pdfaid:part>2" in str(
            paper.open_metadata()
        )
    url = arrival.copy.get_absolute_url()
    for name, status in (("carl", 200), ("greta", 200), ("alice", 200), ("felix", 404), ("ines", 404)):
        assert signed_in(world, name).get(url).status_code == status
    assert url in signed_in(world).get(BOX).content.decode()
    assert url in signed_in(world).get(reverse("body_shop:mission", args=[job.pk])).content.decode()


def test_the_copy_has_the_sentence_the_vehicle_and_the_amounts_and_is_the_same_each_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def set_down(_template: str, data: Any) -> bytes:
        seen.append(data)
        return b"%PDF-1.7"

    monkeypatch.setattr(copying, "make_pdf", set_down)
    transmitted(world)
    (data,) = seen
    assert "VOTRE DEVIS EST EN COURS D'ANALYSE" in data["printed"]
    told = [pair for part in data["parts"] for pair in part["facts"]]
    assert ("Plaque d'immatriculation", "AB-123-CD") in told
    assert any(label.startswith("Montant du devis") and "500,00" in words for label, words in told)
    assert make_pdf(copying.TEMPLATE, data) == make_pdf(copying.TEMPLATE, data)


def test_what_carl_has_read_greta_finds_read_with_his_name(world: World) -> None:
    mission(world)
    carl, greta = signed_in(world), signed_in(world, "greta")
    assert "1 courrier non lu" in greta.get(BOX).content.decode()
    arrival = Arrival.objects.get()
    answer = carl.post(BOX, {"open": arrival.pk})
    assert answer["Location"] == reverse("body_shop:mission", args=[arrival.assignment_id])
    greta.post(BOX, {"open": arrival.pk})
    page = greta.get(BOX).content.decode()
    assert "Tout est lu." in page
    assert "lu par Carl Carrossier" in page


def test_opening_the_mission_reads_its_letters(world: World) -> None:
    job, other = mission(world), mission(world)
    carl = signed_in(world)
    assert (
        'hx-post="/carrosserie/boite/"'
        in carl.get(reverse("body_shop:mission", args=[job.pk])).content.decode()
    )
    assert carl.post(BOX, {"mission": job.pk}).status_code == 204
    assert list(Arrival.objects.filter(read_at=None).values_list("assignment", flat=True)) == [other.pk]


def test_the_payments_and_the_expiry_come_in_too(world: World) -> None:
    job = mission(world)
    assert job.due_at is not None
    with clock.at(job.due_at + timedelta(minutes=1)):
        assert "SMART EXPERTISE EXPIREE" in printed(world)[0]


def test_another_garages_letters_do_not_exist(world: World) -> None:
    """Neither for the application nor for the database."""
    other = mission(world, body_shop=world.id("bob"))
    act(other, "cancel_mission", world.actor("alice"), {"reason": "double"})
    assert printed(world) == []
    arrival = Arrival.objects.latest("pk")
    signed_in(world).post(BOX, {"open": arrival.pk})
    signed_in(world).post(BOX, {"mission": other.pk})
    signed_in(world).post(BOX, {"all": "1"})
    arrival.refresh_from_db()
    assert arrival.read_at is None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE temoin_app")
        with scope.within(f"organisation:{world.id('carl')}"):
            assert not Arrival.objects.exists()
        with scope.within(f"organisation:{world.id('bob')}"):
            assert Arrival.objects.exists()
        cursor.execute("RESET ROLE")


def test_a_message_or_a_note_puts_nothing_into_the_box(world: World) -> None:
    job = mission(world)
    before = Arrival.objects.count()
    letter = {"message_to": "case_handler", "message_text": "Bonjour"}
    act(job, "write_message", world.actor("carl"), letter)
    act(job, "add_note", world.actor("alice"), {"comment": "?"})
    act(job, "start_estimate", world.actor("carl"))
    assert Arrival.objects.count() == before
    assert not Document.objects.filter(claim_id=job.claim_id).exists()
