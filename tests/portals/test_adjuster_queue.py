"""The adjuster's boards: every mission in its section, narrowed by what one asks, at a constant number of questions."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from temoin import clock
from temoin.claims.models import Assignment
from temoin.parties.models import Organisation
from tests import world as cast
from tests.portals.test_partner_reach import WORKLIST, signed_in, waiting_insurer
from tests.portals.test_partner_reach import world as world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_is_drawn(settings: Any) -> None:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 0


def read(world: cast.World, name: str, query: str = "") -> str:
    page = signed_in(world, name).get(WORKLIST + query)
    assert page.status_code == 200
    return page.content.decode()


def waiting(world: cast.World, plate: str, **changes: Any) -> Assignment:
    """A transmitted estimate that the rules leave to the adjuster."""
    return cast.transmitted(world, cast.mission(world, plate=plate), frame_advice=True, **changes)


def test_every_section_shows_what_stands_there_with_plate_garage_amount(world: cast.World) -> None:
    waiting(world, "AA-111-AA", estimate_total=Decimal("1843.20"))
    remote = waiting(world, "BB-222-BB")
    said = {
        "expert_name": "Félix Expert",
        "expert_phone": "06 00",
        "call_at": clock.now() + timedelta(hours=3),
    }
    cast.act(remote, "take_over_remotely", world.actor("felix"), said)
    at_garage = cast.mission(world, plate="CC-333-CC")
    page = read(world, "felix")
    for words in ("To analyse", "Remote", "AA-111-AA", "BB-222-BB", "Garage Lambert", "€1,843.20", "Clio"):
        assert words in page
    assert "CC-333-CC" not in page  # it lies with the garage
    assert "CC-333-CC" in read(world, "felix", "?tableau=vehicle_expertise.others")
    only = read(world, "felix", "?tableau=vehicle_expertise.queue&section=remote")
    assert "BB-222-BB" in only
    assert "AA-111-AA" not in only
    assert at_garage.step == "smart_new"


@pytest.mark.parametrize(
    ("query", "shown"),
    [("q=aa 111", "AA-111-AA"), ("q=bb222", "BB-222-BB"), ("q=zz", ""), ("retard=1", "BB-222-BB")],
)
def test_it_is_narrowed_by_what_one_asks(world: cast.World, query: str, shown: str) -> None:
    waiting(world, "AA-111-AA")
    late = waiting(world, "BB-222-BB")
    Assignment.objects.filter(pk=late.pk).update(due_at=clock.now() - timedelta(hours=1))
    page = read(world, "felix", f"?tableau=vehicle_expertise.queue&{query}")
    assert {one for one in ("AA-111-AA", "BB-222-BB") if one in page} == ({shown} if shown else set())
    assert ("Nothing here fits the filters." in page) == (shown == "")


def test_a_mission_that_ran_out_is_listed_where_it_belongs_though_the_worker_was_down(
    world: cast.World,
) -> None:
    job = cast.mission(world, plate="AA-111-AA")
    assert job.due_at is not None
    with clock.at(job.due_at + timedelta(minutes=3)):
        page = read(world, "felix")
    assert "AA-111-AA" in page
    job.refresh_from_db()
    assert (job.step, job.entered_at) == ("classic_interview", job.entered_at)
    assert job.step == "classic_interview"


def test_homes_and_vehicles_stand_on_one_page_and_each_adjuster_has_his_own(world: cast.World) -> None:
    home = cast.assigned(world)
    asked = {"loss_adjuster": world.id("expert"), "question": "Cause ?", "comment": "à voir"}
    cast.act(home, "wait_adjuster", world.actor("alice"), asked)
    waiting(world, "AA-111-AA")
    other = Organisation.objects.create(kind="loss_adjuster", name="Autre cabinet")
    cast.transmitted(world, cast.mission(world, plate="DD-444-DD", loss_adjuster=other.pk), frame_advice=True)
    page = read(world, "felix")
    assert home.claim.reference in page
    assert "AA-111-AA" in page
    assert "DD-444-DD" not in page


def test_a_role_that_no_procedure_gives_boards_to_has_the_list_as_before(world: cast.World) -> None:
    job = waiting_insurer(world)
    page = read(world, "ines")
    assert job.claim.reference in page
    assert "boardfilters" not in page  # no mission yet: no boards


def test_the_insurer_finds_its_missions_by_where_they_stand(world: cast.World) -> None:
    waiting(world, "AA-111-AA")
    page = read(world, "ines", "?tableau=vehicle_expertise.missions")
    assert "With the adjuster" in page
    assert "AA-111-AA" in page
    assert "AA-111-AA" not in read(world, "marc", "?tableau=vehicle_expertise.missions")


def test_five_hundred_ask_no_more_questions_than_ten(world: cast.World) -> None:
    client = signed_in(world, "felix")
    counts = []
    rows = []
    for number in (2, 12):
        while len(rows) < number:
            rows.append(waiting(world, f"AA-{len(rows):03d}-AA"))
        client.get(WORKLIST)
        with CaptureQueriesContext(connection) as captured:
            client.get(WORKLIST)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 25
