"""The authority limit counts what is approved on the whole claim, and how far the person may go."""

from __future__ import annotations

from decimal import Decimal

import pytest

from temoin.claims.models import Assignment
from temoin.claims.opening import add_assignment
from temoin.cover.models import PersonalLimit
from temoin.engine.refusals import NotMet
from tests import world as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def second(world: cast.World, job: Assignment) -> Assignment:
    other = add_assignment(
        job.claim, trade="painting", facts={}, actor=world.actor("alice"), procedure="home_repair"
    )
    cast.act(other, "assign", world.actor("dirk"), {"contractor": world.id("bob")})
    return other


def approve(world: cast.World, job: Assignment, total: str) -> None:
    cast.act(job, "approve", world.actor("emma"), {"approved_total": Decimal(total)})


def refused(world: cast.World, job: Assignment, total: str) -> str:
    with pytest.raises(NotMet) as caught:
        approve(world, job, total)
    return str(caught.value.facts["requirement"])


def test_splitting_the_work_does_not_raise_the_limit(world: cast.World) -> None:
    first = cast.reviewed(world, cast.assigned(world), "1000.00")
    approve(world, first, "1000.00")
    other = cast.reviewed(world, second(world, first), "550.01")
    assert refused(world, other, "550.01") == "over_authority_limit"
    cast.act(other, "revise", world.actor("emma"), {"estimate_total": Decimal("550.00"), "reason": "Métré"})
    approve(world, other, "550.00")


def test_what_the_insurer_agreed_to_is_not_the_networks_own_authority(world: cast.World) -> None:
    first = cast.reviewed(world, cast.assigned(world), "3000.00")
    cast.act(first, "send_to_insurer", world.actor("emma"), {})
    cast.act(first, "insurer_agrees", world.actor("ines"), {"approved_total": Decimal("3000.00")})
    approve(world, cast.reviewed(world, second(world, first), "900.00"), "900.00")


def test_a_person_may_have_a_lower_limit_of_his_own(world: cast.World) -> None:
    emma, az = world.people["emma"], world.organisations["az"]
    PersonalLimit.objects.create(person=emma, amount=Decimal("500.00"))
    job = cast.reviewed(world, cast.assigned(world), "800.00")
    assert refused(world, job, "800.00") == "over_personal_limit"
    PersonalLimit.objects.create(person=emma, insurer=az, amount=Decimal("800.00"))
    approve(world, job, "800.00")


def test_nobody_brings_his_own_limit_along(world: cast.World) -> None:
    job = cast.reviewed(world, cast.assigned(world), "9000.00")
    with pytest.raises(NotMet):
        cast.act(
            job,
            "approve",
            world.actor("emma"),
            {"approved_total": Decimal("9000.00"), "authority_left": Decimal("99999.00")},
        )
