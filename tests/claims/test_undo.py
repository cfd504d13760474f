"""Taking back at the door: one more entry, only while nothing came after, and the row still equals the journal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from temoin import clock
from temoin.claims import door, rebuild
from temoin.claims.models import Assignment
from temoin.claims.refusals import MovedOn
from temoin.engine.refusals import CannotUndo
from temoin.journal.models import JournalEntry
from tests import world as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def waiting(world: cast.World) -> tuple[Assignment, door.Happened]:
    job = cast.assigned(world)
    until = clock.now() + timedelta(days=30)
    return job, cast.act(
        job, "wait_long", world.actor("alice"), {"awaited_until": until, "comment": "Hôpital"}
    )


def test_a_wait_is_taken_back_by_one_more_entry(world: cast.World) -> None:
    job, happened = waiting(world)
    undone = door.undo(assignment_id=job.pk, seq=happened.row.seq, actor=world.actor("alice"))
    job.refresh_from_db()
    assert job.step == happened.before.step
    assert JournalEntry.objects.filter(claim_id=job.claim_id, action="wait_long").exists()
    assert undone.row.data["values"] == {"undone": "wait_long"}
    assert undone.row.visibility == happened.row.visibility
    assert [differences for _job, differences in rebuild.compare() if differences] == []


def test_what_somebody_else_did_or_acted_upon_stays(world: cast.World) -> None:
    job, happened = waiting(world)
    with pytest.raises(CannotUndo):
        door.undo(assignment_id=job.pk, seq=happened.row.seq, actor=world.actor("max"))
    cast.act(job, "end_long_wait", world.actor("alice"), {"comment": "Rentré"})
    with pytest.raises(MovedOn):
        door.undo(assignment_id=job.pk, seq=happened.row.seq, actor=world.actor("alice"))


def test_an_entry_of_another_claim_is_not_found(world: cast.World) -> None:
    job, _happened = waiting(world)
    with pytest.raises(CannotUndo):
        door.undo(assignment_id=job.pk, seq=999, actor=world.actor("alice"))
