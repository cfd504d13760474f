"""What must not happen to a mission: repairs or payment before validation, payment twice, a day or a link that leads nowhere."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum

from temoin import clock
from temoin.claims.models import Assignment
from temoin.claims.sweep import sweep
from temoin.engine import codec
from temoin.engine.refusals import InvalidValues, NotMet
from temoin.money.models import ListLine
from temoin.procedures.files import procedure
from tests.exchange.test_arriving import program
from tests.money.repaired import agreed, asked, presented
from tests.world import World, act, build, mission, transmitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


def _onto(step: str) -> dict[str, Any]:
    return {"target_step": step, "comment": "Demandé par téléphone."}


def _facts(job: Assignment) -> Any:
    return codec.state_from_json(procedure("vehicle_expertise"), job.state).facts


@pytest.mark.parametrize("step", ["smart_validated", "repairs_finished"])
def test_what_was_never_validated_is_not_reopened_as_if_it_were(world: World, step: str) -> None:
    job = mission(world)
    act(job, "abandon", world.actor("carl"), {"reason": "Le client est parti ailleurs."})
    with pytest.raises(NotMet) as refused:
        act(job, "reopen", world.actor("max"), _onto(step))
    assert (refused.value.facts["requirement"], job.outcome) == ("nothing_validated", "abandoned")


@pytest.mark.parametrize(
    "step",
    ["smart_validated", "classic_validated", "supplement_in_analysis", "repairs_finished", "direct_payment"],
)
def test_nor_is_it_put_there_by_force(world: World, step: str) -> None:
    job = mission(world)
    with pytest.raises(NotMet) as refused:
        act(job, "override", world.actor("max"), _onto(step))
    assert (refused.value.facts["requirement"], job.step) == ("nothing_validated", "smart_new")


def test_repairs_do_not_begin_by_force_before_the_estimate_is_validated(world: World) -> None:
    job = mission(world)
    begun = {"repairs_started_at": clock.now(), "immobilisation_days": 2}
    with pytest.raises(NotMet):
        act(job, "override", world.actor("max"), _onto("repairs_in_progress") | begun)
    assert job.step == "smart_new"


@pytest.mark.parametrize(
    ("action", "step"), [("reopen", "smart_in_analysis"), ("override", "smart_validating")]
)
def test_what_is_judged_again_is_validated_again(world: World, action: str, step: str) -> None:
    job = agreed(world)
    if action == "reopen":
        act(job, "cancel_mission", world.actor("ines"), {"reason": "Doublon."})
    act(job, action, world.actor("max"), _onto(step))
    assert (job.step, _facts(job).get("approved_total"), _facts(job).get("validated_by")) == (
        step,
        None,
        None,
    )
    with pytest.raises(NotMet):
        act(job, "override", world.actor("max"), _onto("repairs_finished"))


def test_payment_is_not_asked_for_by_force_without_an_invoice(world: World) -> None:
    job = mission(world, smart=False)
    found = {"expert_report": ("r",), "expert_finding": "Aile.", "immobilisation_days": 2}
    act(job, "conclude_classic", world.actor("felix"), found | {"approved_total": Decimal("900.00")})
    with pytest.raises(NotMet) as refused:
        act(job, "override", world.actor("max"), _onto("direct_payment"))
    assert refused.value.facts["requirement"] == "no_invoice"


def test_a_mission_reopened_after_its_payment_is_not_paid_twice(world: World) -> None:
    """The first payment is taken back, and both are netted on one list: the garage has what it is due once."""
    job = agreed(world, invoice_number="F-SAME")
    assert job.due_at is not None
    with clock.at(job.due_at + timedelta(minutes=1)):
        sweep()
        job.refresh_from_db()
        act(job, "reopen", world.actor("max"), _onto("repairs_finished"))
        act(job, "request_direct_payment", world.actor("carl"), presented(invoice_number="F-SAME"))
        with pytest.raises(NotMet) as refused:
            act(job, "agree_direct_payment", world.actor("ines"))
        assert refused.value.facts["requirement"] == "paid_already"
        back = {"correction_amount": Decimal("1250.00"), "reason": "Facture refaite."}
        act(job, "correct_payment", world.actor("ines"), back)
        act(job, "agree_direct_payment", world.actor("ines"))
    assert job.step == "payment_listed"
    assert ListLine.objects.aggregate(paid=Sum("amount"))["paid"] == Decimal("1250.00")


def test_nothing_is_taken_back_where_nothing_was_paid(world: World) -> None:
    job = asked(world)
    with pytest.raises(NotMet) as refused:
        act(
            job, "correct_payment", world.actor("ines"), {"correction_amount": Decimal("1.00"), "reason": "–"}
        )
    assert refused.value.facts["requirement"] == "nothing_paid"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "visio.example.test", "https:///x"]
)
def test_a_video_call_leads_to_the_web_and_nowhere_else(world: World, link: str) -> None:
    job = transmitted(world)
    said = {"expert_name": "Félix", "expert_phone": "06", "call_at": clock.now() + timedelta(hours=3)}
    with pytest.raises(InvalidValues) as refused:
        act(job, "take_over_remotely", world.actor("felix"), said | {"video_link": link})
    assert refused.value.facts["fields"] == {"video_link": "not_a_link"}
    act(job, "take_over_remotely", world.actor("felix"), said | {"video_link": "https://v.example.test/x"})
    assert job.step == "smart_remote"


@pytest.mark.parametrize(("days", "why"), [(-1, "not_future"), (365 * 30, "too_far")])
def test_an_estimate_is_not_due_before_its_mission_nor_beyond_every_calendar(
    world: World, days: int, why: str
) -> None:
    with pytest.raises(InvalidValues) as refused:
        mission(world, close_by_on=clock.now().date() + timedelta(days=days))
    assert refused.value.facts["fields"] == {"close_by_on": why}


def test_who_may_not_see_a_mission_does_not_make_it_expire(world: World) -> None:
    job = mission(world)
    assert job.due_at is not None
    address = f"/api/v1/claims/{job.claim.reference}/assignments/1/actions/abandon"
    body = {"values": {"reason": "–"}, "seen": job.moved_seq}
    with clock.at(job.due_at + timedelta(hours=1)):
        answer = program(world, "bob").post(
            address, body, content_type="application/json", headers={"idempotency-key": "foreign-0001"}
        )
    job.refresh_from_db()
    assert (answer.status_code, job.step) == (404, "smart_new")
