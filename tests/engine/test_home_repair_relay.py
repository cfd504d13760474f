"""The home repair procedure lived through: both ways of the contractors' guide, and what is refused on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from temoin.engine.decide import decide, evolve
from temoin.engine.model import Duration, Unit
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
    relay.does("insured", "sign", works_agreed=True, signed_by="A. Martin")
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
    relay.does(
        "customer_service", "resolve_complaint", complaint_finding="founded", complaint_outcome="Excuses"
    )
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


def _booked(relay: Relay | None = None) -> Relay:
    relay = (relay or _submitted()).does("estimator", "approve", approved_total=Decimal("980.00"))
    return relay.does("contractor", "record_works_date", works_start_at=relay.later(days=3), planned_days=2)


def _finished(relay: Relay | None = None) -> Relay:
    relay = relay or _booked()
    relay.does("contractor", "start_works", started_at=relay.now)
    return relay.does("contractor", "complete_works", completed_on=relay.now.date(), photos_after=("p",))


CHOICE: dict[str, Any] = {
    "supply_product": "Carrelage gris",
    "supply_quantity": "12 m²",
    "supply_price": Decimal("500.00"),
    "supply_covered": Decimal("420.00"),
    "supply_samples": True,
}
AGREED: dict[str, Any] = {"signed_by": "A. Martin", "signature": ("s",)}


def test_supplies_that_the_client_chooses_are_neither_ordered_nor_laid_before_he_has_signed() -> None:
    relay = _booked().does("contractor", "describe_supplies", **CHOICE)
    order = {"supply_week": 14, "awaited_until": relay.later(days=9), "comment": "commande"}
    refusal = relay.refused(NotMet, "contractor", "wait_supplies", **order)
    assert refusal.facts["requirement"] == "supply_choice_unsigned"
    refusal = relay.refused(NotMet, "contractor", "start_works", started_at=relay.now)
    assert refusal.facts["requirement"] == "supply_choice_unsigned"
    relay.does("insured", "sign_supply_choice", supply_agreed=True, signed_by="A. Martin")
    assert relay.entry.tell == {"contractor": "supply_choice_signed"}
    relay.does("contractor", "start_works", started_at=relay.now)
    assert relay.steps == ["works_in_progress"]


def test_another_choice_is_signed_anew_and_nothing_is_signed_twice() -> None:
    relay = _booked().does("contractor", "describe_supplies", **CHOICE)
    relay.does("contractor", "sign_supply_choice_on_site", supply_agreed=True, **AGREED)
    assert not relay.entry.tell
    relay.refused(NotMet, "insured", "sign_supply_choice", supply_agreed=True, signed_by="A. Martin")
    relay.does("contractor", "describe_supplies", **CHOICE | {"supply_product": "Carrelage bleu"})
    relay.refused(NotMet, "contractor", "start_works", started_at=relay.now)
    relay.does("contractor", "drop_supply_choice", comment="finalement le standard")
    relay.does("contractor", "start_works", started_at=relay.now)


def test_the_sentence_has_to_be_agreed_to() -> None:
    relay = _finished()
    for given in ({}, {"works_agreed": False}):
        refusal = relay.refused(InvalidValues, "insured", "sign", signed_by="A. Martin", **given)
        assert refusal.facts["fields"] == {"works_agreed": "missing"}


def test_signing_for_the_insured_is_marked_with_its_reason_and_he_may_object() -> None:
    relay = _booked().does("contractor", "describe_supplies", **CHOICE)
    behalf = {"supply_agreed": True, "on_behalf": True, **AGREED}
    refusal = relay.refused(InvalidValues, "contractor", "sign_supply_choice_on_site", **behalf)
    assert refusal.facts["fields"] == {"behalf_reason": "missing"}
    relay.does("contractor", "sign_supply_choice_on_site", **behalf, behalf_reason="Le voisin a la clé")
    assert relay.entry.tell == {"insured": "signed_on_behalf"}
    relay.does("insured", "object_to_signature", reason="Je n'ai rien choisi")
    assert relay.steps == ["works_start", "operator_action_pending"]
    assert "supplies_signed" not in relay.state.facts
    relay.does("case_handler", "deal_with", comment="on signe de nouveau")
    relay.refused(NotMet, "contractor", "start_works", started_at=relay.now)
    relay.refused(NotMet, "insured", "object_to_signature", reason="encore")


def test_a_reception_signed_for_him_and_objected_to_is_a_complaint() -> None:
    relay = _finished().does(
        "contractor", "sign_on_site", works_agreed=True, on_behalf=True, behalf_reason="parti", **AGREED
    )
    relay.does("insured", "object_to_signature", reason="ce n'est pas moi")
    assert relay.steps == ["invoice_to_send", "complaint_in_progress"]


def test_progress_moves_no_measured_date_but_a_length_agreed_with_the_client_does_and_counts() -> None:
    relay = _booked()
    relay.does("contractor", "start_works", started_at=relay.now)
    due_at = relay.state.frames[-1].due_at
    assert relay.refused(NotMet, "contractor", "report_progress", remarks="ça avance")
    relay.does("contractor", "report_progress", progress=40, promised_at=relay.later(days=8))
    top = relay.state.frames[-1]
    assert (top.due_at, top.promised_at, top.times_moved) == (
        due_at,
        relay.now + timedelta(days=8, hours=-1),
        0,
    )
    longer = {"planned_days": 4, "agreed_by": "A. Martin", "agreed_how": "on_site", "reason": "mur creux"}
    relay.does("contractor", "change_duration", **longer)
    top = relay.state.frames[-1]
    assert due_at is not None
    assert top.due_at == FR.add(due_at, Duration(2, Unit.WORKING_DAYS))
    assert (top.times_moved, top.commitment_at) == (1, due_at)


def _reserved(relay: Relay | None = None) -> Relay:
    return (relay or _finished()).does("insured", "make_reservations", reservations="joint manquant")


def test_works_with_reservations_are_not_accepted_before_the_last_is_lifted() -> None:
    relay = _reserved()
    relay.does("case_handler", "order_rework", reason="à reprendre")
    relay.does("contractor", "record_works_date", works_start_at=relay.later(days=2), planned_days=1)
    relay = _finished(relay)
    for who, action, given in (
        ("insured", "sign", {"signed_by": "A."}),
        ("contractor", "sign_on_site", AGREED),
    ):
        assert (
            relay.refused(NotMet, who, action, works_agreed=True, **given).facts["requirement"]
            == "reservations_left"
        )
    relay.brought["reservations_left"] = 2
    relay.does("insured", "lift_reservation", lifted_reservation=1)
    relay.refused(NotMet, "insured", "sign", works_agreed=True, signed_by="A.")
    relay.brought["reservations_left"] = 1
    relay.does("insured", "lift_reservation", lifted_reservation=2)
    relay.does("insured", "sign", works_agreed=True, signed_by="A.")
    assert relay.steps == ["invoice_to_send"]


def test_the_last_reservation_lifted_before_anybody_decided_leads_back_to_the_signature() -> None:
    relay = _reserved()
    relay.brought["reservations_left"] = 1
    relay.does("insured", "lift_reservation", lifted_reservation=1)
    assert relay.steps == ["sign_off"]
    assert relay.entry.tell == {"insured": "works_completed_sign"}


def test_silence_accepts_works_but_lifts_no_reservation() -> None:
    relay = _finished().does("machine", "accept_by_silence")
    assert (relay.steps, relay.state.facts["by_silence"]) == (["invoice_to_send"], True)
    relay = _reserved()
    relay.does("case_handler", "order_rework", reason="à reprendre")
    relay.does("contractor", "record_works_date", works_start_at=relay.later(days=2), planned_days=1)
    relay = _finished(relay).does("machine", "accept_by_silence")
    assert relay.steps == ["sign_off", "operator_action_pending"]


def test_a_reservation_after_the_works_are_accepted_is_a_complaint() -> None:
    relay = _reserved(_finished().does("machine", "accept_by_silence"))
    assert relay.steps == ["invoice_to_send", "complaint_in_progress"]
    assert relay.entry.tell == {"customer_service": "complaint_opened", "insured": "complaint_opened"}


def test_reservations_are_made_of_finished_works_alone() -> None:
    relay = _submitted().does("contractor", "message_operator", message_text="question")
    assert relay.refused(NotMet, "insured", "make_reservations", reservations="x").facts["requirement"] == (
        "works_not_finished"
    )
