"""Which stories are told: every step is some claim's present, the frequent ones often; a share of them is late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from temoin.demo import ways_after_estimate, ways_before_works
from temoin.demo.ways import Leg, Move, Way
from temoin.engine.model import Procedure

WAYS: dict[str, tuple[Way, ...]] = {**ways_before_works.WAYS, **ways_after_estimate.WAYS}

LATE = 0.13  # of the claims that can be late without leaving their step
NEVER_LATE = frozenset(
    {
        "available",  # these three run out by themselves
        "first_visit_proposed",
        "wait_contractor_return",
        "estimate_chased",  # a chaser after the date is a complaint
        "report_chased",
    }
)

OFTEN = {
    "closed": 30,
    "first_visit": 16,
    "works_start": 16,
    "estimate_review": 14,
    "invoice_to_pay": 13,
    "contact_for_works": 11,
    "contact_for_estimate": 10,
    "estimate_to_submit": 9,
    "works_in_progress": 9,
    "available": 8,
    "sign_off": 8,
    "invoice_to_send": 8,
    "wait_drying": 7,
    "to_assign": 6,
    "wait_supplies": 6,
    "estimate_sent_to_insurer": 6,
    "estimate_sent_to_adjuster": 6,
    "operator_action_pending": 6,
    "closed_without_works": 5,
    "wait_cause_repair": 5,
    "unreachable": 4,
    "transferred": 3,
}
SELDOM = 2

BUSY = frozenset(
    {
        "first_visit",
        "estimate_to_submit",
        "estimate_review",
        "contact_for_works",
        "works_start",
        "works_in_progress",
        "invoice_to_pay",
    }
)
"""Steps that stand still long enough for a note, a call or more photos."""

STILL = frozenset({"confirm_visit", "add_note", "log_call", "write_message", "attach_documents"})
"""What may happen on the last step: it changes nothing."""

ASIDE = (
    (0.16, (ways_after_estimate.NOTE,)),
    (0.14, (ways_after_estimate.CALL,)),
    (0.05, (ways_after_estimate.PHOTOS,)),
    *((0.05, talk) for talk in ways_after_estimate.TALKS),
)


def targets(procedure: Procedure, count: int, rng: Random) -> list[str]:
    """On which step or end each claim stands today: each once, then by how often it is met."""
    each = [*procedure.steps, *procedure.ends]
    weights = [OFTEN.get(code, SELDOM) for code in each]
    more = rng.choices(each, weights, k=max(0, count - len(each)))
    return [*each, *more][:count]


def is_late(target: str, procedure: Procedure, rng: Random) -> bool:
    """Whether a claim that stands there is behind its date."""
    return target in procedure.steps and target not in NEVER_LATE and rng.random() < LATE


def moves(legs: Sequence[Leg], opening: Move, *, wet: bool, late: bool, rng: Random) -> list[Move]:
    """All moves of a story: its ways, with what happens aside on the steps that it passes."""
    found = [opening]
    for index, leg in enumerate(legs):
        found += _own(leg, last=index == len(legs) - 1, late=late, rng=rng)
        if index + 1 == len(legs):
            found += [move for move in _aside(leg.step, wet=wet, rng=rng) if move.action in STILL]
        elif not legs[index + 1].step.endswith("_chased"):
            found += _aside(leg.step, wet=wet, rng=rng)
    return found


def _own(leg: Leg, *, last: bool, late: bool, rng: Random) -> Sequence[Move]:
    own = leg.way.moves
    if last and not late and own and own[-1].action == "accept" and rng.random() < 0.4:
        return own[:-1]  # not accepted yet
    return own


def _aside(step: str, *, wet: bool, rng: Random) -> Iterator[Move]:
    offered = [*ways_after_estimate.DETOURS.get(step, ())]
    if wet:
        offered += ways_after_estimate.WATER_DETOURS.get(step, ())
    if step in BUSY:
        offered += ASIDE
    for likely, detour in offered:
        if rng.random() < likely:
            yield from detour


def further(rng: Random) -> str:
    """Where the second trade of a claim stands."""
    codes = sorted(set(OFTEN) - {"closed_without_works", "transferred"})
    return rng.choices(codes, [OFTEN[code] for code in codes])[0]
