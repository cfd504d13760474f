"""Two assignments of a claim: the one that waits for the other goes on by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from temoin import clock
from temoin.claims import history, linked
from temoin.claims.models import Assignment
from tests import world as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def pair(world: cast.World) -> tuple[Assignment, Assignment]:
    """N°1, which waits for N°2."""
    claim = cast.open_claim(world, trades=("plumbing", "painting"))
    first, second = claim.assignments.order_by("number")
    for one, firm in ((first, "bob"), (second, "charlie")):
        cast.act(one, "assign", world.actor("dirk"), {"contractor": world.id(firm)})
    cast.act(
        first,
        "wait_other_repair",
        world.actor("alice"),
        {"other_party": "network_contractor", "linked_assignment": 2, "comment": "Peinture d'abord"},
    )
    return first, second


def step(assignment: Assignment) -> str:
    return Assignment.objects.get(pk=assignment.pk).step


def deferred() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'claims.end_linked_waits'")
        return int(cursor.fetchone()[0])


def test_a_wait_ends_by_itself_once_the_other_assignment_is_finished(world: cast.World) -> None:
    first, second = pair(world)
    assert linked.end_waits(first.claim_id) == 0
    before = deferred()

    cast.act(second, "override", world.actor("max"), {"target_step": "sign_off", "comment": "Fini"})

    assert deferred() == before + 1
    assert linked.end_waits(first.claim_id) == 1
    assert step(first) == "contact_for_estimate"
    last = history.rows(first.claim)[-1]
    assert (last.action, last.machine, last.assignment_number) == ("other_repair_done", True, 1)
    assert linked.end_waits(first.claim_id) == 0


def test_a_wait_ends_by_itself_once_the_other_assignment_is_closed(world: cast.World) -> None:
    first, second = pair(world)

    cast.act(second, "close_without_works", world.actor("alice"), {"why_closed": "refused", "reason": "-"})

    assert linked.end_waits(first.claim_id) == 1
    assert step(first) == "contact_for_estimate"


def test_what_is_no_progress_of_the_other_looks_at_nothing(world: cast.World) -> None:
    first, second = pair(world)
    before = deferred()

    cast.act(second, "accept", world.actor("charlie"))
    cast.act(second, "add_note", world.actor("alice"), {"comment": "Bientôt fini"})

    assert deferred() == before
    assert step(first) == "wait_other_repair"


def test_waiting_for_what_is_done_already_ends_at_once(world: cast.World) -> None:
    first, second = pair(world)
    cast.act(second, "close_without_works", world.actor("alice"), {"why_closed": "refused", "reason": "-"})
    linked.end_waits(first.claim_id)
    again = {"other_party": "network_contractor", "linked_assignment": 2, "comment": "Encore"}

    cast.act(first, "wait_other_repair", world.actor("alice"), again)

    assert linked.end_waits(first.claim_id) == 1


def test_an_interruption_over_the_wait_is_not_ended_with_it(world: cast.World) -> None:
    first, second = pair(world)
    until = clock.now() + timedelta(days=40)
    cast.act(first, "wait_long", world.actor("alice"), {"awaited_until": until, "comment": "Hôpital"})
    cast.act(second, "close_without_works", world.actor("alice"), {"why_closed": "refused", "reason": "-"})

    assert linked.end_waits(first.claim_id) == 0
    cast.act(first, "end_long_wait", world.actor("alice"), {"comment": "De retour"})
    assert linked.end_waits(first.claim_id) == 1
    assert step(first) == "contact_for_estimate"
