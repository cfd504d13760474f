"""What is filled in with each move: values of the procedure's fields, fitting the times around them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from temoin.claims import authority
from temoin.claims.models import Assignment
from temoin.demo import estimates
from temoin.demo.scene import Moment
from temoin.engine.model import Unit

Values = dict[str, Any]
Fill = Callable[[Moment], Values]

VISIT_DONE = ("report_visit",)
WORKS_BEGUN = ("start_works",)


def nothing(m: Moment) -> Values:
    return {}


def said(field: str, key: str) -> Fill:
    """A text in a field."""
    return lambda m: {field: m.say(key)}


def written(to: str, key: str) -> Fill:
    """A message to one of the parties."""
    return lambda m: {"message_to": to, "message_text": m.say(key)}


def comment(key: str) -> Fill:
    return said("comment", key)


# ---- who does the work


def assigned(m: Moment) -> Values:
    return {"contractor": m.scene.contractor, "explanation": m.scene.explanation}


def assigned_to_other(m: Moment) -> Values:
    return {"contractor": m.scene.other, "explanation": m.say("explained")}


def invited(m: Moment) -> Values:
    others = [one for one in m.scene.candidates if one != m.scene.contractor][: m.rng.randint(1, 3)]
    return {"invited": (m.scene.contractor, *others), "explanation": m.say("explained")}


def invited_in_vain(m: Moment) -> Values:
    return {"invited": m.scene.candidates[:3]}


# ---- the visit


def _visit_at(m: Moment) -> Values:
    called_off = m.when("cancel")
    if called_off:
        return {"visit_at": m.working_time(called_off + timedelta(days=1))}
    at = m.ahead_of(*VISIT_DONE, minutes=m.rng.choice((45, 60, 90))) or m.ends(days=(0.4, 5.5))
    return {"visit_at": at + timedelta(days=1) if m.when("reschedule_visit") else at}  # it is moved forward


def slot(m: Moment) -> Values:
    return {**_visit_at(m), "contractor": m.scene.contractor, "explanation": m.scene.explanation}


def taken_with_visit(m: Moment) -> Values:
    values = _visit_at(m)
    return {"needs_visit": True, **values, **m.beyond(values["visit_at"], 7)}


def taken_without_visit(m: Moment) -> Values:
    return {"needs_visit": False}


def contacted(m: Moment) -> Values:
    values = _visit_at(m)
    return {
        "contacted_at": m.minutes_ago(2, 12),
        **values,
        **m.beyond(values["visit_at"], 7),
        "comment": m.say("contact"),
    }


def contacted_for_later(m: Moment) -> Values:
    visit_at = m.ahead_of(*VISIT_DONE, minutes=60) or m.ends(days=(4, 12))
    soonest = m.working_time(m.scene.calendar.add_seconds(m.at, 9 * 24 * 3600, Unit.DAYS))
    return {
        "contacted_at": m.minutes_ago(2, 12),
        "visit_at": max(visit_at, soonest),
        "client_asked_later": True,
        "comment": m.say("beyond"),
    }


def visit_moved(m: Moment) -> Values:
    values = _visit_at(m)
    return {
        **values,
        **m.beyond(values["visit_at"], 7),
        "agreed_by": f"{m.scene.insured.given} {m.scene.insured.surname}",
        "agreed_how": m.rng.choice(("phone", "sms", "mail")),
    }


def _visited(m: Moment) -> Values:
    minutes = m.rng.choice((20, 30, 30, 40, 45))
    return {"visit_done_at": m.at - timedelta(minutes=minutes + 5), "visit_minutes": minutes}


def _as_declared(m: Moment) -> Values:
    return {"damage_as_declared": True, "circumstance_as_declared": True, "photos": papers(m, "visit")}


def visited_estimate_follows(m: Moment) -> Values:
    return {**_visited(m), **_as_declared(m), "works_can_be_planned": False}


def visited_works_planned(m: Moment) -> Values:
    start = m.ahead_of(*WORKS_BEGUN, minutes=20) or m.ends(days=(2, 14))
    return {
        **_visited(m),
        **_as_declared(m),
        "works_can_be_planned": True,
        "works_start_at": start,
        "planned_days": m.rng.randint(1, 4),
        **m.beyond(start, 60),
    }


def visited_anomaly(m: Moment) -> Values:
    kind = m.rng.choice(("damage", "circumstance"))
    return {
        **_visited(m),
        **_as_declared(m),
        f"{kind}_as_declared": False,
        f"{kind}_found": m.say(f"{kind}_found"),
        "works_can_be_planned": False,
    }


# ---- the estimate


def estimate(m: Moment) -> Values:
    limit = m.scene.limit if m.scene.over_limit else _left(m)
    share = m.rng.uniform(1.15, 3.1) if m.scene.over_limit else m.rng.uniform(0.3, 0.97)
    total = _euros(limit * Decimal(str(round(share, 3))))
    values = estimates.submitted(m, total)
    if values is None:
        m.scene.memory["version"] = None
        values = {"estimate_total": total, "estimate_file": papers(m, "estimate")}
    m.scene.memory["estimate"] = values["estimate_total"]
    return values


def _left(m: Moment) -> Decimal:
    """A claim's second trade has what the first has left of the authority limit."""
    if m.scene.number == 1:
        return m.scene.limit
    assignment = Assignment.objects.select_related("claim").get(pk=m.scene.assignment)
    return authority.left(assignment, m.scene.cast["estimator"], {})


