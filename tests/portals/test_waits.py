"""Waits on the pages: what is awaited and what ends it, the curves, the week, three attempts with their times."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from temoin import clock
from temoin.claims.models import Assignment
from temoin.engine import codec
from temoin.parties import links
from temoin.parties.models import User
from temoin.procedures.files import procedure
from tests import world as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def reader(world: cast.World, name: str) -> Client:
    User.objects.filter(pk=world.people[name].pk).update(language="en")
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.people[name])
    return client


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code in (200, 409), answer
    return answer.content.decode()


def job_page(world: cast.World, job: Assignment) -> str:
    return page(reader(world, "bob"), "contractor:job", job.pk)


def form(world: cast.World, job: Assignment, action: str, **query: Any) -> str:
    return page(reader(world, "bob"), "contractor:act", job.pk, action, **query)


def file_page(world: cast.World, job: Assignment, **query: Any) -> str:
    return page(reader(world, "alice"), "desk:file", job.claim.reference, **query)


def facts(job: Assignment) -> Any:
    job.refresh_from_db()
    return codec.state_from_json(procedure(job.procedure, job.procedure_version), job.state).facts


def reading(room: str, value: int, surface: str = "plaster") -> dict[str, Any]:
    return {"room": room, "surface": surface, "scale": "relative_0_100", "humidity": Decimal(value)}


def noted(page: str) -> int:
    """How many attempts are listed, each with its time."""
    card = page.split('<span class="count">')[1].split("</section>")[0]
    return card.count("<time")


def damp(world: cast.World) -> Assignment:
    job = cast.assigned(world)
    bob, until = world.actor("bob"), clock.now() + timedelta(days=7)
    cast.act(job, "wait_drying", bob, {**reading("Salon", 80), "awaited_until": until, "comment": "Humide"})
    measured = {"measured_at": clock.now(), "awaited_until": until + timedelta(days=1)}
    cast.act(job, "record_reading", bob, {**reading("Cave", 70, "concrete"), **measured})
    return job


def test_the_curve_of_each_surface_stands_on_all_three_pages(world: cast.World) -> None:
    job = damp(world)
    _, token = links.issue(claim_id=job.claim_id, name=job.claim.insured_name, language="en")
    insured = Client(headers={"accept-language": "en"})
    landed = insured.post(f"/s/{token}/", follow=True).content.decode()

    for shown in (job_page(world, job), file_page(world, job, onglet="readings"), landed):
        assert shown.count('class="curve"') == 2
        assert shown.count('class="limit"') == 2
        assert "Salon" in shown
        assert "Next reading" in shown
    assert "Enter a reading here" not in landed
    assert "Enter a reading here" in job_page(world, job)


def test_a_file_without_readings_has_no_tab_for_them(world: cast.World) -> None:
    job = cast.assigned(world)

    assert "onglet=readings" not in file_page(world, job)
    assert "onglet=readings" in file_page(world, damp(world))


def test_the_form_of_a_reading_proposes_where_and_when(world: cast.World) -> None:
    job = damp(world)

    first = form(world, job, "record_reading")
    second = form(world, job, "record_reading", releve="1")

    assert 'name="room" value="Salon"' in first
    assert 'name="room" value="Cave"' in second
    assert 'value="09:00"' in first
    assert 'name="humidity" value' not in first
    assert 'name="room" value="Salon"' in form(world, job, "record_reading", releve="99")


def test_the_contract_of_a_wait_is_on_the_file_and_on_the_job(world: cast.World) -> None:
    job = cast.assigned(world)
    week = {"supplier_name": "Point P", "supply_week": 14, "comment": "Carrelage"}
    until = clock.now() + timedelta(days=20)
    cast.act(job, "override", world.actor("max"), {"target_step": "contact_for_works", "comment": "-"})
    cast.act(job, "wait_supplies", world.actor("bob"), {**week, "awaited_until": until})

    for shown in (file_page(world, job), job_page(world, job)):
        card = shown.split('id="contract-title"')[1].split("</section>")[0]
        for words in ("Supplier", "Point P", "Week 14", "5 working days", "Supplies received"):
            assert words in card, words
    cast.act(job, "supplies_received", world.actor("bob"), {"supplies_received_on": clock.now().date()})
    assert 'id="contract-title"' not in file_page(world, job)


def test_the_week_alone_gives_the_friday_and_stands_in_the_journal(world: cast.World) -> None:
    job = cast.assigned(world)
    cast.act(job, "override", world.actor("max"), {"target_step": "contact_for_works", "comment": "-"})
    client, url = reader(world, "bob"), reverse("contractor:act", args=[job.pk, "wait_supplies"])
    week = (clock.now() + timedelta(days=30)).isocalendar().week

    answer = client.post(url, {"supply_week": str(week), "comment": "Parquet", "key": "0123456789"})

    assert answer.status_code == 302, answer.content.decode()
    assert facts(job)["awaited_until"].isocalendar()[1:] == (week, 5)
    assert f"Week {week}" in file_page(world, job)


def test_attempts_are_shown_with_their_times_in_the_refusal_and_on_the_form(world: cast.World) -> None:
    job = cast.assigned(world)
    bob = world.actor("bob")
    for result in ("voicemail", "no_reply"):
        cast.act(job, "log_attempt", bob, {"called_at": clock.now(), "attempt_result": result})

    refused = form(world, job, "wait_unreachable")
    assert "Log at least three attempts to call first." in refused
    assert noted(refused) == 2
    assert "Message left on voicemail" in refused

    cast.act(job, "log_attempt", bob, {"called_at": clock.now(), "attempt_result": "busy"})
    offered = form(world, job, "wait_unreachable")
    assert noted(offered) == 3
    assert 'name="comment"' in offered


def test_a_linked_assignment_is_chosen_by_its_number_and_nothing_says_whose_it_is(world: cast.World) -> None:
    claim = cast.open_claim(world, trades=("plumbing", "painting"))
    first, second = claim.assignments.order_by("number")
    for one, firm in ((first, "bob"), (second, "charlie")):
        cast.act(one, "assign", world.actor("dirk"), {"contractor": world.id(firm)})

    shown = form(world, first, "wait_other_repair")
    assert "2 · Painting" in shown
    assert world.organisations["charlie"].name not in shown
    answer = reader(world, "bob").post(
        reverse("contractor:act", args=[first.pk, "wait_other_repair"]),
        {"other_party": "network_contractor", "linked_assignment": "7", "comment": "-", "key": "0123456789"},
    )
    assert answer.status_code == 422

    values = {"other_party": "network_contractor", "linked_assignment": 2, "comment": "-"}
    cast.act(first, "wait_other_repair", world.actor("bob"), values)
    card = file_page(world, first, mission=1).split('id="contract-title"')[1].split("</section>")[0]
    assert "once the works of No. 2 are finished or it is closed" in card


def test_works_are_refused_on_a_wet_wall_with_the_reason(world: cast.World) -> None:
    job = damp(world)
    start = {"target_step": "works_start", "works_start_at": clock.now() + timedelta(days=2), "comment": "-"}
    cast.act(job, "override", world.actor("max"), start)

    assert "A surface is still damp" in form(world, job, "start_works")

    cast.act(job, "decide_works_despite", world.actor("alice"), {"reason": "Peinture respirante"})
    assert "A surface is still damp" not in form(world, job, "start_works")


def test_a_message_or_a_note_leaves_the_wait_where_it_is(world: cast.World) -> None:
    job = damp(world)
    reader(world, "alice").post(
        reverse("desk:act", args=[job.claim.reference, 1, "add_note"]),
        {"comment": "Le client dit que c'est sec", "key": "0123456789"},
    )
    reader(world, "bob").post(
        reverse("contractor:act", args=[job.pk, "message_operator"]),
        {"message_text": "C'est sec", "key": "9876543210"},
    )
    job.refresh_from_db()
    assert job.step == "operator_action_pending"

    cast.act(job, "deal_with", world.actor("alice"), {"comment": "Vu"})
    assert job.step == "wait_drying"
