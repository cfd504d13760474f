"""Cache against truth, and the chain, while others go on writing."""

from __future__ import annotations

import pytest

from temoin.claims import history, rebuild
from temoin.claims.models import Assignment
from temoin.engine.state import State
from temoin.journal.models import JournalEntry
from tests import world as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def test_an_action_between_reading_row_and_journal_is_no_difference_and_no_break(
    world: cast.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are read one after the other, on a system that people work with."""
    assignment = cast.assigned(world)
    read = rebuild.journals

    def later(claims: set[int]) -> dict[int, list[JournalEntry]]:
        monkeypatch.setattr(rebuild, "journals", read)
        cast.act(assignment, "accept", world.actor("bob"))
        return read(claims)

    monkeypatch.setattr(rebuild, "journals", later)
    assert [different for _one, different in rebuild.compare() if different] == []
    monkeypatch.setattr(rebuild, "journals", later)
    assert [breaks for _claim, breaks in rebuild.verify() if breaks] == []


def test_mending_never_puts_a_row_back_to_what_it_was_before_the_last_action(
    world: cast.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assignment = cast.assigned(world)
    Assignment.objects.filter(pk=assignment.pk).update(trade="plumbing", phase="wrong")
    fold = history.replayed
    acted: list[bool] = []

    def slow(now: history.Current, found: list[JournalEntry]) -> State:
        state = fold(now, found)
        if not acted:  # somebody is quicker than the one who mends
            acted.append(True)
            cast.act(assignment, "decline", world.actor("bob"), {"reason": "trop loin"})
        return state

    monkeypatch.setattr(history, "replayed", slow)
    list(rebuild.compare(repair=True))
    assignment.refresh_from_db()
    assert (assignment.step, assignment.contractor) == ("to_assign", None)
