"""What a body shop sees: its boards at the minute, its missions, and nothing of anybody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from temoin import clock
from temoin.portals.body_shop import boards
from tests.world import World, act, build, mission, transmitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


@pytest.fixture
def carl(world: World) -> Client:
    client = Client()
    client.force_login(world.people["carl"])
    return client


def board(client: Client, code: str = "smart", **asked: str) -> str:
    answer = client.get(reverse("body_shop:boards"), {"tableau": code, **asked})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_new_mission_stands_on_the_first_board_with_its_sentence(world: World, carl: Client) -> None:
    job = mission(world)
    page = board(carl)
    assert "AB-123-CD" in page
    assert "VEUILLEZ ETABLIR ET CLOTURER VOTRE DEVIS AU PLUS TARD LE" in page
    assert reverse("body_shop:menu", args=[job.pk]) in page
    assert "AB-123-CD" not in board(carl, "interview")


def test_what_has_run_out_stands_on_the_interview_board_though_the_worker_is_down(
    world: World, carl: Client
) -> None:
    job = mission(world)
    assert job.due_at is not None
    with clock.at(job.due_at + timedelta(minutes=1)):
        assert "AB-123-CD" not in board(carl)
        assert "SMART EXPERTISE EXPIREE" in board(carl, "interview")


def test_filters_stay_from_board_to_board(world: World, carl: Client) -> None:
    mission(world)
    mission(world, plate="ZZ-999-ZZ", mission_number="AZ-7")
    page = board(carl, q="zz 999")
    assert "ZZ-999-ZZ" in page
    assert "AB-123-CD" not in page
    assert "tableau=interview&amp;q=zz+999" in page
    assert "ZZ-999-ZZ" in board(carl, q="AZ-7")
    assert "AB-123-CD" not in board(carl, retard="1")
    assert "AB-123-CD" in board(carl, q="lambrecht", avant="2199-01-01", compagnie=str(world.id("az")))
    assert "AB-123-CD" not in board(carl, compagnie=str(world.id("meridia")))


def test_the_boards_ask_no_more_of_the_database_with_many_missions(world: World, carl: Client) -> None:
    job = mission(world)
    transmitted(world)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            board(carl)
        return len(found)

    few = queries()
    for number in range(60):
        new = mission(world, plate=f"AA-{number:03d}-AA")
        if number % 2:
            transmitted(world, new)
    assert queries() == few
    assert reverse("body_shop:mission", args=[job.pk]) in board(carl)


def test_a_long_section_is_shown_page_by_page(
    world: World, carl: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "PAGE", 2)
    for number in range(3):
        mission(world, plate=f"AA-{number:03d}-AA")
    page = board(carl, q="aa")
    assert page.count("data-menu-of") == 2
    assert "?tableau=smart&amp;suite=new.2&amp;q=aa#new" in page
    assert board(carl, q="aa", suite="new.2").count("data-menu-of") == 3


def test_the_menu_offers_what_the_engine_offers_and_says_why_not(world: World, carl: Client) -> None:
    job = mission(world)
    menu = carl.get(reverse("body_shop:menu", args=[job.pk])).content.decode()
    for words in (
        "Nouveau devis basé sur mission sélectionnée",
        "Procédure perte totale",
        "Abandon de la Smart Expertise",
        "n&#x27;a pas encore validé le devis",
    ):
        assert words in menu


def test_a_mission_of_another_garage_does_not_exist(world: World, carl: Client) -> None:
    job = mission(world, body_shop=world.id("bob"))
    for name in ("mission", "menu", "messages"):
        assert carl.get(reverse(f"body_shop:{name}", args=[job.pk])).status_code == 404


def test_abandoning_comes_back_closed_in_one_step(world: World, carl: Client) -> None:
    job = mission(world)
    url = reverse("body_shop:act", args=[job.pk, "abandon"])
    assert carl.post(url, {"reason": "Client parti."}).status_code == 302
    assert "SMART EXPERTISE ABANDONNEE ET CLOTUREE" in board(carl, "closed")


def test_the_mission_page_says_who_the_adjuster_is(world: World, carl: Client) -> None:
    job = transmitted(world)
    said: dict[str, Any] = {
        "expert_name": "Félix Vérité",
        "expert_phone": "06 11 22 33 44",
        "call_at": clock.now() + timedelta(hours=3),
        "video_link": "https://visio.example/abc",
    }
    act(job, "take_over_remotely", world.actor("felix"), said)
    page = carl.get(reverse("body_shop:mission", args=[job.pk])).content.decode()
    assert "DOIT ETRE TRAITEE A DISTANCE AVEC L&#x27;EXPERT (Félix Vérité + 06 11 22 33 44)" in page
    assert 'href="tel:0611223344"' in page
    assert 'href="https://visio.example/abc"' in page
