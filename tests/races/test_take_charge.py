"""Two firms and one job, over a real server: thirty times here, a thousand by `python -m tests.races.campaign`."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests import world as cast
from tests.races.harness import Browser, Reply, Tally, at_once, race_for_a_job, send_twice

pytestmark = pytest.mark.django_db(transaction=True)
RACES = 30


@pytest.fixture
def world() -> cast.World:
    return cast.build()


@pytest.fixture
def browsers(live_server: Any, world: cast.World) -> list[Browser]:
    os.environ.setdefault(
        "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
    )  # other tests may have left a loop in this thread
    server = live_server.url.removeprefix("http://")
    found = [Browser(server, world.people[name], world.id(name)) for name in ("bob", "charlie")]
    for one in found:
        one.sign_in()
    return found


def test_of_two_firms_one_has_the_job_and_the_other_reads_so(
    world: cast.World, browsers: list[Browser]
) -> None:
    tally = Tally()
    for _ in range(RACES):
        race_for_a_job(cast.offered(world, "bob", "charlie"), browsers, tally)
    assert tally.clean, tally.wrong
    assert (tally.races, tally.one_winner, tally.error_pages) == (RACES, RACES, 0)


def test_a_form_sent_twice_with_one_key_is_one_entry(world: cast.World, browsers: list[Browser]) -> None:
    tally, bob = Tally(), browsers[0]
    for _ in range(RACES // 3):
        send_twice(cast.offered(world, "bob", "charlie"), bob, bob, tally)
    assert tally.clean, tally.wrong


def test_a_race_with_two_winners_would_be_seen(world: cast.World, browsers: list[Browser]) -> None:
    """The same firm twice, without a common key, wins twice: the judge must not call that a race well run."""
    tally = Tally()
    race_for_a_job(cast.offered(world, "bob", "charlie"), [browsers[0], browsers[0]], tally)
    assert not tally.clean


def test_requests_leave_together() -> None:
    met = at_once([lambda: Reply(200, "", ""), lambda: Reply(409, "", "")])
    assert [one.status for one in met] == [200, 409]
