"""The vehicles' part of the world: a mission on every step and end, most with one body shop that a visitor can be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any

from temoin.claims import door
from temoin.claims.models import Assignment
from temoin.claims.opening import NewClaim
from temoin.demo import mission_fillings as fill
from temoin.demo import places, timeline
from temoin.demo.casting import Story
from temoin.demo.founding import MACHINE, Founded
from temoin.demo.mission_words import drawn
from temoin.demo.places import Town
from temoin.demo.scene import Scene
from temoin.demo.ways import Move
from temoin.engine.state import Actor
from temoin.procedures.reading import calendar, calendar_for

PROCEDURE = "vehicle_expertise"

SOON, DAY, DAYS, WEEK = (0.5, 5), (3, 20), (20, 60), (60, 110)
PAID = (150, 190)  # a list day lies between
OPEN = Move("insurer", "open_mission")
BEGIN = Move("shop", "start_estimate", after=SOON)
CLOSE = Move("shop", "close_and_transmit", fill.closing, SOON, fill.hand_in)
TAKE = Move("adjuster", "take_in_hand", fill.in_hand, SOON)
VALIDATE = Move("adjuster", "validate", fill.approved, DAY)
REMOTE = Move("adjuster", "take_over_remotely", fill.remote, DAY)
ON_SITE = Move("adjuster", "take_over_on_site", fill.on_site, DAY)
COMPLETE = Move("adjuster", "ask_completion", fill.said("comment", "completion"), DAY)
TOTAL_LOSS = Move("shop", "declare_total_loss", fill.total_loss, DAY)
START = Move("shop", "start_repairs", fill.started, DAY)
MORE = Move("shop", "submit_supplement", fill.supplement, DAY, fill.hand_in)
ACCEPT_MORE = Move("adjuster", "validate_supplement", fill.approved, DAY)
FINISH = Move("shop", "finish_repairs", fill.finished, DAYS)
ASK = Move("shop", "request_direct_payment", fill.invoiced, DAY)
AGREE = Move("insurer", "agree_direct_payment", after=DAY)
REFUSE = Move("insurer", "refuse_direct_payment", fill.said("reason", "refused_payment"), DAY)
HOLD = Move("insurer", "hold_payment", fill.said("reason", "held"), SOON)
BACK = Move("insurer", "correct_payment", fill.taken_back, PAID)
SHOP_WRITES = Move("shop", "write_message", fill.written("loss_adjuster", "shop_asks"), SOON)
ADJUSTER_WRITES = Move("adjuster", "write_message", fill.written("body_shop", "adjuster_answers"), SOON)
OWNER_WRITES = Move("insured", "write_message", fill.written("body_shop", "owner_asks"), SOON)

EASY = (OPEN, BEGIN, CLOSE)  # the rules validate it a minute later
REPAIRED = (*EASY, START, FINISH)


@dataclass(frozen=True, slots=True)
class Script:
    """What happens on a mission, the last of it so many working hours ago; `works` body parts are damaged.

    More than two go to the adjuster; `advice` names the answer of the frame that asks for him.
    """

    target: str
    moves: tuple[Move, ...]
    ended: tuple[float, float]
    works: int = 1
    smart: bool = True
    drawn: bool = False  # for control, though the rules hold
    advice: str = ""
    granted: bool = True
    often: int = 0  # with other body shops too


SCRIPTS = (
    Script("smart_new", (OPEN,), (1, 3)),
    Script("smart_new", (OPEN,), (4, 9)),
    Script("smart_new", (OPEN, BEGIN), (2, 8), often=2),
    Script("smart_to_complete", (OPEN, BEGIN, CLOSE, COMPLETE), (2, 9), works=4, often=1),
    Script("smart_to_complete", (OPEN, TOTAL_LOSS, Move("adjuster", "refuse_total_loss", fill.said("comment", "finding"), DAY)), (26, 34)),
    Script("smart_in_analysis", (OPEN, BEGIN, CLOSE), (0.3, 2), works=5, often=2),
    Script("smart_in_analysis", (OPEN, BEGIN, CLOSE, SHOP_WRITES), (3, 9), drawn=True),
    Script("smart_in_analysis", (OPEN, BEGIN, CLOSE), (28, 34), works=4, advice="advice"),
    Script("smart_validating", (OPEN, BEGIN, CLOSE, TAKE), (1, 5), works=4, often=1),
    Script("smart_remote", (OPEN, BEGIN, CLOSE, REMOTE, ADJUSTER_WRITES), (2, 8), works=5, often=1),
    Script("smart_on_site", (OPEN, BEGIN, CLOSE, ON_SITE), (2, 9), works=6, advice="on_site"),
    Script("smart_validated", EASY, (1, 6), often=1),
    Script("smart_validated", (*EASY, Move("shop", "plan_repairs", fill.planned, DAY)), (2, 20)),
    Script("smart_validated", (OPEN, BEGIN, CLOSE, REMOTE, VALIDATE), (4, 40), works=5),
    Script("classic_interview", (OPEN,), (75, 120), often=1),
    Script("classic_interview", (OPEN, BEGIN), (80, 110)),
    Script("classic_new", (OPEN,), (4, 40), smart=False, often=1),
    Script("classic_validated", (OPEN, Move("adjuster", "conclude_classic", fill.concluded, DAYS)), (4, 40), smart=False, works=3),
    Script("total_loss_review", (OPEN, TOTAL_LOSS), (2, 20), often=1),
    Script("repairs_in_progress", (*EASY, START, OWNER_WRITES), (3, 20), works=2, often=1),
    Script("repairs_in_progress", (OPEN, BEGIN, CLOSE, VALIDATE, START, MORE, ACCEPT_MORE), (3, 20), works=4),
    Script("supplement_in_analysis", (*EASY, START, MORE), (2, 12), works=2),
    Script("repairs_finished", REPAIRED, (3, 50), often=1),
    Script("repairs_finished", (*REPAIRED, ASK, REFUSE), (3, 20)),
    Script("direct_payment", (*REPAIRED, ASK), (2, 12), works=2),
    Script("direct_payment", (*REPAIRED, ASK, AGREE, HOLD), (2, 12)),
    Script("payment_listed", (*REPAIRED, ASK, AGREE), (0.3, 4)),
    Script("payment_listed", (*REPAIRED, ASK, AGREE), (0.3, 4), works=2),
    Script("payment_listed", (OPEN, BEGIN, CLOSE, VALIDATE, START, FINISH, ASK, AGREE), (0.3, 3), works=5, often=1),
    *(Script("closed", (*REPAIRED, ASK, AGREE), (126 + 120 * week, 160 + 120 * week), works=1 + week % 2) for week in range(5)),
    Script("closed", (OPEN, BEGIN, CLOSE, VALIDATE, START, MORE, ACCEPT_MORE, FINISH, ASK, AGREE), (160, 300), works=4, often=2),
    Script("closed", (*REPAIRED, ASK, AGREE, BACK), (3, 30)),
    Script("closed", (*REPAIRED, Move("shop", "finish_without_payment", after=DAY)), (10, 90), granted=False),
    Script("abandoned", (OPEN, Move("shop", "abandon", fill.said("reason", "reason_abandon"), DAY)), (10, 90), often=1),
    Script("total_loss", (OPEN, TOTAL_LOSS, Move("adjuster", "confirm_total_loss", fill.wreck, DAYS)), (10, 90), often=1),
    Script("closed_without_repair", (OPEN, Move("insurer", "cancel_mission", fill.said("reason", "reason_cancel"), DAY)), (10, 90)),
)  # fmt: skip

STAR = "lambert"
SHOPS = {
    # body shop: the postcodes around it, the insurers that send it missions, its adjusters
    STAR: (("75", "92", "93", "94"), ("az", "az", "bpce"), ("felix",)),
    "beffroi": (("59",), ("az", "bpce"), ("felix", "mathilde")),
    "canuts": (("69",), ("az", "bpce"), ("mathilde",)),
    "marolles": (("10", "11"), ("mer", "az"), ("wout", "felix")),
    "scheldezicht": (("20", "90"), ("mer",), ("wout",)),
}
INSURERS = {"az": ("pauline", "karim"), "bpce": ("gilles",), "mer": ("saskia", "daan")}
CODES = {"az": "AZ", "bpce": "BPCE", "mer": "MER"}
CARS = (
    ("Renault", "Clio", "VF1"), ("Peugeot", "208", "VF3"), ("Citroën", "C3", "VF7"), ("Volkswagen", "Golf", "WVW"),
    ("Dacia", "Sandero", "UU1"), ("Toyota", "Yaris", "VNK"), ("Opel", "Corsa", "W0V"), ("Ford", "Puma", "WF0"),
    ("Renault", "Mégane", "VF1"), ("Peugeot", "3008", "VF3"),
)  # fmt: skip
SURELY_PASSES = Decimal(2300)
LETTERS, VIN = "ABCDEFGHJKLMNPQRSTVWXYZ", "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"


def stories(made: Founded, now: datetime, rng: Random) -> list[Story]:
    """Every script with the star, the frequent ones with the others too; one body shop's are lived by one process."""
    found = [_story(made, script, STAR, now, rng, 0) for script in SCRIPTS]
    others = [name for name in SHOPS if name != STAR]
    for script in SCRIPTS:
        for _ in range(script.often):
            shop = others[len(found) % len(others)]
            found.append(_story(made, script, shop, now, rng, 1 + others.index(shop)))
    return found


