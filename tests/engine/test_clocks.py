"""Clocks and alarms where they are easily got wrong: nothing left, dates moved, waits over an expiry."""

from __future__ import annotations

from decimal import Decimal

import pytest

from temoin.engine import alarms, codec, language
from temoin.engine.alarms import AlarmKind
from temoin.engine.refusals import InvalidValues
from tests.engine.casefile import BOB, HANDLER, SERVICE, TEXT, TIMER, Case, at


def test_a_clock_stopped_with_no_working_time_left_is_kept_and_goes_on() -> None:
    """A date moved to a Sunday, a wait begun on the Saturday before: no working second lies between."""
    case = _with()
    _to_approval(case)
    case.do("move_date", HANDLER, "2026-03-06 10:00", new_due_at=at("2026-03-08 10:00"), reason="samedi")
    case.do("wait_drying", HANDLER, "2026-03-07 09:00", until=at("2026-03-12 09:00"), comment="humide")
    assert case.state.frames[0].due_left == 0
    case.state = codec.state_from_json(case.procedure, codec.state_to_json(case.state))
    case.do("dry", BOB, "2026-03-11 15:00")
    top = case.state.top
    assert top is not None
    assert top.due_at == at("2026-03-11 15:00")


def test_a_date_that_is_moved_does_not_send_the_chasers_of_before_again() -> None:
    case = _with(
        ("actions: [dry, unreachable, complain", "actions: [dry, unreachable, move_date, complain"),
    )
    case.do("wait_drying", BOB, "2026-03-03 09:00", until=at("2026-03-20 09:00"), comment="humide")
    _fire_until(case, "2026-03-13 12:00")
    chased = [entry.values["key"] for entry in case.entries if entry.action == "alarm.chase"]
    assert chased == ["chase-1", "chase-2"]
    case.do("move_date", HANDLER, "2026-03-13 12:00", new_due_at=at("2026-04-20 09:00"), reason="encore")
    assert _next(case).key == "chase-3"
    assert _next(case).at > at("2026-03-13 12:00")


def test_the_chasers_of_the_time_in_which_a_wait_lay_beneath_another_do_not_all_come_at_its_end() -> None:
    case = _with()
    case.do("wait_drying", BOB, "2026-03-03 09:00", until=at("2026-04-10 09:00"), comment="humide")
    case.do("unreachable", BOB, "2026-03-03 10:00", until=at("2026-04-05 09:00"), comment="absent")
    case.do("reached", BOB, "2026-03-25 10:00")
    _fire_until(case, "2026-03-25 10:05")
    assert [entry.action for entry in case.entries if entry.action == "alarm.chase"] == []
    assert _next(case).key == "chase-6"
    assert _next(case).at > at("2026-03-25 10:00")


def test_where_nature_is_awaited_the_holder_is_chased() -> None:
    """A chaser to somebody who takes no part would reach nobody."""
    case = _with()
    case.do("wait_drying", BOB, "2026-03-03 09:00", until=at("2026-03-20 09:00"), comment="humide")
    assert (_next(case).kind, _next(case).to) == (AlarmKind.CHASE, "contractor")


def test_reminders_of_a_moved_date_go_off_again_for_the_new_one() -> None:
    case = _with(
        ("record_contact, promise, drop", "record_contact, move_date, promise, drop"),
        ("    measured: true\n    remind: [4h]", "    remind: [4h]"),
    )
    _fire_until(case, "2026-03-03 12:00")
    case.do("move_date", HANDLER, "2026-03-03 12:00", new_due_at=at("2026-03-04 18:00"), reason="accord")
    assert _next(case).key == "remind-4h"


