"""The seventeen pitfalls of deadline software, each as a test of its own (docs/explanation/pitfalls)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from temoin.engine import alarms, explain, ledger
from temoin.engine.calendar import CalendarData, compile
from temoin.engine.decide import evolve, fold
from temoin.engine.duration import parse
from temoin.procedures.reading import calendar
from tests.engine.casefile import BOB, HANDLER, TIMER, Case, assigned, at

FR = calendar("fr")


def _dry(case: Case, start: str, end: str) -> None:
    case.do("wait_drying", HANDLER, start, until=at(end) + timedelta(days=1), comment="walls wet")
    case.do("dry", BOB, end)


def test_01_a_pause_wholly_outside_working_time_changes_nothing() -> None:
    case = assigned("2026-03-06 15:04")
    before = case.state.top
    _dry(case, "2026-03-07 10:00", "2026-03-08 18:00")  # Saturday to Sunday
    assert case.state.frames == (before,)


def test_02_a_pause_over_a_holiday_counts_working_time_only() -> None:
    case = assigned("2026-04-30 10:00")  # Friday 1 May is a holiday: due Monday 4 May 10:00
    _dry(case, "2026-04-30 12:00", "2026-05-04 09:00")  # 12 h of Thursday and 9 h of Monday
    assert case.state.top is not None
    assert case.state.top.due_at == at("2026-05-05 07:00")


def test_03_two_working_days_are_not_48_opening_hours() -> None:
    start = at("2026-03-10 17:00")  # a Tuesday
    assert FR.add(start, parse("2wd")) == at("2026-03-12 17:00")
    assert FR.add(start, parse("48wh")) > at("2026-03-16 17:00")


def test_04_a_day_over_the_clock_change_keeps_the_time_of_day() -> None:
    assert FR.add(at("2026-03-28 12:00"), parse("1d")) == at("2026-03-29 12:00")
    assert at("2026-03-29 12:00") - at("2026-03-28 12:00") == timedelta(hours=23)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-07 11:00", "2026-03-10 00:00"),  # Saturday: the clock starts on Monday
        ("2026-03-06 18:00", "2026-03-09 18:00"),  # the closing second of a Friday
        ("2026-05-01 11:00", "2026-05-05 00:00"),  # a holiday
    ],
)
def test_05_a_step_entered_outside_hours_starts_with_the_next_working_day(start: str, due: str) -> None:
    case = assigned(start)
    assert case.state.top is not None
    assert case.state.top.due_at == at(due)


def test_06_a_date_moved_while_paused_elsewhere_keeps_what_was_used_and_what_was_paused() -> None:
    case = _approving()  # 5wd from Thursday 5 March 11:00
    case.do("move_date", HANDLER, "2026-03-06 09:00", new_due_at=at("2026-03-10 11:00"), reason="holiday")
    _dry(case, "2026-03-06 11:00", "2026-03-09 11:00")  # one working day
    top = case.state.top
    assert top is not None
    assert top.times_moved == 1
    assert top.due_at == at("2026-03-11 11:00")
    assert top.commitment_at == at("2026-03-13 11:00")


def test_07_a_new_contractor_gets_a_clock_of_his_own_and_the_file_goes_on() -> None:
    case = assigned()
    case.do("drop", BOB, "2026-03-20 09:00", reason="too far")
    case.do("assign", HANDLER, "2026-03-20 10:00", contractor=11)
    assert case.state.top is not None
    assert case.state.top.due_at == at("2026-03-23 10:00")
    found = ledger.intervals(case.procedure, case.entries, at("2026-03-20 12:00"))
    assert sum((one.duration for one in found), timedelta()) == at("2026-03-20 12:00") - at(
        "2026-03-02 09:00"
    )


def test_08_what_is_closed_cancelled_or_reopened_rings_no_old_alarm() -> None:
    case = assigned()
    case.do("cancel", HANDLER, "2026-03-02 12:00", reason="double")
    assert alarms.pending(case.procedure, case.state, case.calendar) == []
    case.do("reopen", HANDLER, "2026-03-20 09:00", chosen_step="contact", comment="mistake")
    assert all(one.at > at("2026-03-20 09:00") for one in alarms.pending(case.procedure, case.state, FR))


def test_09_what_is_reported_late_keeps_both_truths() -> None:
    case = assigned()  # due Tuesday 3 March 09:00
    [first, *_] = alarms.pending(case.procedure, case.state, FR)
    case.add(alarms.fire(case.procedure, case.state, first, TIMER, at("2026-03-03 05:00"), FR))
    entry = case.do(
        "record_contact",
        BOB,
        "2026-03-04 08:00",
        contacted_at=at("2026-03-03 08:50"),
        visit_at=at("2026-03-06 09:00"),
    )
    assert (entry.occurred_at, entry.recorded_at) == (at("2026-03-03 08:50"), at("2026-03-04 08:00"))
    late = ledger.late_by_party(ledger.intervals(case.procedure, case.entries, at("2026-03-04 08:00")))
    assert late == {}
    assert [one.action for one in case.entries][-2:] == ["alarm.remind", "record_contact"]


def test_10_the_same_alarm_twice_goes_off_once() -> None:
    case = assigned()
    [first, *_] = alarms.pending(case.procedure, case.state, FR)
    case.add(alarms.fire(case.procedure, case.state, first, TIMER, at("2026-03-03 05:00"), FR))
    assert first.key not in [one.key for one in alarms.pending(case.procedure, case.state, FR)]


def test_11_nested_pauses_count_once() -> None:
    case = assigned()  # due Tuesday 3 March 09:00
    case.do("wait_drying", BOB, "2026-03-02 12:00", until=at("2026-03-09 09:00"), comment="wet")
    case.do("unreachable", BOB, "2026-03-02 12:00", until=at("2026-03-05 09:00"), comment="no answer")
    case.do("reached", BOB, "2026-03-04 12:00")
    assert case.state.step == "wait_drying"
    case.do("dry", BOB, "2026-03-05 12:00")
    assert case.state.top is not None
    assert case.state.top.due_at == at("2026-03-06 09:00")


def test_12_a_calendar_without_working_time_is_refused_and_does_not_loop() -> None:
    closed = CalendarData("none", 1, "Europe/Paris", {"fr": "x", "nl": "x", "en": "x"}, ((),) * 7)
    with pytest.raises(ValueError):
        compile(closed)


def test_13_a_changed_calendar_rewrites_no_date_that_was_set() -> None:
    case = assigned("2026-05-07 10:00")  # Friday 8 May is a holiday in France, not in Belgium
    stored = case.state.top
    assert fold(case.entries).top == stored
    case.calendar = calendar("be")
    _dry(case, "2026-05-07 12:00", "2026-05-07 13:00")
    assert case.state.top is not None
    assert stored is not None
    assert case.state.top.commitment_at != stored.commitment_at  # time left runs on the new calendar
    assert case.entries[1].frames[-1] == stored  # what was written stays


def test_14_after_a_day_of_standstill_late_alarms_fire_once_in_order_at_their_true_times() -> None:
    case = assigned()
    fired = []
    now = at("2026-03-05 09:00")
    while due := [one for one in alarms.pending(case.procedure, case.state, FR) if one.at <= now]:
        entry = alarms.fire(case.procedure, case.state, due[0], TIMER, now, FR)
        case.add(entry)
        fired.append((entry.values["key"], entry.occurred_at))
    assert fired == [
        ("remind-4h", at("2026-03-03 05:00")),
        ("escalate-contractor-0h", at("2026-03-03 09:00")),
        ("escalate-network_manager-24h", at("2026-03-04 09:00")),
    ]


def test_15_many_clocks_due_in_the_same_minute_each_have_their_own_next_alarm() -> None:
    cases = [assigned() for _ in range(100)]
    assert {alarms.next_at(one.procedure, one.state, FR) for one in cases} == {at("2026-03-03 05:00")}


def test_16_the_minutes_of_all_parties_are_the_time_elapsed() -> None:
    case = assigned()
    _dry(case, "2026-03-02 12:00", "2026-03-04 12:00")
    case.do("drop", BOB, "2026-03-05 12:00", reason="ill")
    until = at("2026-03-09 12:00")
    totals = ledger.by_party(ledger.intervals(case.procedure, case.entries, until))
    assert sum(totals.values(), timedelta()) == until - at("2026-03-02 09:00")
    assert totals["nature"] == timedelta(days=2)


def test_17_what_is_stored_is_what_the_journal_replays() -> None:
    case = _approving()
    _dry(case, "2026-03-06 11:00", "2026-03-09 11:00")
    assert fold(case.entries) == case.state


def test_an_expired_offer_goes_back_by_itself_at_its_date_however_late_the_machine_is() -> None:
    case = Case()
    case.do("open", HANDLER, "2026-03-02 09:00", limit=Decimal(1500))
    case.do("offer", HANDLER, "2026-03-02 09:10", invited=(10, 11))
    [expiry] = alarms.pending(case.procedure, case.state, FR)
    entry = alarms.fire(case.procedure, case.state, expiry, TIMER, at("2026-03-04 18:00"), FR)
    assert (entry.to_step, entry.occurred_at) == ("to_assign", at("2026-03-03 09:10"))


def test_a_date_explains_itself_and_the_explanation_recomputes_to_it() -> None:
    case = assigned("2026-03-06 15:04")
    _dry(case, "2026-03-09 10:00", "2026-03-11 10:00")
    top = case.state.top
    assert top is not None
    why = explain.explain(case.procedure, case.entries, top, FR)
    assert why.holds
    assert why.recomputed_at == at("2026-03-11 15:04")
    assert [one.on.isoformat() for one in why.skipped] == ["2026-03-07", "2026-03-08"]
    assert [(one.start_at, one.end_at, one.step) for one in why.pauses] == [
        (at("2026-03-09 10:00"), at("2026-03-11 10:00"), "wait_drying")
    ]


def test_an_explanation_that_does_not_hold_says_so() -> None:
    case = assigned("2026-03-06 15:04")
    top = case.state.top
    assert top is not None
    assert top.due_at is not None
    moved = replace(top, due_at=top.due_at + timedelta(hours=1))
    assert not explain.explain(case.procedure, case.entries, moved, FR).holds


def test_a_wait_is_chased_on_working_days_until_it_ends() -> None:
    case = assigned()
    case.do("wait_drying", BOB, "2026-03-02 12:00", until=at("2026-03-12 12:00"), comment="wet")
    due = []
    while found := alarms.pending(case.procedure, case.state, FR):
        entry = alarms.fire(case.procedure, case.state, found[0], TIMER, found[0].at, FR)
        due.append(found[0].at)
        case.add(entry)
    assert due == [at("2026-03-05 12:00"), at("2026-03-10 12:00")]


def test_a_message_or_a_note_never_ends_a_wait() -> None:
    case = assigned()
    case.do("wait_drying", BOB, "2026-03-02 12:00", until=at("2026-03-12 12:00"), comment="wet")
    before = case.state.frames
    case.do("note", HANDLER, "2026-03-03 12:00", comment="called")
    assert case.state.frames == before


def _approving() -> Case:
    case = assigned()
    case.do(
        "record_contact",
        BOB,
        "2026-03-02 10:00",
        contacted_at=at("2026-03-02 09:50"),
        visit_at=at("2026-03-05 09:00"),
    )
    case.do("report", BOB, "2026-03-05 11:00", amount=Decimal(900))
    return case


def test_evolve_asks_no_rule() -> None:
    """The entry is whole: folding it needs neither procedure nor calendar."""
    case = assigned()
    entry = case.do("promise", BOB, "2026-03-02 10:00", promised_at=at("2026-03-02 17:00"))
    assert evolve(case.state, replace(entry, action="other")).frames == case.state.frames