def approved(m: Moment) -> Values:
    m.scene.memory["approved"] = m.scene.memory["estimate"]
    return {"approved_total": m.scene.memory["estimate"]}


def granted(m: Moment) -> Values:
    """The estimator approves the version that he has seen."""
    version = m.scene.memory.get("version")
    return {**approved(m), **({"approved_version": version.number} if version else {})}


def granted_after_control(m: Moment) -> Values:
    return {**granted(m), "independent_study": True}


def question_on_estimate(m: Moment) -> Values:
    estimates.asked(m)
    return comment("ask_info")(m)


def reduced(m: Moment) -> Values:
    total = _euros(m.scene.memory["estimate"] * Decimal(str(round(m.rng.uniform(0.72, 0.93), 3))))
    m.scene.memory["reduced"] = m.scene.memory["approved"] = total
    return {"approved_total": total, "comment": m.say("reduced")}


def agreed_between(m: Moment) -> Values:
    least, most = m.scene.memory["reduced"], m.scene.memory["estimate"]
    m.scene.memory["approved"] = _euros((least + most) / 2)
    return {"approved_total": m.scene.memory["approved"], "comment": m.say("agreed")}


def comparative(m: Moment) -> Values:
    total = _euros(m.scene.memory["estimate"] * Decimal(str(round(m.rng.uniform(0.8, 1.1), 3))))
    firm = m.rng.choice(("Durand Rénovation", "Lefort Peinture", "Atelier Maes"))
    return {"compared_firm": firm, "comparative_total": total, "documents": papers(m, "estimate")}


def refused_for(why: str, key: str) -> Fill:
    return lambda m: {"refused_for": why, "reason": m.say(key)}


def to_adjuster(m: Moment) -> Values:
    return {"loss_adjuster": m.scene.adjuster, "comment": m.say("to_adjuster")}


# ---- the adjuster


def report(m: Moment) -> Values:
    total = m.scene.memory.get("estimate") or m.scene.limit
    total = _euros(total * Decimal(str(round(m.rng.uniform(0.85, 1.0), 3))))
    m.scene.memory["figures"] = total
    return {"adjuster_report": papers(m, "report"), "adjuster_total": total}


def first_report(m: Moment) -> Values:
    return {**report(m), "loss_adjuster": m.scene.adjuster}


def figures(m: Moment) -> Values:
    total = _euros(m.scene.limit * Decimal(str(round(m.rng.uniform(0.5, 0.9), 3))))
    m.scene.memory["figures"] = total
    return {"adjuster_total": total}


def question_to_adjuster(m: Moment) -> Values:
    return {"loss_adjuster": m.scene.adjuster, "question": m.say("ask_adjuster")}


def waiting_for_adjuster(m: Moment) -> Values:
    return {**question_to_adjuster(m), "comment": m.say("to_adjuster")}


# ---- works, completion, payment


def works_booked(m: Moment, norm_days: int = 60) -> Values:
    start = m.ahead_of(*WORKS_BEGUN, minutes=m.rng.choice((10, 20, 35))) or m.ends(days=(1, 16))
    if m.when("reschedule_works"):
        start += timedelta(days=1)  # it is moved forward
    return {"works_start_at": start, "planned_days": m.rng.randint(1, 4), **m.beyond(start, norm_days)}


