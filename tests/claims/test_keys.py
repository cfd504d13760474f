"""Keys that make a repeated request harmless, also where two come at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.db import connection

from temoin.claims import door, opening
from temoin.claims.models import Claim
from temoin.claims.refusals import KeyReused
from temoin.journal.models import JournalEntry
from tests import world as cast

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "k" * 20


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def test_a_claim_that_is_opened_twice_at_once_with_one_key_is_one_claim(
    world: cast.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A double click: both requests look for the key before either has written it."""
    monkeypatch.setattr(opening, "open_claim", partial(opening.open_claim, key=KEY))
    monkeypatch.setattr(opening, "_claim", _meeting(opening._claim))
    answers = _twice(lambda: cast.open_claim(world).pk, lambda: cast.open_claim(world).pk)
    assert len(set(answers)) == 1, answers
    assert Claim.objects.count() == 1


def test_one_key_on_two_claims_at_once_does_one_and_refuses_the_other(
    world: cast.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = cast.assigned(world), cast.assigned(world)
    actor = world.actor("alice")
    monkeypatch.setattr(door, "write", _meeting(door.write))
    answers = _twice(
        lambda: cast.act(first, "add_note", actor, {"comment": "a"}, key=KEY).replayed,
        lambda: cast.act(second, "add_note", actor, {"comment": "a"}, key=KEY).replayed,
    )
    assert {str(one) if one is False else type(one).__name__ for one in answers} == {
        "False",
        KeyReused.__name__,
    }
    assert JournalEntry.objects.filter(key=KEY).count() == 1


def _meeting(does: Callable[..., Any]) -> Callable[..., Any]:
    """The same, where two that come at once wait for each other; who is kept out by a lock is not waited for."""
    meet = threading.Barrier(2)

    def wait(*given: Any, **named: Any) -> Any:
        with suppress(threading.BrokenBarrierError):
            meet.wait(timeout=1)
        return does(*given, **named)

    return wait


def _twice(*calls: Callable[[], object]) -> list[object]:
    """What each call gives, or the exception that it raises; all begin at once."""
    answers: list[object] = []

    def answer(call: Callable[[], object]) -> None:
        try:
            answers.append(call())
        except Exception as problem:
            answers.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=(call,)) for call in calls]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=20)
    return answers
