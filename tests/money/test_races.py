"""Two at the same moment: a payment is either taken off or paid, and an invoice number is presented once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from temoin import clock
from temoin.claims.sweep import sweep
from temoin.engine.refusals import Refused
from temoin.money import closing
from temoin.money.models import Invoice, ListLine, PaymentList
from tests.money.repaired import agreed, asked, presented
from tests.money.test_lists import FRIDAY
from tests.world import act, build

pytestmark = pytest.mark.django_db(transaction=True)


def together(*doings: Callable[[], object]) -> list[BaseException]:
    """All at once, each in a connection of its own; what was refused. Anything else that is raised fails the test."""
    ready, refused, wrong = Barrier(len(doings)), list[BaseException](), list[BaseException]()

    def run(doing: Callable[[], object]) -> None:
        ready.wait()
        try:
            doing()
        except Refused as why:
            refused.append(why)
        except BaseException as why:
            wrong.append(why)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(one,)) for one in doings]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert wrong == []
    return refused


def test_holding_as_the_list_closes_has_one_outcome(settings: Any) -> None:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 100
    with clock.at(FRIDAY):
        world = build()
    for week in range(4):
        with clock.at(FRIDAY + timedelta(days=7 * week)):
            job, stays = agreed(world), agreed(world)
        over = ListLine.objects.get(assignment=job).payment_list.closes_at

        def hold(job: Any = job, over: Any = over) -> None:
            with clock.at(over - timedelta(milliseconds=1)):
                act(job, "hold_payment", world.actor("ines"), {"reason": "Doute."})

        def close(over: Any = over) -> None:
            with clock.at(over):
                closing.close_due()

        refused = together(hold, close)
        with clock.at(over + timedelta(minutes=1)):
            sweep()
        for one in (job, stays):
            one.refresh_from_db()
        closed = PaymentList.objects.get(closes_at=over)
        listed = ListLine.objects.filter(assignment=job, payment_list=closed).exists()
        assert stays.outcome == "closed"
        assert (job.step, job.outcome) == (("", "closed") if refused else ("direct_payment", ""))
        assert listed == bool(refused)
        assert closed.paid_amount == sum(closed.lines.values_list("amount", flat=True))


def test_one_invoice_number_on_two_missions_at_once(settings: Any) -> None:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 100
    world = build()
    jobs = [asked(world), asked(world)]
    for job in jobs:
        act(job, "refuse_direct_payment", world.actor("ines"), {"reason": "Illisible."})
    said, carl = presented(invoice_number="F-7"), world.actor("carl")

    def present(job: Any) -> Callable[[], object]:
        return lambda: act(job, "request_direct_payment", carl, said)

    refused = together(*(present(job) for job in jobs))
    assert len(refused) == 1
    assert Invoice.objects.filter(number_n="F-7").count() == 1
