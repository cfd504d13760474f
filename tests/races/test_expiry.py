"""Closing an estimate against its running out: thirty times here, a thousand by `python -m tests.races.campaign`."""

from __future__ import annotations

import pytest

from tests import world as cast
from tests.races.expiring import race_with_expiry
from tests.races.harness import Tally

pytestmark = pytest.mark.django_db(transaction=True)
RACES = 30


def test_a_mission_is_closed_or_expired_and_never_both() -> None:
    world, tally = cast.build(), Tally()
    for nth in range(RACES):
        race_with_expiry(world, tally, nth=nth)
    assert tally.clean, tally.wrong
    assert sum(tally.replies.values()) == RACES