@contextmanager
def lots(told: list[Story]) -> Iterator[None]:
    """Within it, the missions that a script says are drawn for control, and no others."""

    def drawn_for_control(assignment: Assignment, _actor: Actor, _values: Any) -> bool:
        found = next((one for one in told if one.scene.assignment == assignment.pk), None)
        return found is not None and bool(found.scene.memory.get("drawn"))

    usual = door.suppliers["control_sample"]
    door.suppliers["control_sample"] = drawn_for_control
    try:
        yield
    finally:
        door.suppliers["control_sample"] = usual


def _story(made: Founded, script: Script, shop: str, now: datetime, rng: Random, share: int) -> Story:
    prefixes, insurers, adjusters = SHOPS[shop]
    towns = [
        one
        for one in places.towns()
        if one.country == made.organisations[shop].country and one.postcode.startswith(prefixes)
    ]
    insurer, adjuster, town = rng.choice(insurers), rng.choice(adjusters), rng.choice(towns)
    scene = _scene(made, shop, insurer, adjuster, town, now, rng)
    moves = list(script.moves)
    times = timeline.back_from(scene, script.ended, moves)
    facts = _facts(made, script, scene, times, shop, adjuster, insurer)
    scene.memory |= {
        "facts": facts,
        "works": script.works,
        "drawn": script.drawn,
        "advice": script.advice,
        "seed": _seed(script, facts, town, rng),
        "seen": any(move.action in ("take_over_remotely", "take_over_on_site") for move in moves),
        "has_system": shop in (STAR, "scheldezicht"),
        "total": Decimal(0),
    }
    new = _new(made, scene, insurer, facts, times[0])
    return Story(script.target, scene, moves, times, new, share=share, procedure=PROCEDURE)


