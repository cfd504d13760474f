"""The home repair procedure lived through: both ways of the contractors' guide, and what is refused on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from temoin.engine.decide import decide, evolve
from temoin.engine.refusals import InvalidValues, NotHere, NotMet, Refused, Reserved
from temoin.engine.state import Actor, State
from temoin.procedures.files import procedure
from temoin.procedures.reading import calendar

HOME = procedure("home_repair")
FR = calendar("fr")
MONDAY = datetime(2023, 1, 16, 9, tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)
ORDER: dict[str, Any] = {
    "loss_type": "water_damage",
    "trade": "painting",
    "insurer": 5,
    "insurer_code": "MAIF",
    "authority_limit": Decimal("1550.00"),
    "country": "FR",
}
FIRM = {"contractor": 7, "loss_adjuster": 6, "insurer": 5}


class Relay:
    """An assignment that is acted on by role, an hour after the last time."""

    def __init__(self, **order: Any) -> None:
        self.state, self.now = State(), MONDAY
        limit = (ORDER | order)["authority_limit"]
        self.brought = {"authority_left": limit, "personal_limit": limit}
        self.does("case_handler", "open", **(ORDER | order))

    def does(self, who: str, action: str, *, firm: int | None = None, **given: Any) -> Relay:
        self.now += timedelta(hours=1)
        actor = Actor(who, firm or FIRM.get(who), machine=who == "machine")
        asked = {one.code for one in HOME.actions[action].form}
        brought = {code: value for code, value in self.brought.items() if code in asked}
        self.entry = decide(HOME, self.state, action, given | brought, actor, self.now, FR)
        self.state = evolve(self.state, self.entry)
        return self

    def refused(self, why: type[Refused], who: str, action: str, **given: Any) -> Refused:
        with pytest.raises(why) as raised:
            self.does(who, action, **given)
        return raised.value

    def later(self, **delta: float) -> datetime:
        return self.now + timedelta(**delta)

    @property
    def steps(self) -> list[str]:
        return [frame.step for frame in self.state.frames]


def _report(relay: Relay, **found: Any) -> dict[str, Any]:
    good = {
        "visit_done_at": relay.now,
        "visit_minutes": 40,
        "damage_as_declared": True,
        "circumstance_as_declared": True,
    }
    return good | {"works_can_be_planned": False} | found


def _submitted(total: str = "980.00", **order: Any) -> Relay:
    relay = Relay(**order).does("dispatcher", "assign", contractor=7).does("contractor", "accept")
    relay.does("contractor", "record_contact", contacted_at=relay.now, visit_at=relay.later(days=2))
    relay.does("contractor", "report_visit", **_report(relay))
    return relay.does("contractor", "submit_estimate", estimate_total=Decimal(total), estimate_file=("d",))


def test_a_visit_an_estimate_works_and_payment_follow_one_another() -> None:
    relay = _submitted().does("estimator", "approve", approved_total=Decimal("980.00"))
    relay.does("contractor", "record_works_date", works_start_at=relay.later(days=3))
    relay.does("contractor", "start_works", started_at=relay.now, planned_days=2)
    relay.does("contractor", "complete_works", completed_on=relay.now.date(), photos_after=("p",))
    relay.does("insured", "sign", signed_by="A. Martin")
    relay.does(
        "contractor",
        "send_invoice",
        invoice_number="1",
        invoice_amount=Decimal("980.00"),
        invoice_file=("f",),
    )
    relay.does("case_handler", "pay", paid_on=relay.now.date())
    assert relay.state.outcome == "closed"


def test_without_a_visit_the_taker_enters_the_works_date_himself() -> None:
    relay = Relay().does("dispatcher", "offer", invited=(7, 8))
    relay.does("contractor", "take_charge", firm=8, needs_visit=False)
    assert (relay.steps, relay.state.facts["contractor"]) == (["contact_for_works"], 8)
    assert "invited" not in relay.state.facts
    relay.does("contractor", "record_works_date", firm=8, works_start_at=relay.later(days=3))
    assert relay.steps == ["works_start"]


def test_a_visit_needs_its_slot() -> None:
    relay = Relay().does("dispatcher", "offer", invited=(7,))
    refusal = relay.refused(InvalidValues, "contractor", "take_charge", needs_visit=True)
    assert refusal.facts["fields"] == {"visit_at": "missing"}


def test_an_anomaly_lies_with_the_handler_before_works() -> None:
    relay = Relay(platform="sinapps").does("dispatcher", "assign", contractor=7)
    relay.does("contractor", "record_contact", contacted_at=relay.now, visit_at=relay.later(days=2))
    planned = {"works_can_be_planned": True, "works_start_at": relay.later(days=9), "planned_days": 2}
    relay.does(
        "contractor",
        "report_visit",
        **_report(relay, damage_as_declared=False, damage_found="Moisi", **planned),
    )
    assert relay.steps == ["first_visit", "operator_action_pending"]
    assert relay.entry.tell["insurer"] == "anomaly_signalled"
    assert (
        relay.refused(NotMet, "case_handler", "deal_with", comment="vu").facts["requirement"]
        == "anomaly_open"
    )
    relay.does("case_handler", "clear_anomaly", comment="Couvert")
    assert relay.steps == ["works_start"]


def test_nobody_approves_above_the_limit_nor_another_amount_than_the_one_seen() -> None:
    relay = _submitted("1550.01")
    over = relay.refused(NotMet, "estimator", "approve", approved_total=Decimal("1550.01"))
    assert over.facts["requirement"] == "over_authority_limit"
    relay.does("estimator", "revise", estimate_total=Decimal("1500.00"), reason="Métrés")
    other = relay.refused(NotMet, "estimator", "approve", approved_total=Decimal("1400.00"))
    assert other.facts["requirement"] == "less_than_estimate"
    relay.does("estimator", "approve", approved_total=Decimal("1500.00"), independent_study=True)
    assert relay.steps == ["contact_for_works_independent"]


def test_the_same_button_nudges_inside_the_deadline_and_complains_after_it() -> None:
    relay = _submitted().does("insured", "chase_estimate")
    assert relay.steps == ["estimate_review", "estimate_chased"]
    assert relay.state.frames[1].due_at == relay.state.frames[0].due_at
    assert not relay.entry.tell
    relay.now += timedelta(days=7)
    relay.does("insurer", "chase_estimate")
    assert relay.steps == ["estimate_review", "estimate_chased", "complaint_in_progress"]
    relay.refused(Reserved, "case_handler", "close_without_works", why_closed="refused", reason="-")
    relay.does("customer_service", "resolve_complaint", complaint_outcome="Excuses")
    relay.does("estimator", "approve", approved_total=Decimal("980.00"))
    assert relay.steps == ["contact_for_works"]


def test_drying_ends_with_a_reading_under_the_surface_s_threshold_and_by_nothing_else() -> None:
    relay = _submitted().does("estimator", "approve", approved_total=Decimal("980.00"))
    wet: dict[str, Any] = {
        "humidity": Decimal(60),
        "room": "Salon",
        "scale": "relative_0_100",
        "surface": "plaster",
    }
    relay.does("contractor", "wait_drying", **wet, awaited_until=relay.later(days=7), comment="TH 60")
    relay.refused(InvalidValues, "contractor", "record_reading", measured_at=relay.now, **wet)
    relay.refused(NotHere, "contractor", "record_works_date", works_start_at=relay.later(days=2))
    again = relay.later(days=20)
    relay.does("contractor", "record_reading", measured_at=relay.now, **wet, awaited_until=again)
    assert (relay.steps[-1], relay.state.frames[-1].due_at) == ("wait_drying", again)
    relay.does("contractor", "record_reading", measured_at=relay.now, **(wet | {"humidity": Decimal(25)}))
    assert relay.steps == ["contact_for_works"]


def test_a_client_is_unreachable_after_three_attempts() -> None:
    relay = Relay().does("dispatcher", "assign", contractor=7)
    wait: dict[str, Any] = {"awaited_until": relay.later(days=3), "comment": "Répondeur"}
    for _ in range(2):
        relay.does("contractor", "log_attempt", called_at=relay.now, attempt_result="voicemail")
    assert (
        relay.refused(NotMet, "contractor", "wait_unreachable", **wait).facts["requirement"]
        == "three_attempts"
    )
    relay.does("contractor", "log_attempt", called_at=relay.now, attempt_result="no_reply")
    assert relay.does("contractor", "wait_unreachable", **wait).steps == [
        "contact_for_estimate",
        "unreachable",
    ]


def test_who_never_answered_loses_the_job_and_who_accepted_keeps_it() -> None:
    silent = Relay().does("dispatcher", "assign", contractor=7).does("machine", "no_answer")
    assert (silent.steps, silent.state.facts.get("contractor")) == (["to_assign"], None)
    kept = (
        Relay()
        .does("dispatcher", "assign", contractor=7)
        .does("contractor", "accept")
        .does("machine", "no_answer")
    )
    assert kept.steps == ["contact_for_estimate"]


def test_an_invoice_above_the_approved_amount_goes_to_the_handler() -> None:
    relay = _submitted().does("estimator", "approve", approved_total=Decimal("980.00"))
    relay.does("network_manager", "override", target_step="invoice_to_send", comment="Essai")
    relay.does(
        "contractor",
        "send_invoice",
        invoice_number="1",
        invoice_amount=Decimal("980.01"),
        invoice_file=("f",),
    )
    assert relay.steps == ["invoice_to_send", "operator_action_pending"]


def test_figures_known_at_the_opening_lead_to_the_survey() -> None:
    relay = Relay(ren_expert=True, insurer_code="AZ")
    assert relay.steps == ["adjuster_figures_to_enter"]
    relay.does("adjuster_relations", "enter_figures", adjuster_total=Decimal("800.00"))
    assert relay.does("dispatcher", "assign", contractor=7).steps == ["contact_for_survey"]
