"""How a story comes to a step: moves from another step, and what the claim must be like for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from temoin.claims.door import Happened
from temoin.demo.fillings import Fill, Values, nothing
from temoin.demo.scene import Moment
from temoin.engine.state import Actor

Needs = Mapping[str, Any]
Do = Callable[[Moment, str, Values, Actor], Happened]

PLAIN: Needs = {"ren_expert": False, "figures": False, "over_limit": False}
"""What a claim is where nothing on its way asks for anything else."""


@dataclass(frozen=True, slots=True)
class Move:
    """One action by one of the cast, `after` so many working hours (drawn between the two) behind the move before."""

    who: str
    action: str
    fill: Fill = nothing
    after: tuple[float, float] = (2, 20)
    do: Do | None = None  # what is done in the place of the action alone


@dataclass(frozen=True, slots=True)
class Way:
    """Moves that lead from the step `start` (None: from the opening itself); `often` weighs it among its like."""

    start: str | None
    moves: tuple[Move, ...] = ()
    needs: Needs = field(default_factory=dict)
    often: int = 1


@dataclass(frozen=True, slots=True)
class Leg:
    """A way with the step that it reaches."""

    way: Way
    step: str


def path(ways: Mapping[str, Sequence[Way]], target: str, rng: Random) -> tuple[list[Leg], dict[str, Any]]:
    """Legs from the opening to the target, with what the claim must be like; drawn by how often each way is taken."""
    for _ in range(200):
        legs, needs = _drawn(ways, target, rng)
        if legs is not None:
            return legs, {**PLAIN, **needs}
    raise LookupError(f"no way leads to {target}")


def _drawn(
    ways: Mapping[str, Sequence[Way]], target: str, rng: Random
) -> tuple[list[Leg] | None, dict[str, Any]]:
    legs: list[Leg] = []
    needs: dict[str, Any] = {}
    step: str | None = target
    while step is not None:
        offered = ways[step]
        way = rng.choices(offered, [one.often for one in offered])[0]
        merged = merge(needs, way.needs)
        if merged is None or len(legs) > 15:
            return None, {}
        needs = merged
        legs.insert(0, Leg(way, step))
        step = way.start
    return legs, needs


def merge(one: Needs, other: Needs) -> dict[str, Any] | None:
    """Both needs together; None where they contradict. Sets are what a thing may be, all else what it is."""
    found = dict(one)
    for name, value in other.items():
        known = found.get(name)
        if known is None:
            found[name] = value
        elif isinstance(known, frozenset):
            found[name] = known & value
            if not found[name]:
                return None
        elif known != value:
            return None
    return found
