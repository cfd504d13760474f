"""The weekly lists through the one door: what is put on, taken off, paid, taken back, carried over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import InternalError, ProgrammingError, transaction

from temoin import clock
from temoin.claims.models import Assignment
from temoin.claims.sweep import sweep
from temoin.engine.refusals import AlreadyClosed, NotMet
from temoin.money import closing, listing
from temoin.money.models import ListLine, PaymentList
from tests.money.repaired import agreed, asked, presented
from tests.world import World, act, build

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
FRIDAY = datetime(2026, 11, 20, 10, tzinfo=PARIS)
TUESDAY, NEXT = date(2026, 11, 24), date(2026, 12, 1)
AFTER = datetime(2026, 11, 25, 9, tzinfo=PARIS)


@pytest.fixture
def world(settings: Any) -> Iterator[World]:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 100
    with clock.at(FRIDAY):
        yield build()


def test_an_agreed_payment_stands_on_the_list_of_the_next_tuesday(world: World) -> None:
    job = agreed(world)
    found = PaymentList.objects.get()
    assert (found.pays_on, found.body_shop_id, found.insurer_id) == (
        TUESDAY,
        world.id("carl"),
        world.id("az"),
    )
    line = ListLine.objects.get()
    assert (line.invoice_amount, line.deductible_amount, line.amount) == (
        Decimal("1500.00"),
        Decimal("250.00"),
        Decimal("1250.00"),
    )
    assert (line.plate, line.owner) == ("AB-123-CD", "Claire Lambrecht")
    assert (job.step, job.due_at) == ("payment_listed", found.closes_at)


def test_payments_of_a_week_are_one_list_and_close_together(world: World) -> None:
    jobs = [agreed(world), agreed(world)]
    with clock.at(AFTER):
        sweep()
        closing.close_due()
    for job in jobs:
        job.refresh_from_db()
        assert job.outcome == "closed"
    found = PaymentList.objects.get()
    assert (found.number, found.total_amount, found.paid_amount, found.closed_at) == (
        1,
        Decimal("2500.00"),
        Decimal("2500.00"),
        found.closes_at,
    )


def test_what_is_held_comes_off_and_may_be_agreed_again(world: World) -> None:
    job = agreed(world)
    act(job, "hold_payment", world.actor("ines"), {"reason": "La facture est illisible."})
    assert (job.step, ListLine.objects.count()) == ("direct_payment", 0)
    with clock.at(AFTER):
        act(job, "agree_direct_payment", world.actor("ines"))
        closing.close_due()
    assert list(PaymentList.objects.values_list("pays_on", "number")) == [(NEXT, None)]


@pytest.mark.parametrize("action", ["cancel_mission", "override"])
def test_whatever_else_leaves_the_list_takes_the_payment_off(world: World, action: str) -> None:
    job = agreed(world)
    said = {"reason": "Doublon."} if action == "cancel_mission" else _forced("repairs_finished")
    act(job, action, world.actor("ines" if action == "cancel_mission" else "max"), said)
    assert not ListLine.objects.exists()


def _forced(step: str) -> dict[str, Any]:
    return {"target_step": step, "comment": "Reprise."}


def test_nobody_is_put_on_a_list_by_force(world: World) -> None:
    job = asked(world)
    with pytest.raises(NotMet):
        act(job, "override", world.actor("max"), _forced("payment_listed"))


def test_once_the_day_is_over_holding_is_too_late_though_nobody_swept(world: World) -> None:
    job = agreed(world)
    with clock.at(AFTER), pytest.raises(AlreadyClosed):
        act(job, "hold_payment", world.actor("ines"), {"reason": "Trop tard."})
    job.refresh_from_db()
    assert job.outcome == "closed"
    assert PaymentList.objects.get().number == 1


def test_a_list_closed_at_the_same_moment_refuses_the_hold(world: World) -> None:
    """The closing came between the hold's look at the clock and its line: the payment stays listed and is paid."""
    job = agreed(world)
    found = PaymentList.objects.get()
    closing.close_due(now=found.closes_at)
    with pytest.raises(NotMet) as refused:
        act(job, "hold_payment", world.actor("ines"), {"reason": "Trop tard."})
    assert refused.value.say == listing.CLOSED
    assert (job.step, ListLine.objects.count()) == ("payment_listed", 1)
    with clock.at(AFTER):
        sweep()
    job.refresh_from_db()
    assert (job.outcome, PaymentList.objects.get().paid_amount) == ("closed", Decimal("1250.00"))


