"""The timer: one bad file stops no other, and what it does makes nobody's form stale."""

from __future__ import annotations

from datetime import timedelta

import pytest

from temoin import clock
from temoin.claims import door, sweep
from temoin.claims.door import Happened
from temoin.claims.models import Assignment
from temoin.journal.models import JournalEntry
from tests import world as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def test_a_file_that_cannot_be_reminded_of_stops_no_other(
    world: cast.World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = cast.assigned(world, "bob"), cast.assigned(world, "charlie")

    def breaks(happened: Happened) -> None:
        if happened.claim.pk == bad.claim_id:
            raise RuntimeError("a letter that cannot be written")

    monkeypatch.setitem(door.reactions, "alarm.remind", (breaks,))
    monkeypatch.setattr(sweep, "BATCH", 1)  # the bad one fills the batch, being the first that is due
    now = clock.now() + timedelta(days=9)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert sweep.sweep() >= 2
    assert not _alarms(bad)
    assert _alarms(good)
    assert f"assignment {bad.pk}" in caplog.text


def test_a_row_whose_alarm_time_is_wrong_stops_no_other(
    world: cast.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cache may be wrong until it is rebuilt; the others are served meanwhile."""
    wrong, good = cast.assigned(world, "bob"), cast.assigned(world, "charlie")
    now = clock.now() + timedelta(days=2)
    past = clock.now() - timedelta(days=1)
    Assignment.objects.filter(pk=wrong.pk).update(next_alarm_at=past, state=_without_alarms(wrong))
    monkeypatch.setattr(sweep, "BATCH", 1)
    monkeypatch.setattr(clock, "now", lambda: now)
    sweep.sweep()
    assert _alarms(good)


def test_a_reminder_does_not_make_the_form_stale_that_it_reminds_of(
    world: cast.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assignment = cast.assigned(world)
    seen, due = assignment.moved_seq, assignment.due_at
    assert due is not None
    monkeypatch.setattr(clock, "now", lambda: due - timedelta(minutes=1))
    assert sweep.sweep() == 1
    cast.act(assignment, "accept", world.actor("bob"), seen=seen)


def _alarms(assignment: Assignment) -> list[str]:
    found = JournalEntry.objects.filter(claim_id=assignment.claim_id, action__startswith="alarm.")
    return list(found.values_list("action", flat=True))


def _without_alarms(assignment: Assignment) -> dict[str, object]:
    """Its state with the due date far away, so that nothing is pending."""
    far = (clock.now() + timedelta(days=300)).isoformat()
    frames = [{**one, "due_at": far} for one in assignment.state["frames"]]
    return {**assignment.state, "frames": frames}
