"""What an action does, and what is refused, told as case files."""

from __future__ import annotations

from decimal import Decimal

import pytest

from temoin.engine.choices import available
from temoin.engine.refusals import (
    AlreadyClosed,
    InvalidValues,
    Measured,
    NotHere,
    NotMet,
    NotYours,
    Refused,
    UnknownAction,
)
from tests.engine.casefile import (
    BOB,
    CHARLIE,
    CLAIRE,
    HANDLER,
    MANAGER,
    SERVICE,
    TIMER,
    Case,
    assigned,
    at,
    procedure,
)


def test_assigning_hands_the_baton_to_the_contractor_for_24_working_hours() -> None:
    case = assigned("2026-03-06 15:04")  # a Friday
    top = case.state.top
    assert top is not None
    assert (top.step, top.due_at) == ("contact", at("2026-03-09 15:04"))
    assert top.commitment_at == top.due_at
    assert case.entries[-1].charged_to == "contractor"


def test_an_offer_is_taken_by_one_of_those_invited_and_by_him_alone() -> None:
    case = Case()
    case.do("open", HANDLER, "2026-03-02 09:00", limit=Decimal(1500))
    case.do("offer", HANDLER, "2026-03-02 09:10", invited=(10, 11))
    case.do("take", BOB, "2026-03-02 10:00")
    assert case.state.facts["contractor"] == 10
    assert "invited" not in case.state.facts
    with pytest.raises(NotHere):
        case.do("take", CHARLIE, "2026-03-02 10:00")


def test_a_firm_that_was_not_invited_may_not_take_the_job() -> None:
    case = Case()
    case.do("open", HANDLER, "2026-03-02 09:00", limit=Decimal(1500))
    case.do("offer", HANDLER, "2026-03-02 09:10", invited=(11,))
    with pytest.raises(NotYours):
        case.do("take", BOB, "2026-03-02 10:00")


def test_another_firm_of_the_same_trade_may_not_act_on_my_assignment() -> None:
    case = assigned()
    with pytest.raises(NotYours):
        case.do("record_contact", CHARLIE, "2026-03-02 10:00", contacted_at=at("2026-03-02 09:30"))


def test_every_missing_or_impossible_value_is_named_at_once() -> None:
    case = assigned()
    with pytest.raises(InvalidValues) as refused:
        case.do("record_contact", BOB, "2026-03-02 10:00", contacted_at=at("2026-03-02 11:00"), colour="red")
    assert refused.value.facts["fields"] == {
        "contacted_at": "in_the_future",
        "visit_at": "missing",
        "colour": "unknown",
    }


def test_an_appointment_in_the_past_is_refused() -> None:
    case = assigned()
    with pytest.raises(InvalidValues) as refused:
        case.do(
            "record_contact",
            BOB,
            "2026-03-03 10:00",
            contacted_at=at("2026-03-03 09:30"),
            visit_at=at("2026-03-03 09:00"),
        )
    assert refused.value.facts["fields"] == {"visit_at": "not_future"}


def test_an_appointment_beyond_the_calendar_is_refused_and_does_not_crash() -> None:
    case = assigned()
    with pytest.raises(InvalidValues) as refused:
        case.do(
            "record_contact",
            BOB,
            "2026-03-02 10:00",
            contacted_at=at("2026-03-02 09:30"),
            visit_at=at("2045-12-29 09:00"),
        )
    assert refused.value.facts["fields"] == {"visit_at": "too_far"}


def test_an_appointment_beyond_the_norm_is_taken_with_a_reason() -> None:
    case = assigned()
    late = {"contacted_at": at("2026-03-02 09:30"), "visit_at": at("2026-03-20 09:00")}
    with pytest.raises(InvalidValues) as refused:
        case.do("record_contact", BOB, "2026-03-02 10:00", **late)
    assert refused.value.facts["fields"] == {"norm_reason": "beyond_norm"}
    entry = case.do("record_contact", BOB, "2026-03-02 10:00", **late, norm_reason="client abroad")
    assert entry.values["norm_reason"] == "client abroad"


def test_an_unknown_action_is_refused_by_name() -> None:
    with pytest.raises(UnknownAction):
        assigned().do("fly", BOB, "2026-03-02 10:00")


def test_the_date_of_a_measured_step_cannot_be_moved_by_hand() -> None:
    """The appointment may be agreed anew; that is doing the thing, and it is counted."""
    case = _visiting()
    entry = case.do("reschedule", BOB, "2026-03-03 10:00", visit_at=at("2026-03-06 09:00"))
    top = entry.frames[-1]
    assert (top.due_at, top.times_moved) == (at("2026-03-06 09:00"), 1)
    assert top.commitment_at == at("2026-03-05 09:00")


def test_a_measured_step_refuses_any_other_move() -> None:
    from dataclasses import replace

    case = assigned()
    step = case.procedure.steps["contact"]
    loose = replace(
        case.procedure,
        steps={**case.procedure.steps, "contact": replace(step, actions=(*step.actions, "move_date"))},
    )
    case.procedure = loose
    with pytest.raises(Measured):
        case.do("move_date", HANDLER, "2026-03-02 10:00", new_due_at=at("2026-03-09 09:00"), reason="busy")