def _scene(
    made: Founded, shop: str, insurer: str, adjuster: str, town: Town, now: datetime, rng: Random
) -> Scene:
    person = places.insured(town, rng)
    actors = made.actors
    shopkeeper = actors["carl"] if shop == STAR else actors[f"{shop}_one"]
    dutch = town.language == "nl"
    cast = {
        "insurer": actors[rng.choice(INSURERS[insurer])],
        "advisor": actors["lotte" if dutch else "hugo"],
        "handler": actors["thomas" if dutch else "nadia"],
        "adjuster": actors[adjuster],
        "shop": shopkeeper,
        "insured": Actor("insured", None, None, f"{person.given} {person.surname}"),
        "machine": MACHINE,
    }
    return Scene(
        rng=rng,
        now=now,
        calendar=calendar(calendar_for(town.country, town.postcode)),
        insured=person,
        loss_type=rng.choice(("collision", "collision", "collision", "parking_damage", "hail", "vandalism")),
        trade="bodywork",
        cast=cast,
        candidates=(),
        contractor=shopkeeper.organisation or 0,
        other=0,
        adjuster=actors[adjuster].organisation or 0,
        limit=Decimal("5000.00"),
        over_limit=False,
        late=False,
        explanation="",
    )


def _facts(
    made: Founded, script: Script, scene: Scene, times: list[datetime], shop: str, adjuster: str, insurer: str
) -> dict[str, Any]:
    rng, country = scene.rng, scene.insured.town.country
    make, model, maker = rng.choice(CARS)
    facts: dict[str, Any] = {
        "body_shop": made.organisations[shop].pk,
        "loss_adjuster": made.actors[adjuster].organisation,
        "mission_number": f"{CODES[insurer]}-M{times[0]:%y}-{rng.randint(10000, 99999)}",
        "smart": script.smart,
        "plate": _plate(country, rng),
        "vin": maker + "".join(rng.choice(VIN) for _ in range(14)),
        "vehicle_make": make,
        "vehicle_model": model,
        "first_registered_on": times[0].date() - timedelta(days=rng.randint(300, 3200)),
        "vehicle_value": Decimal(rng.randint(90, 260)) * 100,
        "mileage": rng.randint(9000, 130000),
        "deductible_amount": Decimal(rng.choice((0, 150, 250, 250, 350))),
        "recoverable_vat_pct": Decimal(rng.choice((0, 0, 0, 50, 100))),
        "direct_payment": script.granted,
        "payment_ceiling": Decimal(rng.choice((1500, 3500, 5000, 5000))),
    }
    return facts | ({"close_by_on": _close_by(script, scene, times)} if script.smart else {})


