"""Taking an action back: what it puts as it stood, and when it is too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from temoin.engine.alarms import fire, pending
from temoin.engine.decide import evolve, fold
from temoin.engine.refusals import CannotUndo
from temoin.engine.state import Actor, State
from temoin.engine.undo import WITHIN, undo
from tests.engine.test_home_repair_relay import FR, HOME, Relay

ALICE = Actor("case_handler", None)
MACHINE = Actor("machine", machine=True)


def waiting() -> tuple[Relay, State]:
    """A job put on a long wait by its handler, and the state before."""
    relay = Relay().does("dispatcher", "assign", contractor=7)
    relay.state = State()
    relay = Relay()
    before = relay.state
    relay.does("case_handler", "wait_long", awaited_until=relay.later(days=30), comment="hospitalisation")
    return relay, before


def test_everything_stands_as_it_stood_and_what_was_taken_back_was_not_done() -> None:
    relay, before = waiting()
    entry = undo(HOME, before, relay.entry, relay.state, ALICE, relay.now + timedelta(seconds=8))
    after = evolve(relay.state, entry)
    assert after.frames == before.frames
    assert dict(after.facts) == dict(before.facts)
    assert after.done["wait_long"] == 0
    assert (entry.from_step, entry.to_step, entry.charged_to) == ("wait_long", "to_assign", "dispatcher")


def test_only_whoever_did_it_only_for_a_while_and_only_what_the_procedure_marks() -> None:
    relay, before = waiting()
    cases = [
        (replace(ALICE, person=9), relay.now, relay.entry, "not_yours"),
        (ALICE, relay.now + WITHIN + timedelta(seconds=1), relay.entry, "too_late"),
        (ALICE, relay.now, replace(relay.entry, tell={"insurer": "anomaly_signalled"}), "told"),
        (ALICE, relay.now, replace(relay.entry, action="assign"), "not_marked"),
    ]
    for actor, at, done, why in cases:
        with pytest.raises(CannotUndo) as caught:
            undo(HOME, before, done, relay.state, actor, at)
        assert caught.value.facts["why"] == why
    assert undo(HOME, before, relay.entry, relay.state, ALICE, relay.now + WITHIN)


def test_an_alarm_that_rang_meanwhile_does_not_ring_again() -> None:
    relay = Relay()
    before = relay.state
    relay.does("dispatcher", "promise_desk", promised_at=relay.later(days=1))
    alarm = pending(HOME, relay.state, FR)[0]
    rung = evolve(relay.state, fire(HOME, relay.state, alarm, MACHINE, alarm.at, FR))
    entry = undo(HOME, before, relay.entry, rung, Actor("dispatcher", None), relay.now)
    assert alarm.key in fold([entry], rung).frames[0].fired
    assert evolve(rung, entry).frames[0].promised_at is None
