"""What is filled in with each move of a vehicle's mission."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from temoin.claims import door
from temoin.claims.models import Assignment
from temoin.demo import cars
from temoin.demo.fillings import Fill, Values, papers
from temoin.demo.mission_words import say
from temoin.demo.scene import Moment
from temoin.engine.state import Actor
from temoin.estimates.calculation import kept, writing
from temoin.estimates.calculation.model import Calculation, Vehicle
from temoin.estimates.models import Section
from temoin.money.models import ListLine
from temoin.parties.models import Organisation

VAT = {"FR": Decimal(20), "BE": Decimal(21), "NL": Decimal(21)}
SECTIONS = {
    "parts_amount": Section.PARTS,
    "labour_amount": Section.LABOUR,
    "paint_amount": Section.PAINT,
    "small_parts_amount": Section.SMALL_PARTS,
}
"""Which part of a calculation each amount of the form is."""
FRAME = ("total_loss", "several_zones", "advice", "inspection", "on_site")


def said(field: str, key: str) -> Fill:
    """A text in a field."""
    return lambda m: {field: say(key, m)}


def written(to: str, key: str) -> Fill:
    """A message to one of the parties."""
    return lambda m: {"message_to": to, "message_text": say(key, m)}


# ---- the estimate


def closing(m: Moment) -> Values:
    """The whole closing; the figures are those of the calculation's file."""
    memory = m.scene.memory
    found = _calculation(m, memory["works"])
    advice = memory.get("advice")
    return {
        **_figures(m, found),
        **{f"photo_{view}": papers(m, picture) for view, picture in cars.VIEWS.items()},
        "mileage": memory["facts"]["mileage"] + m.rng.randint(3, 60),
        "impact_zone": m.rng.choice(("front", "rear")) if memory["works"] < 3 else "underbody",
        **{f"frame_{one}": one == advice for one in FRAME},
        "immobilisation_days": m.rng.randint(2, 5),
        "recoverable_vat_pct": memory["facts"]["recoverable_vat_pct"],
        "deductible_amount": memory["facts"]["deductible_amount"],
        **({"comment": say("advice", m)} if advice else {}),
    }


def supplement(m: Moment) -> Values:
    """More was found: two works more than before."""
    m.scene.memory["works"] += 2
    more = {"photos": papers(m, cars.VIEWS["damage_near"]), "reason": say("supplement", m)}
    return {**_figures(m, _calculation(m, m.scene.memory["works"])), **more}


def hand_in(m: Moment, action: str, values: Values, actor: Actor) -> door.Happened:
    """As a body shop does that sends the file of its calculation, where this one has such a system."""
    assignment = m.scene.assignment
    if not m.scene.memory["has_system"]:
        file = {"estimate_file": papers(m, "car_estimate")}
        return door.act(assignment_id=assignment, action=action, values={**values, **file}, actor=actor)
    found = Assignment.objects.select_related("claim", "claim__insurer").get(pk=assignment)
    said = m.scene.memory["calculation"]
    upload = ContentFile(writing.write(said), name=f"{said.number}.xml")
    kept.take(upload, assignment=found, actor=actor)
    apart = {*SECTIONS, "vat_amount", "estimate_total", "calculation_number"}
    return kept.hand_in(
        assignment_id=assignment,
        organisation=actor.organisation or 0,
        action=action,
        values={code: value for code, value in values.items() if code not in apart},
        actor=actor,
    )


def _calculation(m: Moment, works: int) -> Calculation:
    memory = m.scene.memory
    found = reckoned(
        memory["facts"],
        country=m.scene.insured.town.country,
        number=f"C{m.today:%y}-{m.scene.assignment:05d}",
        on=m.today,
        seed=memory["seed"],
        works=works,
    )
    memory["calculation"], memory["total"] = found, found.totals.gross
    return found


def reckoned(
    facts: Mapping[str, Any], *, country: str, number: str, on: date, seed: int, works: int
) -> Calculation:
    """A calculation of the vehicle that a mission's facts describe."""
    vehicle = Vehicle(
        plate=facts["plate"],
        vin=facts["vin"],
        make=facts["vehicle_make"],
        model=facts["vehicle_model"],
        mileage=facts["mileage"],
    )
    return writing.plausible(vehicle, number=number, on=on, vat_rate=VAT[country], seed=seed, works=works)


