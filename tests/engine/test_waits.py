"""Waits are contracts: each has its datum, and nothing but its own end ends it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from temoin.engine import linked
from temoin.engine.alarms import AlarmKind, pending
from temoin.engine.model import Go, Step, Unit
from temoin.engine.refusals import InvalidValues, NotHere, NotMet
from temoin.engine.state import State
from tests.engine.test_home_repair_relay import FR, HOME, Relay, _submitted

WAITS = [step for step in HOME.steps.values() if step.group == "waiting"]
SINAPPS = {"platform": "sinapps"}


def wet(room: str = "Salon", humidity: int = 80, surface: str = "plaster") -> dict[str, Any]:
    return {"room": room, "surface": surface, "scale": "relative_0_100", "humidity": Decimal(humidity)}


def damp() -> Relay:
    """Works agreed to, and two walls wet."""
    relay = _submitted().does("estimator", "approve", approved_total=Decimal("980.00"))
    relay.does("contractor", "wait_drying", **wet(), awaited_until=relay.later(days=7), comment="TH 80")
    return relay.does(
        "contractor",
        "record_reading",
        **wet("Cuisine", 70),
        measured_at=relay.now,
        awaited_until=relay.later(days=9),
    )


def read(relay: Relay, **reading: Any) -> Relay:
    return relay.does("contractor", "record_reading", measured_at=relay.now, **reading)


def by_hand(relay: Relay, step: Step) -> None:
    """Put there by a manager, with whatever its contract needs."""
    datum: dict[str, dict[str, Any]] = {
        "wait_drying": wet(),
        "wait_other_repair": {"other_party": "landlord"},
        "wait_supplier_price": {"supplier_name": "Point P"},
        "wait_supplies": {"supply_week": 14},
        "wait_insurer": {"question": "Accord ?"},
        "wait_adjuster": {"question": "Accord ?"},
    }
    date = {"awaited_until": relay.later(days=3)} if step.due.field else {}
    relay.does(
        "network_manager", "override", target_step=step.code, comment="…", **date, **datum.get(step.code, {})
    )


def test_a_dry_wall_does_not_end_the_wait_while_another_is_wet() -> None:
    relay = read(damp(), **wet(humidity=30), awaited_until=damp().later(days=9))
    assert relay.steps[-1] == "wait_drying"

    assert read(relay, **wet("Cuisine", 40)).steps == ["contact_for_works"]


def test_a_new_drying_date_needs_a_reading() -> None:
    relay = damp()

    for action, date in (("move_date", "new_due_at"), ("postpone_wait", "awaited_until")):
        relay.refused(NotHere, "case_handler", action, **{date: relay.later(days=30)}, reason="-")
    missing = relay.refused(
        InvalidValues, "contractor", "record_reading", awaited_until=relay.later(days=30)
    ).facts["fields"]
    assert {"humidity", "room", "surface", "scale", "measured_at"} <= missing.keys()
    assert relay.refused(InvalidValues, "contractor", "record_reading", measured_at=relay.now, **wet()).facts[
        "fields"
    ] == {"awaited_until": "missing"}


def test_works_do_not_start_on_a_wet_wall_until_it_is_dry_or_somebody_decides() -> None:
    for way in ("dry", "decided"):
        relay = damp()
        relay.does(
            "network_manager",
            "override",
            target_step="works_start",
            comment="Le client insiste",
            works_start_at=relay.later(days=2),
        )
        start = {"started_at": relay.now, "planned_days": 2}
        why = relay.refused(NotMet, "contractor", "start_works", **start)
        assert why.facts["requirement"] == "still_damp"
        if way == "dry":
            read(read(relay, **wet(humidity=30)), **wet("Cuisine", 30))
        else:
            relay.does("case_handler", "decide_works_despite", reason="Peinture respirante")
        assert relay.steps == ["works_start"]
        assert relay.does("contractor", "start_works", started_at=relay.now, planned_days=2).steps == [
            "works_in_progress"
        ]


def test_a_decision_holds_until_the_next_wet_reading() -> None:
    relay = damp().does("case_handler", "decide_works_despite", reason="Accord de l'assureur")
    assert relay.steps == ["contact_for_works"]
    relay.does("contractor", "record_works_date", works_start_at=relay.later(days=2), planned_days=2)

    read(relay, **wet("Couloir", 90))

    relay.refused(NotMet, "contractor", "start_works", started_at=relay.now, planned_days=2)


def test_a_pair_of_surface_and_scale_without_a_threshold_is_decided_by_somebody() -> None:
    relay = damp()
    reading = {"room": "Cave", "surface": "wood", "scale": "carbide", "humidity": Decimal(0)}
    read(relay, **reading, awaited_until=relay.later(days=9))
    read(relay, **wet(humidity=30), awaited_until=relay.later(days=9))

    assert read(relay, **wet("Cuisine", 30), awaited_until=relay.later(days=9)).steps[-1] == "wait_drying"


def test_every_wait_is_charged_chased_on_working_days_and_ended_by_its_own_action() -> None:
    for step in WAITS:
        assert step.comment, step.code
        assert step.pauses, step.code
        assert step.chase is not None, step.code
        assert step.chase.unit is Unit.WORKING_DAYS, step.code
        ends = [
            action
            for code in step.actions
            for action in (HOME.actions[code],)
            if any(branch.go is Go.RESUME for branch in action.branches)
        ]
        assert ends, step.code


@pytest.mark.parametrize("step", WAITS, ids=lambda step: step.code)
def test_a_message_a_note_or_a_call_never_ends_a_wait(step: Step) -> None:
    relay = _submitted()
    by_hand(relay, step)
    depth = relay.steps
    called: dict[str, Any] = {"call_direction": "outgoing", "call_with": "insured", "comment": "Sec, dit-il"}

    relay.does("case_handler", "add_note", comment="Tout est sec")
    relay.does("case_handler", "log_call", **called)
    relay.does("case_handler", "attach_documents", documents=("d",))
    assert relay.steps == depth
    if "log_attempt" in step.actions:
        relay.does("contractor", "log_attempt", called_at=relay.now, attempt_result="voicemail")
    relay.does("contractor", "message_operator", message_text="C'est sec")
    relay.does("case_handler", "deal_with", comment="Lu")
    relay.does("insurer", "receive_insurer_message", message_text="Où en est-on ?")
    relay.does("case_handler", "insurer_message_handled", answer="En attente")

    assert relay.steps == depth


@pytest.mark.parametrize("step", WAITS, ids=lambda step: step.code)
def test_a_wait_put_by_hand_has_its_datum_and_is_signalled_to_the_platform(step: Step) -> None:
    plain, platform = _submitted(), _submitted(**SINAPPS)

    by_hand(plain, step)
    by_hand(platform, step)

    assert dict(plain.entry.tell) == {}
    assert dict(platform.entry.tell) == {"insurer": "anomaly_signalled"}


@pytest.mark.parametrize("step", WAITS, ids=lambda step: step.code)
def test_every_way_into_a_wait_signals_the_anomaly_to_the_platform(step: Step) -> None:
    """No branch enters it for a platform's claim without telling the insurer."""
    for action in HOME.actions.values():
        into = [one for one in action.branches if one.go is Go.INTERRUPT and one.target == step.code]
        if into:
            assert len(into) == 2, action.code
            assert into[0].tell["insurer"] == "anomaly_signalled", action.code


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("wait_drying", {"room", "surface", "scale", "humidity"}),
        ("wait_other_repair", {"other_party"}),
        ("wait_supplies", {"supply_week"}),
        ("wait_insurer", {"question"}),
    ],
)
def test_a_wait_put_by_hand_asks_for_its_datum(code: str, asked: set[str]) -> None:
    relay = _submitted()

    refused = relay.refused(
        InvalidValues, "network_manager", "override", target_step=code, comment="…"
    ).facts["fields"]

    assert asked <= refused.keys()