def test_a_wait_stops_the_time_after_which_a_step_expires() -> None:
    """Works accepted by silence: whoever lies in hospital for a month was not silent for fifteen days."""
    case = _with(
        (
            "    due: 5wd\n    actions: [approve",
            "    due: 5wd\n    expire: {action: lapse, after: 15d}\n    actions: [lapse, approve",
        ),
        (
            "  move_date: {",
            "  lapse: {label: {fr: L, nl: L, en: L}, by: [machine], form: [], then: {close: done}}\n  move_date: {",
        ),
    )
    _to_approval(case)  # on 5 March at 12:00
    assert _expiry(case).at == at("2026-03-20 12:00")
    case.do("wait_drying", HANDLER, "2026-03-06 12:00", until=at("2026-04-15 09:00"), comment="hôpital")
    case.state = codec.state_from_json(case.procedure, codec.state_to_json(case.state))
    case.do("dry", BOB, "2026-04-06 12:00")
    assert _expiry(case).at == at("2026-04-20 12:00")


def test_an_expiry_that_interrupts_goes_off_once() -> None:
    case = _with(
        ("    norm: 2d\n    measured: true\n    remind", "    norm: 2d\n    expire: unheard\n    remind"),
        ("record_contact, promise, drop", "unheard, record_contact, promise, drop"),
        (
            "  move_date: {",
            "  unheard: {label: {fr: L, nl: L, en: L}, by: [machine], form: [], then: {interrupt: complaint}}\n  move_date: {",
        ),
    )
    _fire_until(case, "2026-03-03 10:00")
    assert case.state.step == "complaint"
    case.do("settle", SERVICE, "2026-03-03 11:00", comment="rappelé")
    assert AlarmKind.EXPIRE not in {one.kind for one in _pending(case)}


def test_only_the_operators_people_put_another_firm_in_the_place_of_one_that_is_named() -> None:
    """A form that asks for a firm where none is known yet is no way for a firm to dismiss another."""
    case = _with(
        (
            "  promise: {label: {fr: L, nl: L, en: L}, by: [contractor], form: [promised_at]",
            "  promise: {label: {fr: L, nl: L, en: L}, by: [contractor, case_handler], form: [promised_at, contractor?]",
        ),
    )
    said = {"promised_at": at("2026-03-05 09:00")}
    with pytest.raises(InvalidValues) as refused:
        case.do("promise", BOB, "2026-03-02 10:00", **said, contractor=11)
    assert refused.value.facts["fields"] == {"contractor": "not_a_choice"}
    case.do("promise", BOB, "2026-03-02 10:00", **said, contractor=10)
    case.do("promise", HANDLER, "2026-03-02 10:00", **said, contractor=11)
    assert case.state.facts["contractor"] == 11


def _with(*changes: tuple[str, str]) -> Case:
    """A case given to Bob on 2 March 2026 at 9, under the procedure changed in these places."""
    text = TEXT
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    case = Case()
    case.procedure = language.load(text, name="casefile.yaml")
    case.do("open", HANDLER, "2026-03-02 09:00", limit=Decimal("1550.00"))
    case.do("assign", HANDLER, "2026-03-02 09:00", contractor=10)
    return case


def _to_approval(case: Case) -> None:
    """The estimate lies with the handler, since 5 March at noon."""
    case.do(
        "record_contact",
        BOB,
        "2026-03-02 10:00",
        contacted_at=at("2026-03-02 09:30"),
        visit_at=at("2026-03-04 09:00"),
    )
    case.do("report", BOB, "2026-03-05 12:00", amount=Decimal("500.00"))


def _fire_until(case: Case, when: str) -> None:
    """Let every alarm go off that is due by then, as the timer does."""
    moment = at(when)
    while (due := _pending(case)) and due[0].at <= moment:
        case.add(alarms.fire(case.procedure, case.state, due[0], TIMER, moment, case.calendar))


def _next(case: Case) -> alarms.Alarm:
    return _pending(case)[0]


def _expiry(case: Case) -> alarms.Alarm:
    [found] = [one for one in _pending(case) if one.kind is AlarmKind.EXPIRE]
    return found


def _pending(case: Case) -> list[alarms.Alarm]:
    return alarms.pending(case.procedure, case.state, case.calendar)