def test_a_worker_down_for_weeks_closes_each_list_in_its_turn(world: World) -> None:
    first = agreed(world)
    with clock.at(AFTER):
        agreed(world)
        act(first, "write_message", world.actor("carl"), {"message_to": "insurer", "message_text": "Merci."})
    with clock.at(AFTER + timedelta(days=60)):
        sweep()
        closing.close_due()
    found = PaymentList.objects.order_by("pays_on")
    assert list(found.values_list("pays_on", "number", "paid_amount")) == [
        (TUESDAY, 1, Decimal("1250.00")),
        (NEXT, 2, Decimal("1250.00")),
    ]
    assert not Assignment.objects.filter(closed_at=None).exists()


def test_what_is_taken_back_is_netted_and_the_rest_carried_over(world: World) -> None:
    job = agreed(world)
    ines = world.actor("ines")
    with clock.at(AFTER):
        sweep()
        job.refresh_from_db()
        act(job, "correct_payment", ines, _back("1000.00"))
        agreed(world, invoice_total=Decimal("650.00"))
    with clock.at(AFTER + timedelta(days=7)):
        agreed(world)
        closing.close_due()
    with clock.at(AFTER + timedelta(days=14)):
        closing.close_due()
    found = PaymentList.objects.order_by("pays_on").values_list(
        "number", "total_amount", "carried_in_amount", "paid_amount", "carried_out_amount"
    )
    assert [tuple(str(one) for one in row) for row in found] == [
        ("1", "1250.00", "0.00", "1250.00", "0.00"),
        ("2", "-600.00", "0.00", "0.00", "-600.00"),
        ("3", "1250.00", "-600.00", "650.00", "0.00"),
    ]


def _back(amount: str) -> dict[str, Any]:
    return {"correction_amount": Decimal(amount), "reason": "Pièce facturée deux fois."}


def test_no_more_is_taken_back_than_was_paid(world: World) -> None:
    job = agreed(world)
    ines = world.actor("ines")
    with clock.at(AFTER):
        sweep()
        job.refresh_from_db()
        for amount, why in (("1250.01", "more_than_paid"), ("0", "no_amount")):
            with pytest.raises(NotMet) as refused:
                act(job, "correct_payment", ines, _back(amount))
            assert refused.value.facts["requirement"] == why
        act(job, "correct_payment", ines, _back("1250.00"))
        with pytest.raises(NotMet) as again:
            act(job, "correct_payment", ines, _back("0.01"))
        assert again.value.facts["requirement"] == "nothing_paid"


def test_an_invoice_number_is_presented_once(world: World) -> None:
    first = asked(world, invoice_number="F 2026-118")
    with pytest.raises(NotMet) as refused:
        asked(world, invoice_number="f2026-118")
    assert refused.value.facts["requirement"] == "invoice_known"
    act(first, "refuse_direct_payment", world.actor("ines"), {"reason": "TVA fausse."})
    act(first, "request_direct_payment", world.actor("carl"), presented(invoice_number="F 2026-118"))
    assert first.step == "direct_payment"


def test_where_the_owner_pays_all_there_is_nothing_to_agree_to(world: World) -> None:
    job = asked(world, invoice_total=Decimal("250.00"))
    with pytest.raises(NotMet) as refused:
        act(job, "agree_direct_payment", world.actor("ines"))
    assert refused.value.facts["requirement"] == "nothing_to_pay"


def test_the_database_keeps_a_closed_list_as_it_is(world: World) -> None:
    agreed(world)
    with clock.at(AFTER):
        closing.close_due()
    line = ListLine.objects.get()
    line.pk, line.seq = None, 99
    for change in (
        lambda: PaymentList.objects.update(paid_amount=0),
        lambda: PaymentList.objects.all()._raw_delete("default"),
        lambda: ListLine.objects.update(owner="Personne"),
        lambda: ListLine.objects.all()._raw_delete("default"),
        lambda: line.save(force_insert=True),
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            change()
