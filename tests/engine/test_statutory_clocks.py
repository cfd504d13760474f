"""Terms set by law beside a step's own date: nothing pauses or moves them, one action meets them, each alarm rings once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from temoin.engine import alarms, codec, explain
from temoin.engine.calendar import OutsideCalendar
from temoin.engine.decide import fold
from temoin.engine.duration import parse
from temoin.engine.refusals import NotYours, Reserved
from temoin.engine.state import Term
from temoin.procedures.reading import calendar
from tests.engine.casefile import BOB, CLAIRE, HANDLER, SERVICE, TIMER, Case, assigned, at

FR = calendar("fr")
COMPLAINED = "2026-03-03 10:00"  # an hour after the contractor's date: past it, so a complaint


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-03-02 09:00", "2mo", "2026-05-02 09:00"),
        ("2026-12-31 09:00", "2mo", "2027-02-28 09:00"),  # no 31 February
        ("2027-12-31 09:00", "2mo", "2028-02-29 09:00"),  # a leap year
        ("2026-01-31 09:00", "1mo", "2026-02-28 09:00"),
        ("2026-02-28 09:00", "12mo", "2027-02-28 09:00"),
        ("2026-02-28 02:30", "1mo", "2026-03-28 02:30"),
        ("2026-01-29 02:30", "2mo", "2026-03-29 03:00"),  # an hour that the clock removes: the end of it
        ("2026-08-25 02:30", "2mo", "2026-10-25 02:30"),  # an hour that it repeats: the first
    ],
)
def test_months_keep_the_day_and_the_time_of_day(start: str, months: str, end: str) -> None:
    assert FR.add(at(start), parse(months)) == at(end)


def test_months_lead_back_too_and_never_out_of_the_calendar() -> None:
    assert FR.before(at("2026-03-31 09:00"), parse("1mo")) == at("2026-02-28 09:00")
    assert FR.before(at("2026-01-15 09:00"), parse("1mo")) == at("2025-12-15 09:00")
    for months in ("400mo", "999999mo"):
        with pytest.raises(OutsideCalendar):
            FR.add(at("2026-03-02 09:00"), parse(months))


def test_both_terms_run_from_the_day_it_was_sent_or_from_entering() -> None:
    case = _complained(received_on=date(2026, 2, 27))  # a Friday; ten working days after it
    assert _terms(case) == (
        Term("acknowledge", at("2026-03-13 23:59")),
        Term("answer", at("2026-05-03 10:00")),
    )
    assert _complained().state.frames[-1].clocks[0].due_at == at("2026-03-17 10:00")


def test_a_day_of_receipt_itself_does_not_count() -> None:
    case = _complained(received_on=date(2026, 3, 3))
    assert _terms(case)[0].due_at == at("2026-03-17 23:59")


def test_the_action_that_stops_a_clock_meets_it_once_and_the_other_runs_on() -> None:
    case = _complained()
    case.do("acknowledge", SERVICE, "2026-03-05 09:00")
    case.do("acknowledge", SERVICE, "2026-03-30 09:00")  # said again: nothing changes
    acknowledge, answer = _terms(case)
    assert (acknowledge.met_at, acknowledge.kept) == (at("2026-03-05 09:00"), True)
    assert (answer.met_at, answer.kept) == (None, None)


@pytest.mark.parametrize(("later", "kept"), [(0, True), (1, False)])
def test_the_last_second_is_in_time_and_the_next_is_not(later: int, kept: bool) -> None:
    case = _complained()
    case.do("acknowledge", SERVICE, at("2026-03-17 10:00") + timedelta(seconds=later))
    assert _terms(case)[0].kept is kept


def test_a_pause_and_a_date_moved_by_hand_leave_the_terms_alone() -> None:
    case = _complained()
    before = _terms(case)
    case.do("move_date", SERVICE, "2026-03-04 09:00", new_due_at=at("2026-04-20 09:00"), reason="asked")
    case.do("unreachable", SERVICE, "2026-03-05 09:00", until=at("2026-03-20 09:00"), comment="away")
    assert case.state.frames[-2].due_at == at("2026-04-20 09:00") or case.state.frames[-2].due_left
    assert case.state.frames[-2].clocks == before


def test_the_terms_ring_once_each_at_their_true_times_even_beneath_a_pause() -> None:
    case = _complained()
    case.do("unreachable", SERVICE, "2026-03-05 09:00", until=at("2026-03-30 09:00"), comment="away")
    rung = _rung(case, until="2026-03-26 09:00")
    assert rung == [
        ("alarm.remind", "customer_service", at("2026-03-13 10:00")),
        ("alarm.escalate", "customer_service", at("2026-03-17 10:00")),
        ("alarm.escalate", "network_manager", at("2026-03-18 10:00")),
    ]
    assert not [one for one in alarms.pending(case.procedure, case.state, FR) if one.clock]


def test_a_date_moved_by_hand_does_not_ring_a_term_again() -> None:
    case = _complained()
    _rung(case, until="2026-03-18 12:00")
    case.do("move_date", SERVICE, "2026-03-18 13:00", new_due_at=at("2026-03-20 09:00"), reason="asked")
    assert not [one for one in alarms.pending(case.procedure, case.state, FR) if one.clock]


def test_a_term_that_is_met_rings_no_more() -> None:
    case = _complained()
    case.do("acknowledge", SERVICE, "2026-03-04 09:00")
    assert not [one for one in alarms.pending(case.procedure, case.state, FR) if one.clock]


def test_nobody_else_acts_meanwhile_and_the_refusal_says_since_when() -> None:
    case = _complained()
    with pytest.raises(Reserved) as refused:
        case.do("promise", BOB, "2026-03-04 09:00", promised_at=at("2026-03-05 09:00"))
    assert refused.value.facts == {
        "only": ("customer_service",),
        "step": "complaint",
        "since": at(COMPLAINED),
    }
    with pytest.raises(Reserved):
        case.do("move_date", HANDLER, "2026-03-04 09:00", new_due_at=at("2026-03-05 09:00"), reason="x")
    with pytest.raises(NotYours):
        case.do("acknowledge", HANDLER, "2026-03-04 09:00")


def test_the_date_beneath_is_where_it_was_when_the_complaint_is_settled() -> None:
    case = assigned("2026-03-02 09:00")  # due Tuesday the 3rd, 09:00
    case.do(
        "record_contact",
        BOB,
        "2026-03-02 10:00",
        contacted_at=at("2026-03-02 10:00"),
        visit_at=at("2026-03-02 11:00"),
    )
    case.do("report", BOB, "2026-03-02 12:00", amount=Decimal(900))
    case.do("move_date", HANDLER, "2026-03-02 12:00", new_due_at=at("2026-03-02 13:00"), reason="now")
    case.do("complain", CLAIRE, "2026-03-02 14:00", comment="nobody came")
    case.do("settle", SERVICE, "2026-03-04 14:00", comment="seen to")
    assert case.state.top is not None
    assert (case.state.step, case.state.top.due_at) == ("approval", at("2026-03-02 13:00"))
    why = explain.explain(case.procedure, case.entries, case.state.top, FR)
    assert why.holds


def test_terms_are_kept_with_their_entry_and_a_frame_without_them_still_reads() -> None:
    case = _complained()
    case.do("acknowledge", SERVICE, "2026-03-04 09:00")
    kept = codec.state_to_json(case.state)
    assert codec.state_from_json(case.procedure, kept) == case.state
    assert fold(case.entries) == case.state
    old = {key: value for key, value in kept["frames"][-1].items() if key != "clocks"}
    assert codec.frame_from_json(old).clocks == ()


def _complained(**values: object) -> Case:
    case = assigned("2026-03-02 09:00")
    case.do("complain", CLAIRE, COMPLAINED, comment="nobody came", **values)
    assert case.state.step == "complaint"
    return case


def _terms(case: Case) -> tuple[Term, ...]:
    return case.state.frames[-1].clocks


def _rung(case: Case, *, until: str) -> list[tuple[str, str, datetime]]:
    """What rings about the terms until then, each fired late, by a machine that stood still."""
    rung, now = [], at(until)
    while due := [one for one in alarms.pending(case.procedure, case.state, FR) if one.at <= now]:
        entry = alarms.fire(case.procedure, case.state, due[0], TIMER, now, FR)
        case.add(entry)
        if due[0].clock:
            rung.append((entry.action, due[0].to, entry.occurred_at))
    return rung