def works_booked_soon(m: Moment) -> Values:
    """After an independent estimator the contractor is asked to come within 15 days."""
    return works_booked(m, norm_days=15)


def works_moved(m: Moment) -> Values:
    start = m.ahead_of(*WORKS_BEGUN, minutes=20) or m.ends(days=(2, 16))
    return {
        "works_start_at": start,
        **m.beyond(start, 60),
        "agreed_by": f"{m.scene.insured.given} {m.scene.insured.surname}",
        "agreed_how": m.rng.choice(("phone", "on_site")),
    }


def begun(m: Moment) -> Values:
    finished = m.when("complete_works") or m.scene.now
    lasted = m.scene.calendar.elapsed(m.at, finished, Unit.WORKING_DAYS) // (24 * 3600)
    if m.when("complete_works") is None and not m.scene.late:
        days = int(lasted) + m.rng.randint(2, 5)
    elif m.scene.late or m.rng.random() < 0.15:
        days = max(1, int(lasted) - 1)
    else:
        days = int(lasted) + 1
    before = {"photos_before": papers(m, "damage")} if m.rng.random() < 0.6 else {}
    return {"started_at": m.minutes_ago(5, 20), "planned_days": days, **before}


def halfway(m: Moment) -> Values:
    return {"progress": m.rng.choice((30, 40, 50, 60, 75)), "progress_stage": "main_works"}


def supplies_chosen(m: Moment) -> Values:
    covered = Decimal(m.rng.randint(12, 40) * 10)
    return {
        "supply_product": m.say("supply_product"),
        "supply_quantity": f"{m.rng.randint(4, 18)} m²",
        "supply_price": covered + m.rng.choice((0, 0, 35, 80)),
        "supply_covered": covered,
        "supply_samples": True,
    }


def supplies_signed(m: Moment) -> Values:
    return {"supply_agreed": True, "signed_by": f"{m.scene.insured.given} {m.scene.insured.surname}"}


def finished(m: Moment) -> Values:
    return {"completed_on": m.today, "photos_after": papers(m, "after"), "remarks": m.say("remarks")}


def signed(m: Moment) -> Values:
    return {"works_agreed": True, "signed_by": f"{m.scene.insured.given} {m.scene.insured.surname}"}


def signed_on_site(m: Moment) -> Values:
    return {**signed(m), "signature": papers(m, "signature")}


def invoiced(m: Moment) -> Values:
    return _invoice(m, _allowed(m) if "approved" in m.scene.memory else _allowed(m) * Decimal("0.7"))


def invoiced_too_much(m: Moment) -> Values:
    return _invoice(m, _allowed(m) * Decimal("1.12") + 40)


def _allowed(m: Moment) -> Decimal:
    memory = m.scene.memory
    allowed: Decimal = memory.get("approved") or memory.get("figures") or m.scene.limit
    return allowed


def _invoice(m: Moment, amount: Decimal) -> Values:
    return {
        "invoice_number": f"F{m.today:%y%m}-{m.rng.randint(1, 999):03d}",
        "invoice_amount": _euros(amount),
        "invoice_file": papers(m, "invoice"),
    }


def paid(m: Moment) -> Values:
    return {"paid_on": m.today, "payment_reference": f"VIR {m.today:%Y%m%d}-{m.rng.randint(100, 999)}"}


# ---- waits


def _until(m: Moment, *ends: str, days: tuple[float, float]) -> Any:
    """The date that a wait aims at: around the moment when it ends, or ahead of the present."""
    over = m.when(*ends)
    return m.working_time(over - timedelta(hours=6)) if over else m.ends(days=days)


def damp(m: Moment) -> Values:
    until = _until(m, "record_reading", days=(3, 20))
    m.scene.memory["surface"] = m.rng.choice(("plaster", "plasterboard", "brick", "concrete"))
    m.scene.memory["room"] = m.say("room")
    return {
        "humidity": Decimal(m.rng.randint(78, 100)),
        **_where(m),
        "awaited_until": until,
        "comment": m.say("damp"),
        **m.beyond(until, 45),
    }


def still_damp(m: Moment) -> Values:
    until = _until(m, "record_reading", days=(4, 15))
    return {**_reading(m, m.rng.randint(62, 74)), "awaited_until": until, "comment": m.say("drier")}


def dry(m: Moment) -> Values:
    return {**_reading(m, m.rng.randint(22, 38)), "comment": m.say("dry")}


