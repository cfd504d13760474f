"""Complaints and site checks of the home repair: nudge or complaint by the second, the file frozen, both terms."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from temoin.engine import alarms
from temoin.engine.model import Duration, Unit
from temoin.engine.refusals import InvalidValues, NotHere, NotMet, Reserved
from temoin.engine.state import State
from tests.engine.test_home_repair_relay import FR, HOME, Relay, _submitted

GOOD = {"access": "in_order", "conformity": "in_order", "finish": "in_order", "cleanliness": "in_order"}
GOOD |= {"safety": "not_applicable", "damage": "in_order"}
SURFACE = {"preparation": "in_order", "evenness": "not_in_order", "colour": "in_order"}
REPORT: dict[str, Any] = {
    "check_present": "Mme Lambrecht, M. Bob",
    "check_points": GOOD,
    "check_surface": SURFACE,
    "defect_severity": "none",
    "check_conclusion": "conforming",
    "inspection_report": "Rien à signaler.",
    "report_shared": False,
}


def _reported() -> Relay:
    return _submitted().does("case_handler", "adjuster_reports", loss_adjuster=6, adjuster_report=("r",))


CHASED = {
    "chase_estimate": (_submitted, "estimate_review", "estimate_chased"),
    "chase_report": (_reported, "adjuster_report_to_process", "report_chased"),
}


@pytest.mark.parametrize("who", ["insured", "insurer", "case_handler"])
@pytest.mark.parametrize("action", CHASED)
@pytest.mark.parametrize("late", [0, 1])
def test_the_last_second_is_a_nudge_and_the_next_one_a_complaint(action: str, who: str, late: int) -> None:
    lived, step, chased = CHASED[action]
    relay = lived()
    assert relay.steps == [step]
    due_at = relay.state.frames[0].due_at
    assert due_at is not None
    relay.now = due_at - timedelta(hours=1) + timedelta(seconds=late)
    relay.does(who, action, complaint_about="Toujours rien")
    if late:
        assert relay.steps == [step, "complaint_in_progress"]
        assert relay.state.facts["complainant"] == ("insurer" if who == "insurer" else "insured")
        assert set(relay.entry.tell) == {"customer_service", relay.state.facts["complainant"]}
    else:
        assert relay.steps == [step, chased]
        assert not relay.entry.tell


def test_a_nudge_is_followed_by_a_complaint_about_what_was_chased() -> None:
    relay = _submitted().does("insured", "chase_estimate")
    relay.now += timedelta(days=7)
    relay.does("insured", "chase_estimate", complaint_about="Encore rien")
    assert relay.steps == ["estimate_review", "estimate_chased", "complaint_in_progress"]
    assert [one.code for one in relay.state.frames[-1].clocks] == ["acknowledge", "answer"]


MOVES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("case_handler", "close_without_works", {"why_closed": "refused", "reason": "-"}),
    ("case_handler", "move_date", {"new_due_at": "later", "reason": "-"}),
    ("network_manager", "move_date", {"new_due_at": "later", "reason": "-"}),
    ("estimator", "request_info", {"question": "-", "comment": "-"}),
    ("estimator", "approve", {}),
    ("adjuster_relations", "promise_desk", {"promised_at": "later"}),
    ("contractor", "promise", {"promised_at": "later"}),
    ("contractor", "submit_estimate", {}),
    ("contractor", "message_operator", {"message_text": "-"}),
    ("insurer", "receive_insurer_message", {"message_text": "-"}),
    ("insured", "cancel", {"reason": "-"}),
    ("area_manager", "order_site_check", {}),
    ("dispatcher", "reassign", {"reason": "-"}),
)


@pytest.mark.parametrize(("who", "action", "given"), MOVES)
def test_nobody_but_customer_service_moves_anything_while_a_complaint_is_open(
    who: str, action: str, given: dict[str, Any]
) -> None:
    relay = _submitted().does("insured", "open_complaint", complaint_about="Personne n'appelle")
    before, since = relay.state.frames, relay.now
    filled = {key: relay.later(days=2) if value == "later" else value for key, value in given.items()}
    refused = relay.refused(Reserved, who, action, **filled)
    assert refused.facts["only"] == ("customer_service",)
    assert (refused.facts["step"], refused.facts["since"]) == ("complaint_in_progress", since)
    assert relay.state.frames == before


def test_the_dates_beneath_stand_still_and_run_on_with_what_was_left() -> None:
    relay = _submitted()  # 48 hours on working days
    due_at = relay.state.frames[0].due_at
    relay.does("insured", "open_complaint", complaint_about="-")
    assert relay.state.frames[0].due_at is None
    opened = relay.now
    relay.now += timedelta(days=7)
    relay.does("customer_service", "resolve_complaint", complaint_finding="unfounded", complaint_outcome="-")
    assert due_at is not None
    top = relay.state.top
    assert top is not None
    assert FR.elapsed(opened, due_at, Unit.HOURS) == FR.elapsed(relay.now, top.due_at or opened, Unit.HOURS)


def test_both_terms_run_from_the_day_it_was_sent() -> None:
    relay = _submitted()
    relay.does(
        "customer_service",
        "record_complaint",
        complainant="insurer",
        complaint_received_on=date(2023, 1, 10),
        complaint_channel="letter",
        complaint_about="-",
    )
    acknowledge, answer = relay.state.frames[-1].clocks
    assert acknowledge.due_at == FR.end_of(date(2023, 1, 24))
    assert answer.due_at == FR.end_of(date(2023, 3, 10))
    assert relay.entry.tell == {"insurer": "complaint_opened"}


def test_a_complaint_is_not_sent_tomorrow() -> None:
    relay = _submitted()
    refused = relay.refused(
        InvalidValues,
        "customer_service",
        "record_complaint",
        complainant="insured",
        complaint_received_on=(relay.now + timedelta(days=3)).date(),
        complaint_channel="phone",
        complaint_about="-",
    )
    assert refused.facts["fields"] == {"complaint_received_on": "in_the_future"}


def test_a_second_complaint_runs_on_its_own_day_and_is_acknowledged_anew() -> None:
    relay = _submitted()
    relay.does(
        "customer_service",
        "record_complaint",
        complainant="contractor",
        complaint_received_on=date(2023, 1, 10),
        complaint_channel="phone",
        complaint_about="-",
    )
    relay.does("customer_service", "acknowledge_complaint")
    assert relay.entry.tell == {"contractor": "complaint_acknowledged"}
    relay.refused(NotMet, "customer_service", "acknowledge_complaint")
    relay.does("customer_service", "resolve_complaint", complaint_finding="founded", complaint_outcome="-")
    assert relay.entry.tell == {"contractor": "complaint_answered"}
    relay.does("insured", "open_complaint", complaint_about="-")
    assert relay.state.frames[-1].clocks[1].due_at > FR.end_of(date(2023, 3, 10))
    relay.does("customer_service", "acknowledge_complaint")
    assert relay.entry.tell == {"insured": "complaint_acknowledged"}


def test_the_terms_remind_and_escalate_at_their_true_times_and_only_while_they_are_not_met() -> None:
    relay = _submitted().does("insured", "open_complaint", complaint_about="-")
    acknowledge, answer = relay.state.frames[-1].clocks
    assert _rings(relay.state, "acknowledge") == [
        ("remind", "customer_service", FR.before(acknowledge.due_at, _days(2))),
        ("escalate", "customer_service", acknowledge.due_at),
        ("escalate", "network_manager", FR.add(acknowledge.due_at, _days(1))),
    ]
    relay.does("customer_service", "acknowledge_complaint")
    assert _rings(relay.state, "acknowledge") == []
    assert _rings(relay.state, "answer") == [
        ("remind", "customer_service", FR.before(answer.due_at, _days(5))),
        ("escalate", "customer_service", answer.due_at),
        ("escalate", "network_manager", answer.due_at),
    ]


def test_a_site_check_is_ordered_planned_and_reported_and_the_complaint_goes_on() -> None:
    relay = _submitted().does("insured", "open_complaint", complaint_about="-")
    terms = relay.state.frames[-1].clocks
    relay.does("customer_service", "order_site_check")
    relay.refused(Reserved, "case_handler", "move_date", new_due_at=relay.later(days=2), reason="-")
    visit = relay.later(days=2)
    relay.does("area_manager", "plan_site_check", check_at=visit)
    top = relay.state.top
    assert top is not None
    assert (top.step, top.due_at) == ("site_check_pending", visit)
    assert relay.entry.tell == {"insured": "site_check_booked"}
    relay.does("area_manager", "report_site_check", inspected_on=relay.now.date(), **REPORT)
    assert relay.steps[-1] == "complaint_in_progress"
    assert relay.state.frames[-1].clocks == terms


@pytest.mark.parametrize(
    ("without", "given", "problem"),
    [
        ("check_surface", {}, {"check_surface": "missing"}),  # a painter's work
        ("", {"defect_severity": "major"}, {"defects_found": "missing", "defect_responsible": "missing"}),
        ("", {"remedial_work": "Refaire"}, {"remedial_by": "missing", "cost_bearer": "missing"}),
        ("", {"check_points": GOOD | {"safety": "perhaps"}}, None),
    ],
)
def test_a_report_is_whole(without: str, given: dict[str, Any], problem: dict[str, str] | None) -> None:
    relay = _submitted().does("insured", "open_complaint", complaint_about="-")
    relay.does("customer_service", "order_site_check")
    values = {key: value for key, value in (REPORT | given).items() if key != without}
    refused = relay.refused(
        InvalidValues, "area_manager", "report_site_check", inspected_on=relay.now.date(), **values
    )
    if problem is not None:
        assert refused.facts["fields"] == problem


def test_only_the_area_manager_reports() -> None:
    relay = _submitted().does("insured", "open_complaint", complaint_about="-")
    relay.does("customer_service", "order_site_check")
    with pytest.raises(Exception, match="not_yours"):
        relay.does("customer_service", "report_site_check", inspected_on=relay.now.date(), **REPORT)
    relay.refused(NotHere, "customer_service", "resolve_complaint")


def _rings(state: State, clock: str) -> list[tuple[str, str, Any]]:
    found = [one for one in alarms.pending(HOME, state, FR) if one.clock == clock]
    return [(one.kind.value, one.to, one.at) for one in found]


def _days(number: int) -> Duration:
    return Duration(number, Unit.WORKING_DAYS)
