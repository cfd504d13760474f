"""The adjuster's appointments stand in the garage's and the owner's calendar: made, moved, replaced, called off."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from icalendar import Calendar

from temoin import clock
from temoin.claims.models import Assignment
from temoin.messages.models import Mail
from temoin.parties.models import Organisation
from tests import world as cast

pytestmark = pytest.mark.django_db
WHO = {"expert_name": "Félix Expert", "expert_phone": "06 00 00 00 00"}


@pytest.fixture
def world() -> cast.World:
    world = cast.build()
    Organisation.objects.filter(pk=world.id("carl")).update(address="8 rue du Garage")
    return world


def last(job: Assignment) -> dict[str, Any]:
    """The newest invitation of each recipient's role: method, begin, place and name."""
    found = {}
    for mail in Mail.objects.filter(claim=job.claim).order_by("pk"):
        if mail.ics:
            made = Calendar.from_ical(mail.ics)
            (event,) = made.walk("VEVENT")
            found[mail.recipient_role] = (
                str(made["method"]),
                event.decoded("dtstart"),
                str(event["location"]),
                str(event["uid"]),
            )
    return found


def visited(world: cast.World, at: datetime) -> Assignment:
    job = cast.transmitted(world)
    cast.act(job, "take_over_on_site", world.actor("felix"), {**WHO, "expert_visit_at": at})
    return job


def test_a_visit_to_the_garage_stands_in_both_calendars_and_moves_in_both(world: cast.World) -> None:
    at = clock.now().replace(microsecond=0) + timedelta(days=2)
    job = visited(world, at)
    made = last(job)
    assert set(made) == {"body_shop", "insured"}
    for method, begin, place, _uid in made.values():
        assert (method, begin, place) == ("REQUEST", at, "Garage Lambert, 8 rue du Garage, 75013 Paris")
    later = at + timedelta(days=1)
    moved = {"expert_visit_at": later, "agreed_by": "Carl", "agreed_how": "phone"}
    cast.act(job, "move_expert_visit", world.actor("felix"), moved)
    for role, (method, begin, _place, name) in last(job).items():
        assert (method, begin, name) == ("REQUEST", later, made[role][3])


def test_what_is_validated_before_the_visit_calls_it_off_once(world: cast.World) -> None:
    job = visited(world, clock.now() + timedelta(days=2))
    felix = world.actor("felix")
    said = {"approved_total": Decimal("1500.00"), "expert_finding": "Vu sur photos."}
    cast.act(job, "validate", felix, said)
    assert {method for method, *_rest in last(job).values()} == {"CANCEL"}
    number = Mail.objects.exclude(ics="").count()
    begun = {"repairs_started_at": clock.now(), "immobilisation_days": 2}
    cast.act(job, "start_repairs", world.actor("carl"), begun)
    assert Mail.objects.exclude(ics="").count() == number


def test_a_call_instead_of_the_visit_takes_its_place(world: cast.World) -> None:
    job = visited(world, clock.now() + timedelta(days=2))
    before = last(job)
    at = clock.now().replace(microsecond=0) + timedelta(hours=4)
    said = {**WHO, "call_at": at, "video_link": "https://video.example.test/x"}
    cast.act(job, "take_over_remotely", world.actor("felix"), said)
    for role, (method, begin, place, name) in last(job).items():
        assert (method, begin, place) == ("REQUEST", at, "https://video.example.test/x")
        assert name == before[role][3]


def test_a_visit_that_has_been_is_not_called_off(world: cast.World) -> None:
    job = visited(world, clock.now() + timedelta(hours=2))
    with clock.at(clock.now() + timedelta(hours=3)):
        said = {"approved_total": Decimal("1500.00"), "expert_finding": "Vu sur place."}
        cast.act(job, "validate", world.actor("felix"), said)
    assert {method for method, *_rest in last(job).values()} == {"REQUEST"}