def _figures(m: Moment, found: Calculation) -> Values:
    sections = found.totals.sections
    amounts = {code: sections[section] for code, section in SECTIONS.items()}
    return {
        **amounts,
        "vat_amount": found.totals.vat,
        "estimate_total": found.totals.gross,
        "calculation_number": found.number,
    }


def total_loss(m: Moment) -> Values:
    pictures = tuple(
        one for view in ("front_left", "damage_far", "vin") for one in papers(m, cars.VIEWS[view])
    )
    return {
        "vehicle_status": m.rng.choice(("at_body_shop", "stored")),
        "total_loss_photos": pictures,
        "mileage": m.scene.memory["facts"]["mileage"],
        "comment": say("total_loss", m),
    }


# ---- the adjuster


def in_hand(m: Moment) -> Values:
    firm = Organisation.objects.get(pk=m.scene.adjuster)
    return {"expert_name": m.scene.cast["adjuster"].name, "expert_phone": firm.telephone}


def remote(m: Moment) -> Values:
    follows = m.when("validate", "ask_completion")
    at = max(follows - timedelta(hours=1), m.at + timedelta(minutes=20)) if follows else m.ends(days=(0.2, 2))
    link = (
        {"video_link": f"https://video.example.test/{m.scene.memory['seed']}"} if m.rng.random() < 0.5 else {}
    )
    return {**in_hand(m), "call_at": max(at, m.at + timedelta(minutes=20)), **link}


def on_site(m: Moment) -> Values:
    return {**in_hand(m), "expert_visit_at": _visit(m)}


def _visit(m: Moment) -> object:
    follows = m.when("validate", "conclude_classic", "confirm_total_loss")
    at = follows - timedelta(hours=2) if follows else m.ends(days=(0.5, 4))
    return max(at, m.at + timedelta(minutes=30))


def approved(m: Moment) -> Values:
    after_visit = m.scene.memory.get("seen")
    return {
        "approved_total": m.scene.memory["total"],
        **({"expert_finding": say("finding", m)} if after_visit else {}),
    }


def concluded(m: Moment) -> Values:
    found = _calculation(m, 3)
    return {
        "approved_total": found.totals.gross,
        "immobilisation_days": 4,
        "expert_report": papers(m, "car_report"),
        "expert_finding": say("finding", m),
    }


def wreck(m: Moment) -> Values:
    value: Decimal = m.scene.memory["facts"]["vehicle_value"]
    return {
        "market_value": value,
        "salvage_value": (value / 8).quantize(Decimal("0.01")),
        "expert_finding": say("wreck", m),
        "expert_report": papers(m, "car_report"),
    }


# ---- repairs and payment


def planned(m: Moment) -> Values:
    return {"repairs_start_at": m.ends(days=(1, 4))}


def started(m: Moment) -> Values:
    return {"repairs_started_at": m.minutes_ago(2, 9), "immobilisation_days": m.rng.randint(3, 6)}


def finished(m: Moment) -> Values:
    return {"repairs_finished_on": m.today, "photos_after": papers(m, cars.AFTER)}


def invoiced(m: Moment) -> Values:
    total: Decimal = m.scene.memory["total"]
    rate = VAT[m.scene.insured.town.country]
    return {
        "invoice_number": f"{m.today:%Y}-{m.scene.assignment:04d}",
        "invoice_on": m.today,
        "invoice_total": total,
        "invoice_vat_amount": (total * rate / (100 + rate)).quantize(Decimal("0.01")),
        "invoice_file": papers(m, "car_invoice"),
    }


def taken_back(m: Moment) -> Values:
    paid: Decimal = ListLine.objects.get(assignment=m.scene.assignment).amount
    return {
        "correction_amount": (paid / m.rng.randint(4, 8)).quantize(Decimal("0.01")),
        "reason": say("taken_back", m),
    }
