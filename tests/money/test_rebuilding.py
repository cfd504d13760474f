"""The lists can be made anew from the journals: nothing differs, what is lost comes back, what is closed is only told."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from temoin import clock
from temoin.claims.sweep import sweep
from temoin.money import rebuilding
from temoin.money.models import ListLine, PaymentList
from tests.money.repaired import agreed
from tests.money.test_lists import AFTER, FRIDAY
from tests.world import World, act, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any) -> Iterator[World]:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 100
    with clock.at(FRIDAY):
        yield build()


def test_nothing_differs_after_paying_taking_off_and_taking_back(world: World) -> None:
    ines, jobs = world.actor("ines"), [agreed(world) for _ in range(3)]
    act(jobs[0], "hold_payment", ines, {"reason": "Doute."})
    act(jobs[0], "agree_direct_payment", ines)
    act(jobs[1], "hold_payment", ines, {"reason": "Doute."})
    with clock.at(AFTER):
        sweep()
        jobs[2].refresh_from_db()
        act(jobs[2], "correct_payment", ines, {"correction_amount": Decimal("10.00"), "reason": "Trop."})
    assert list(rebuilding.compare()) == []


def test_what_an_open_list_lost_is_told_and_mended(world: World) -> None:
    agreed(world)
    lost = agreed(world)
    ListLine.objects.filter(assignment=lost).delete()
    with pytest.raises(SystemExit):
        call_command("rebuild_payments")
    assert ListLine.objects.count() == 1
    call_command("rebuild_payments", "--repair")
    assert ListLine.objects.filter(assignment=lost, amount=Decimal("1250.00")).exists()
    assert list(rebuilding.compare()) == []


def test_a_closed_list_that_was_tampered_with_is_told_and_left(world: World) -> None:
    agreed(world)
    with clock.at(AFTER):
        sweep()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE money_paymentlist DISABLE TRIGGER money_immutable")
        cursor.execute("UPDATE money_paymentlist SET total_amount = 1, paid_amount = 1")
        cursor.execute("ALTER TABLE money_paymentlist ENABLE TRIGGER money_immutable")
    found = list(rebuilding.compare(repair=True))
    assert [(one.true, one.mended) for one in found] == [("1250.00", False), ("1250.00", False)]
    assert PaymentList.objects.get().paid_amount == Decimal("1.00")
