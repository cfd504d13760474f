"""A garage closes its estimate at the very moment at which the mission runs out: one outcome, whoever is first."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection

from temoin import clock
from temoin.claims import door, sweep
from temoin.claims.models import Assignment
from temoin.engine.refusals import Refused
from temoin.journal.models import JournalEntry
from tests import world as cast
from tests.races.harness import Tally

EXPIRED, CLOSED = "pass_to_classic", "close_and_transmit"
SHORT = timedelta(milliseconds=1)


def race_with_expiry(world: cast.World, tally: Tally, *, nth: int) -> None:
    """The garage, whose clock says that it is still in time, against the timer, whose clock says that it is over.

    Every second time the timer is the worker's sweep, which passes by what another has in hand, else the door's
    own catching up, which waits for it; the two threads start together.
    """
    job, carl = cast.mission(world), world.actor("carl")
    cast.act(job, "start_estimate", carl)
    due_at = job.due_at
    assert due_at is not None
    said: list[str] = []

    def close() -> None:
        try:
            cast.act(Assignment.objects.get(pk=job.pk), CLOSED, carl, cast.closing())
            said.append(CLOSED)
        except Refused as refused:
            said.append(refused.code)

    def expire() -> None:
        if nth % 2:
            sweep.sweep()
        else:
            door.settle(job.pk)

    began = time.monotonic()
    _together([(close, due_at - SHORT), (expire, due_at + SHORT)])
    tally.seconds += time.monotonic() - began
    with clock.at(due_at + timedelta(seconds=1)):
        sweep.sweep()
    wrong = _two_states(job, said)
    tally.races += 1
    tally.one_winner += not wrong
    tally.wrong += [f"assignment {job.pk}: {one}" for one in wrong]
    tally.replies[said[0] if said else "nothing"] += 1


def _together(runs: list[tuple[Callable[[], object], datetime]]) -> None:
    barrier = threading.Barrier(len(runs))

    def run(what: Callable[[], object], at: datetime) -> None:
        try:
            with clock.at(at):
                barrier.wait()
                what()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _two_states(job: Assignment, said: list[str]) -> list[str]:
    """What is wrong: closed and expired, neither, or another than what the garage was told."""
    rows = JournalEntry.objects.filter(claim_id=job.claim_id, action__in=(CLOSED, EXPIRED))
    done = list(rows.order_by("seq").values_list("action", flat=True))
    row = Assignment.objects.get(pk=job.pk)
    closed = said == [CLOSED]
    wrong = []
    if done != ([CLOSED] if closed else [EXPIRED]):
        wrong.append(f"told {said}, written {done}")
    if row.step != ("smart_in_analysis" if closed else "classic_interview"):
        wrong.append(f"told {said}, stands in {row.step}")
    return wrong
