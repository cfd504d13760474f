"""Smart Expertise through the one door: what the guide of the body shops promises, branch by branch."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from temoin import clock
from temoin.claims import search, sentences
from temoin.claims.models import Assignment
from temoin.claims.sweep import sweep
from temoin.engine import codec
from temoin.engine.refusals import InvalidValues, NotHere, NotMet
from temoin.journal.models import JournalEntry
from temoin.messages.models import Mail
from temoin.procedures.files import procedure
from tests.world import World, act, build, closing, mission, transmitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


def test_a_mission_lies_with_the_garage_until_the_insurers_date_and_says_so(world: World) -> None:
    job = mission(world)
    assert (job.step, job.contractor) == ("smart_new", world.id("carl"))
    facts = _facts(job)
    on = facts["close_by_on"]
    assert job.due_at == datetime(on.year, on.month, on.day, 22, 59, tzinfo=UTC)  # 23:59 in Paris, in winter
    with translation.override("fr"):
        printed = sentences.printed(procedure("vehicle_expertise"), job.step, facts)
    assert printed == (
        f"SMART EXPERTISE : VEUILLEZ ETABLIR ET CLOTURER VOTRE DEVIS AU PLUS TARD LE {on:%d/%m/%y}"
    )
    told = Mail.objects.get(organisation_id=world.id("carl"))
    assert printed in told.body


def test_a_claim_is_found_by_its_plate_however_it_is_typed(world: World) -> None:
    job = mission(world)
    assert search.find("ab123c") == search.find("AB 123-CD") == [job.claim]


def test_closing_names_each_missing_thing(world: World) -> None:
    job = mission(world)
    carl = world.actor("carl")
    with pytest.raises(NotMet) as begun:
        act(job, "close_and_transmit", carl, closing())
    assert begun.value.facts["requirement"] == "not_begun"
    act(job, "start_estimate", carl)
    lacking = closing()
    for one in ("photo_vin", "photo_plate", "frame_advice", "immobilisation_days", "estimate_file"):
        del lacking[one]
    with pytest.raises(InvalidValues) as refused:
        act(job, "close_and_transmit", carl, lacking)
    assert refused.value.facts["fields"] == dict.fromkeys(
        ("photo_vin", "photo_plate", "frame_advice", "immobilisation_days", "estimate_file"), "missing"
    )
    assert job.step == "smart_new"


def test_the_rules_validate_by_themselves_a_minute_after_closing(world: World, settings: Any) -> None:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 0
    job = transmitted(world)
    assert job.step == "smart_in_analysis"
    with clock.at(clock.now() + timedelta(minutes=2)):
        sweep()
    job.refresh_from_db()
    facts = _facts(job)
    assert (job.step, facts["validated_by"], facts["approved_total"]) == (
        "smart_validated",
        "rules",
        Decimal("1500.00"),
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"estimate_total": Decimal("2500.01")},
        {"impact_zone": "underbody"},
        {"frame_total_loss": True},
        {"frame_several_zones": True},
        {"frame_advice": True},
        {"frame_inspection": True},
        {"frame_on_site": True},
    ],
    ids=lambda one: next(iter(one)),
)
def test_what_a_rule_does_not_allow_waits_for_the_adjuster(
    world: World, settings: Any, changes: dict[str, Any]
) -> None:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 0
    job = transmitted(world, **changes)
    with clock.at(clock.now() + timedelta(minutes=2)):
        sweep()
    job.refresh_from_db()
    assert (job.step, _facts(job)["rules_met"]) == ("smart_in_analysis", False)


@pytest.mark.parametrize("lacking", ["first_registered_on", "vehicle_value"])
def test_an_unknown_age_or_value_is_never_validated_by_rule(
    world: World, settings: Any, lacking: str
) -> None:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 0
    job = transmitted(world, mission(world, **{lacking: None}))
    with clock.at(clock.now() + timedelta(minutes=2)):
        sweep()
    job.refresh_from_db()
    assert job.step == "smart_in_analysis"


def test_one_drawn_for_control_goes_to_the_adjuster_though_the_rules_hold(
    world: World, settings: Any
) -> None:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 100
    job = transmitted(world)
    with clock.at(clock.now() + timedelta(minutes=2)):
        sweep()
    job.refresh_from_db()
    facts = _facts(job)
    assert (job.step, facts["rules_met"], facts["control_sample"]) == ("smart_in_analysis", True, True)


def test_the_date_passes_at_the_minute_though_the_worker_was_down(world: World) -> None:
    job = mission(world)
    act(job, "start_estimate", world.actor("carl"))
    due_at = job.due_at
    assert due_at is not None
    with clock.at(due_at + timedelta(hours=5)), pytest.raises(NotHere):
        act(job, "close_and_transmit", world.actor("carl"), closing())
    job.refresh_from_db()
    assert (job.step, job.entered_at) == ("classic_interview", due_at)
    row = JournalEntry.objects.get(claim_id=job.claim_id, action="pass_to_classic")
    assert row.occurred_at == due_at


def test_a_closing_in_the_last_minute_holds(world: World) -> None:
    job = mission(world)
    act(job, "start_estimate", world.actor("carl"))
    assert job.due_at is not None
    with clock.at(job.due_at - timedelta(seconds=5)):
        act(job, "close_and_transmit", world.actor("carl"), closing())
    assert job.step == "smart_in_analysis"


def test_abandon_comes_back_closed_in_one_step(world: World) -> None:
    job = mission(world)
    act(job, "abandon", world.actor("carl"), {"reason": "Le client est parti ailleurs."})
    assert (job.step, job.outcome) == ("", "abandoned")


def test_a_total_loss_needs_no_calculation_and_the_adjuster_has_it_at_once(world: World) -> None:
    job = mission(world)
    carl = world.actor("carl")
    with pytest.raises(InvalidValues) as refused:
        act(job, "declare_total_loss", carl, {})
    assert set(refused.value.facts["fields"]) == {"vehicle_status", "total_loss_photos"}
    act(job, "declare_total_loss", carl, {"vehicle_status": "at_body_shop", "total_loss_photos": ("p",)})
    assert (job.step, job.holder_organisation) == ("total_loss_review", world.id("expert"))
    found = {
        "market_value": Decimal("9000.00"),
        "salvage_value": Decimal("1200.00"),
        "expert_finding": "Longerons pliés.",
    }
    act(job, "confirm_total_loss", world.actor("felix"), found)
    assert job.outcome == "total_loss"


def test_repairs_and_payment_wait_for_the_adjuster_with_the_reason(world: World, settings: Any) -> None:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 0
    job = transmitted(world)
    carl = world.actor("carl")
    for action, why in (("start_repairs", "not_validated"), ("request_direct_payment", "not_validated")):
        with pytest.raises(NotMet) as refused:
            act(job, action, carl)
        assert refused.value.facts["requirement"] == why
    act(job, "validate", world.actor("felix"), {"approved_total": Decimal("1500.00")})
    with pytest.raises(NotMet) as unfinished:
        act(job, "request_direct_payment", carl)
    assert unfinished.value.facts["requirement"] == "not_finished"
    act(job, "start_repairs", carl, {"repairs_started_at": clock.now(), "immobilisation_days": 2})
    supplement = {
        one: closing()[one]
        for one in ("estimate_file", "parts_amount", "labour_amount", "paint_amount", "small_parts_amount")
    }
    with pytest.raises(NotMet):  # not more than what is validated
        act(job, "submit_supplement", carl, supplement | _more("1500.00"))
    act(job, "submit_supplement", carl, supplement | _more("1800.00"))
    assert job.step == "supplement_in_analysis"
    act(job, "validate_supplement", world.actor("felix"), {"approved_total": Decimal("1800.00")})
    assert (job.step, _facts(job)["approved_total"]) == ("repairs_in_progress", Decimal("1800.00"))
    act(job, "finish_repairs", carl, {"repairs_finished_on": clock.now().date()})
    with pytest.raises(NotMet) as above:
        act(job, "request_direct_payment", carl, _invoice("1800.01"))
    assert above.value.facts["requirement"] == "more_than_validated"
    act(job, "request_direct_payment", carl, _invoice("1800.00"))
    assert job.step == "direct_payment"


def _more(total: str) -> dict[str, Any]:
    return {
        "vat_amount": Decimal("300.00"),
        "estimate_total": Decimal(total),
        "photos": ("p",),
        "reason": "Longeron plié, invisible avant démontage.",
    }


def _invoice(total: str) -> dict[str, Any]:
    return {
        "invoice_number": "F-2026-118",
        "invoice_on": clock.now().date(),
        "invoice_total": Decimal(total),
        "invoice_vat_amount": Decimal("300.00"),
        "invoice_file": ("f",),
    }


def _facts(job: Assignment) -> dict[str, Any]:
    return dict(codec.state_from_json(procedure("vehicle_expertise"), job.state).facts)


def test_a_garage_cannot_lower_the_deductible(world: World) -> None:
    """Or the insurer would pay the difference."""
    job = mission(world)
    act(job, "start_estimate", world.actor("carl"))
    with pytest.raises(NotMet) as refused:
        act(job, "close_and_transmit", world.actor("carl"), closing(deductible_amount=Decimal("0.00")))
    assert refused.value.facts["requirement"] == "other_deductible"