def test_approval_over_the_limit_is_refused_with_the_procedures_own_sentence() -> None:
    case = _visiting()
    case.do("report", BOB, "2026-03-05 11:00", amount=Decimal("1550.01"))
    with pytest.raises(NotMet) as refused:
        case.do("approve", HANDLER, "2026-03-05 12:00")
    assert refused.value.facts["requirement"] == "over_limit"
    [choice] = [
        c
        for c in available(case.procedure, case.state, HANDLER, at("2026-03-05 12:00"), case.calendar)
        if c.action.code == "approve"
    ]
    assert choice.refusal is not None
    assert choice.refusal.code == "not_met"


def test_approval_at_the_limit_closes() -> None:
    case = _visiting()
    case.do("report", BOB, "2026-03-05 11:00", amount=Decimal("1550.00"))
    case.do("approve", HANDLER, "2026-03-05 12:00")
    assert (case.state.outcome, case.state.frames) == ("done", ())
    with pytest.raises(AlreadyClosed):
        case.do("assign", HANDLER, "2026-03-05 13:00", contractor=11)


def test_a_closed_assignment_is_reopened_on_a_chosen_step_with_a_reason() -> None:
    case = _visiting()
    case.do("cancel", CLAIRE, "2026-03-04 11:00", reason="sold the house")
    with pytest.raises(InvalidValues):
        case.do("reopen", HANDLER, "2026-03-04 12:00", chosen_step="contact")
    case.do("reopen", HANDLER, "2026-03-04 12:00", chosen_step="contact", comment="she keeps it")
    assert (case.state.step, case.state.outcome) == ("contact", None)


def test_a_reserved_step_is_left_only_by_its_role() -> None:
    case = _complaining()
    assert case.state.step == "complaint"
    with pytest.raises(Refused):
        case.do("settle", HANDLER, "2026-03-06 12:00", comment="done")
    case.do("settle", SERVICE, "2026-03-06 12:00", comment="called, all is well")
    assert case.state.step == "visit"


def test_an_override_by_a_manager_leaves_every_interrupted_step() -> None:
    case = _complaining()
    case.do("override", MANAGER, "2026-03-06 12:00", chosen_step="approval", comment="agreed on the phone")
    assert [frame.step for frame in case.state.frames] == ["approval"]


def test_the_same_button_is_a_nudge_before_the_deadline_and_a_complaint_after() -> None:
    case = _visiting()
    case.do("complain", CLAIRE, "2026-03-05 09:00", comment="is he coming?")  # at the due second
    assert case.state.step == "visit"
    case.do("complain", CLAIRE, at("2026-03-05 09:00").replace(second=1), comment="he is late")
    assert case.state.step == "complaint"


def test_an_override_to_an_interrupting_step_keeps_what_lies_beneath_it() -> None:
    case = _visiting()
    case.do("override", MANAGER, "2026-03-03 12:00", chosen_step="complaint", comment="phone")
    assert [frame.step for frame in case.state.frames] == ["visit", "complaint"]
    case.do("settle", SERVICE, "2026-03-03 13:00", comment="ok")
    assert case.state.step == "visit"


def test_a_closed_assignment_cannot_be_reopened_on_a_step_that_interrupts_another() -> None:
    case = _visiting()
    case.do("cancel", CLAIRE, "2026-03-04 11:00", reason="sold the house")
    with pytest.raises(InvalidValues) as refused:
        case.do("reopen", HANDLER, "2026-03-04 12:00", chosen_step="wait_drying", comment="wet again")
    assert refused.value.facts["fields"] == {"chosen_step": "not_a_choice"}


def test_a_promise_is_kept_beside_the_date_and_moves_nothing() -> None:
    case = assigned()
    before = case.state.top
    case.do("promise", BOB, "2026-03-02 10:00", promised_at=at("2026-03-02 17:00"))
    after = case.state.top
    assert before is not None
    assert after is not None
    assert (after.due_at, after.promised_at) == (before.due_at, at("2026-03-02 17:00"))


def test_a_facts_conditions_cannot_be_met_by_a_machine_pretending_to_be_a_person() -> None:
    case = assigned()
    with pytest.raises(NotYours):
        case.do("drop", TIMER, "2026-03-02 10:00", reason="x")


def test_everybody_is_offered_only_what_his_role_does() -> None:
    case = assigned()
    codes = {
        actor.name: {
            c.action.code
            for c in available(procedure(), case.state, actor, at("2026-03-02 10:00"), case.calendar)
        }
        for actor in (BOB, CHARLIE, CLAIRE)
    }
    assert codes["Charlie Couleur"] == set()
    assert codes["Claire Assurée"] == {"complain", "note", "cancel"}
    assert "record_contact" in codes["Bob Plombier"]


def _visiting() -> Case:
    """A visit agreed for Thursday 5 March, 9 o'clock."""
    case = assigned()
    case.do(
        "record_contact",
        BOB,
        "2026-03-02 10:00",
        contacted_at=at("2026-03-02 09:50"),
        visit_at=at("2026-03-05 09:00"),
    )
    return case


def _complaining() -> Case:
    case = _visiting()
    case.do("complain", CLAIRE, "2026-03-05 11:00", comment="nobody came")
    return case