def _reading(m: Moment, humidity: int) -> Values:
    return {
        "measured_at": m.minutes_ago(5, 25),
        "humidity": Decimal(humidity),
        **_where(m),
    }


def _where(m: Moment) -> Values:
    return {
        "room": m.scene.memory["room"],
        "surface": m.scene.memory["surface"],
        "scale": "relative_0_100",
    }


def attempt(m: Moment) -> Values:
    return {
        "called_at": m.minutes_ago(1, 4),
        "attempt_result": m.rng.choice(("no_reply", "voicemail", "voicemail")),
        "comment": m.say("no_reply"),
    }


def unreachable(m: Moment) -> Values:
    until = _until(m, "record_reached", days=(0.6, 3))
    return {"awaited_until": until, "comment": m.say("unreachable"), **m.beyond(until, 7)}


def reached(m: Moment) -> Values:
    return {"contacted_at": m.minutes_ago(2, 8)}


def other_repair(m: Moment) -> Values:
    return {
        "other_party": m.rng.choice(("property_manager", "landlord", "neighbour")),
        "comment": m.say("other_repair"),
    }


def on_holiday(m: Moment) -> Values:
    return {"awaited_until": m.ends(days=(4, 16)), "comment": m.say("holiday")}


def put_on_holiday(m: Moment) -> Values:
    return {
        "target_step": "wait_contractor_return",
        "awaited_until": m.ends(days=(4, 16)),
        "comment": m.say("out_of_season"),
    }


def supplier_price(m: Moment) -> Values:
    until = _until(m, "record_supplier_price", days=(0.8, 3))
    return {
        "supplier_name": m.say("supplier"),
        "awaited_until": until,
        "comment": m.say("price_asked"),
        **m.beyond(until, 5),
    }


def price_known(m: Moment) -> Values:
    return {"supplier_price": Decimal(m.rng.randint(90, 480))}


def supplies(m: Moment) -> Values:
    until = _until(m, "supplies_received", days=(3, 18))
    return {
        "supplier_name": m.say("supplier"),
        "supply_week": until.astimezone(m.scene.zone).isocalendar().week,
        "awaited_until": until,
        "comment": m.say("supplies"),
    }


def long_wait(m: Moment) -> Values:
    return {"awaited_until": _until(m, "end_long_wait", days=(20, 90)), "comment": m.say("long")}


def on_day(field: str) -> Fill:
    """The local day of the move itself."""
    return lambda m: {field: m.today}


def cause_repaired(m: Moment) -> Values:
    return {"cause_repaired_on": m.today, "cause_proof": papers(m, "proof")}


def assessed(m: Moment) -> Values:
    return {"assessed_on": m.today, "assessment_findings": m.say("remote_done")}


def question_to_insurer(m: Moment) -> Values:
    return {"question": m.say("ask_insurer"), "comment": m.say("ask_insurer")}


# ---- specific


def complaint_answered(m: Moment) -> Values:
    finding = m.rng.choice(("founded", "partly", "unfounded"))
    return {"complaint_finding": finding, "complaint_outcome": m.say("complaint_closed")}


def complaint_recorded(m: Moment) -> Values:
    return {
        "complainant": m.rng.choice(("insured", "insurer")),
        "complaint_received_on": m.today - timedelta(days=m.rng.randint(1, 6)),
        "complaint_channel": m.rng.choice(("phone", "mail", "letter")),
        "complaint_about": m.say("complaint"),
        "complaint_against": "contractor",
    }


def check_planned(m: Moment) -> Values:
    return {"check_at": m.working_time(m.scene.calendar.add_seconds(m.at, 3 * 24 * 3600, Unit.DAYS))}


def called_back(m: Moment) -> Values:
    return {"called_at": m.minutes_ago(3, 12), "comment": m.say("called_back")}


def call(m: Moment) -> Values:
    return {
        "call_direction": m.rng.choice(("incoming", "incoming", "outgoing")),
        "call_with": m.rng.choice(("insured", "insured", "contractor", "insurer")),
        "comment": m.say("call"),
    }


def more_photos(m: Moment) -> Values:
    return {"documents": papers(m, "damage"), "comment": m.say("photos")}


def _euros(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


def papers(m: Moment, kind: str) -> tuple[str, ...]:
    """The files that go with a move: ids of documents put on the claim for it."""
    give: Callable[[Moment, str], tuple[str, ...]] = m.scene.memory["papers"]
    return give(m, kind)
