"""Leave: who stands in for whom, on a chain that never runs in a circle, and the page where it is noted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from temoin.messages.models import Mail
from temoin.parties import absences
from temoin.parties.models import Absence
from tests import world as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def leave(world: cast.World, name: str, deputy: str | None, *, days: int = 5) -> Absence:
    on = absences.today()
    return Absence.objects.create(
        user=world.people[name],
        deputy=world.people[deputy] if deputy else None,
        from_on=on,
        to_on=on + timedelta(days=days),
    )


def signed_in(world: cast.World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def test_whoever_is_there_acts_for_himself(world: cast.World) -> None:
    assert absences.away().acts_for(world.people["alice"]) == world.people["alice"]


def test_a_deputy_on_leave_passes_it_on(world: cast.World) -> None:
    leave(world, "alice", "emma")
    leave(world, "emma", "max")
    away = absences.away()
    assert away.acts_for(world.people["alice"]) == world.people["max"]
    assert {one.user for one in away.represented_by(world.people["max"])} == {
        world.people["alice"],
        world.people["emma"],
    }
    assert away.represented_by(world.people["emma"]) == []


def test_deputies_in_a_circle_end_with_nobody(world: cast.World) -> None:
    leave(world, "alice", "emma")
    leave(world, "emma", "alice")
    assert absences.away().acts_for(world.people["alice"]) is None


def test_a_leave_that_is_over_counts_no_more(world: cast.World) -> None:
    leave(world, "alice", "emma")
    after = absences.today() + timedelta(days=6)
    assert absences.away(after).acts_for(world.people["alice"]) == world.people["alice"]


def test_the_deputy_gets_the_mail_as_well(world: cast.World) -> None:
    leave(world, "alice", "max")
    assignment = cast.assigned(world)
    at = cast.clock.now() + timedelta(days=1)
    contacted = {"contacted_at": cast.clock.now(), "visit_at": at}
    cast.act(assignment, "record_contact", world.actor("bob"), contacted)
    report = {
        "visit_done_at": cast.clock.now(),
        "visit_minutes": 30,
        "damage_as_declared": False,
        "damage_found": "Autre chose",
        "circumstance_as_declared": True,
        "works_can_be_planned": False,
    }
    cast.act(assignment, "report_visit", world.actor("bob"), report)
    told = set(Mail.objects.filter(to_email__contains="personne").values_list("to_email", flat=True))
    assert {world.people["alice"].email, world.people["max"].email} <= told


def test_one_notes_and_takes_back_ones_own_leave(world: cast.World) -> None:
    client, on = signed_in(world, "alice"), absences.today() + timedelta(days=3)
    given = {"from_on": on.isoformat(), "to_on": on.isoformat(), "deputy": world.people["emma"].pk}
    assert client.post(reverse("absences"), given).status_code == 302
    noted = Absence.objects.get()
    assert (noted.user, noted.deputy) == (world.people["alice"], world.people["emma"])
    assert client.post(reverse("absences"), given).status_code == 422  # the same days once more
    client.post(reverse("absences"), {"remove": noted.pk})
    assert not Absence.objects.exists()


@pytest.mark.parametrize("change", [{"to_on": "2020-01-01"}, {"deputy": "self"}, {"from_on": ""}])
def test_what_cannot_be_is_said_beside_the_field(world: cast.World, change: dict[str, str]) -> None:
    on = absences.today().isoformat()
    given = {"from_on": on, "to_on": on, "deputy": ""} | change
    if given["deputy"] == "self":
        given["deputy"] = str(world.people["alice"].pk)
    answer = signed_in(world, "alice").post(reverse("absences"), given)
    assert answer.status_code == 422
    assert not Absence.objects.exists()


def test_a_manager_plans_for_others_and_nobody_else_does(world: cast.World) -> None:
    on = absences.today().isoformat()
    given = {"from_on": on, "to_on": on, "user": world.people["emma"].pk}
    signed_in(world, "alice").post(reverse("absences"), given)
    assert Absence.objects.get().user == world.people["alice"]
    signed_in(world, "max").post(reverse("absences"), given)
    emmas = Absence.objects.get(user=world.people["emma"])
    signed_in(world, "alice").post(reverse("absences"), {"remove": emmas.pk})
    assert Absence.objects.filter(pk=emmas.pk).exists()