def _seed(script: Script, facts: dict[str, Any], town: Town, rng: Random) -> int:
    """What the calculation is drawn from: of little damage, one that the rules let pass."""
    first = rng.randint(1, 9999)
    if script.works > 2:
        return first
    said: dict[str, Any] = {
        "country": town.country,
        "number": "",
        "on": date(2026, 1, 1),
        "works": script.works,
    }
    return next(
        seed for seed in count(first) if fill.reckoned(facts, seed=seed, **said).totals.gross < SURELY_PASSES
    )


def _close_by(script: Script, scene: Scene, times: list[datetime]) -> date:
    """After the body shop has done its part; for what expires, two days after the opening; else ahead of today."""

    def local(at: datetime) -> date:
        return at.astimezone(scene.zone).date()

    if script.target == "classic_interview":
        return local(times[0]) + timedelta(days=1)
    if script.target == "smart_new":
        return local(scene.now) + timedelta(days=scene.rng.randint(0, 4))
    left = next(
        at for move, at in zip(script.moves, times, strict=True) if move.action not in ("open_mission", "start_estimate")
    )  # fmt: skip
    return local(left) + timedelta(days=scene.rng.randint(1, 3))


def _plate(country: str, rng: Random) -> str:
    def letters(count: int) -> str:
        return "".join(rng.choice(LETTERS) for _ in range(count))

    if country == "BE":
        return f"1-{letters(3)}-{rng.randint(100, 999)}"
    return f"{letters(2)}-{rng.randint(100, 999)}-{letters(2)}"


def _new(made: Founded, scene: Scene, insurer: str, facts: dict[str, Any], opened_at: datetime) -> NewClaim:
    rng, person = scene.rng, scene.insured
    opened_on = opened_at.astimezone(scene.zone).date()
    return NewClaim(
        insurer=made.organisations[insurer].pk,
        loss_type=scene.loss_type,
        loss_on=opened_on - timedelta(days=rng.choice((0, 1, 1, 2, 4))),
        insured_given=person.given,
        insured_surname=person.surname,
        insured_phone=person.telephone,
        insured_email=person.email,
        insured_language=person.language,
        street=person.street,
        postcode=person.town.postcode,
        city=person.town.name,
        country=person.town.country,
        insurer_claim_number=f"{CODES[insurer]}-{opened_on:%y}-{rng.randint(100000, 999999)}",
        contract_number=f"{rng.randint(10, 99)} {rng.randint(100000, 999999)} {rng.choice('ABCDEHK')}",
        description=drawn("damage", scene.writes, rng),
        authority_limit=scene.limit,
        handler=scene.cast["handler"].person,
        facts=facts,
    )