def test_the_party_awaited_is_chased_every_few_working_days_until_the_date() -> None:
    relay = _submitted()
    relay.does("case_handler", "wait_insurer", question="Accord ?", comment="Attente")

    chases = [one for one in pending(HOME, relay.state, FR) if one.kind is AlarmKind.CHASE]

    assert [(one.to, one.at) for one in chases] == [
        ("insurer", FR.add(relay.now, HOME.steps["wait_insurer"].chase))
    ]  # type: ignore[arg-type]


def test_another_contractor_of_the_network_is_named_by_number() -> None:
    relay = _submitted()
    refused = relay.refused(
        InvalidValues, "case_handler", "wait_other_repair", other_party="network_contractor", comment="-"
    )
    assert refused.facts["fields"] == {"linked_assignment": "missing"}

    relay.does(
        "case_handler",
        "wait_other_repair",
        other_party="network_contractor",
        linked_assignment=2,
        comment="-",
    )
    assert linked.waits_for(HOME, relay.state) == (HOME.steps["wait_other_repair"].linked, 2)
    assert relay.does("machine", "other_repair_done").steps == ["estimate_review"]


def test_an_assignment_has_come_far_enough_once_its_works_are_done_or_it_is_closed() -> None:
    waiting = HOME.steps["wait_other_repair"].linked
    assert waiting is not None
    other = _submitted()
    assert not linked.over(waiting, HOME, other.state)

    other.does("case_handler", "close_without_works", why_closed="refused", reason="-")
    assert linked.over(waiting, HOME, other.state)

    done = _submitted().does("network_manager", "override", target_step="sign_off", comment="-")
    before = done.state
    assert linked.over(waiting, HOME, before)
    done.does("case_handler", "wait_long", awaited_until=done.later(days=30), comment="Hôpital")
    assert linked.over(waiting, HOME, done.state)
    assert not linked.moved_on(HOME, before, done.state)
    assert linked.moved_on(HOME, State(), before)
