"""Which ways of a procedure a diagram draws as arrows, and which it only names by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from temoin.engine import flow
from temoin.engine.model import Action, Go, Procedure

FEWEST_CROWD = 8
"""A place entered from so many steps, and from more than a third of all, is told by a count: lines would blind."""

FEW = 2
DRAWN = (Go.TO, Go.INTERRUPT, Go.CLOSE)


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """From a place ("" before the opening) to another, by whatever actions; `kind` is go, interrupt or close."""

    source: str
    target: str
    kind: str


@dataclass(frozen=True, slots=True)
class Ways:
    """`drawn` are arrows; `named` the further ones of each step; `crowds` the places entered from nearly everywhere,
    with how many steps lead there; `actions` the actions behind each way."""

    drawn: tuple[Way, ...]
    named: Mapping[str, tuple[Way, ...]]
    crowds: Mapping[str, int]
    actions: Mapping[Way, tuple[Action, ...]]


def of(procedure: Procedure) -> Ways:
    """The ways of a procedure, each drawn or named once; those that an override could take are left out."""
    actions: defaultdict[Way, dict[str, Action]] = defaultdict(dict)
    for move in flow.of(procedure).moves:
        if move.branch.go in DRAWN and move.source not in procedure.ends:
            way = Way(move.source, move.branch.target, move.branch.go.value)
            actions[way][move.action.code] = move.action
    behind = {way: tuple(found.values()) for way, found in actions.items()}
    crowds = _crowds(procedure, behind)
    drawn = _drawn(procedure, behind, crowds)
    named: defaultdict[str, list[Way]] = defaultdict(list)
    for way in behind:
        if way not in drawn and way.target not in crowds:
            named[way.source].append(way)
    return Ways(
        tuple(way for way in behind if way in drawn),
        {source: tuple(found) for source, found in named.items()},
        crowds,
        behind,
    )


def _crowds(procedure: Procedure, ways: Mapping[Way, object]) -> dict[str, int]:
    sources: defaultdict[str, set[str]] = defaultdict(set)
    for way in ways:
        if way.source:
            sources[way.target].add(way.source)
    least = max(FEWEST_CROWD, len(procedure.steps) // 3)
    return {target: len(found) for target, found in sources.items() if len(found) >= least}


def _drawn(
    procedure: Procedure, ways: Mapping[Way, tuple[Action, ...]], crowds: Mapping[str, int]
) -> frozenset[Way]:
    """The first way to each place, the ways of primary actions, one way on from each step, and rare interruptions."""
    order = {code: number for number, code in enumerate((*procedure.steps, *procedure.ends))}
    main = [way for way in ways if _is_main(procedure, way)]
    drawn = {way for way in _first_ways(main) if way.target not in crowds}
    onwards = [way for way in main if not way.source or order[way.target] > order[way.source]]
    drawn.update(way for way in onwards if any(action.primary for action in ways[way]))
    for source in procedure.steps:
        further = [way for way in onwards if way.source == source and way.target not in crowds]
        if further and not any(way in drawn for way in further):
            drawn.add(further[0])
    return frozenset(drawn | _rare_interruptions(procedure, ways))


def _is_main(procedure: Procedure, way: Way) -> bool:
    """Whether it leads from a step of the main lanes to another place there."""
    over = [procedure.steps[code].over for code in (way.source, way.target) if code in procedure.steps]
    return not any(over) and way.source != way.target


def _rare_interruptions(procedure: Procedure, ways: Mapping[Way, object]) -> set[Way]:
    """The ways to a step that interrupts one or two others only; most interrupt many, and are told by number."""
    found: set[Way] = set()
    for step in procedure.steps.values():
        to_it = {way for way in ways if way.target == step.code and step.over}
        if len(to_it) <= FEW:
            found |= {way for way in to_it if not procedure.steps[way.source].over}
    return found


def _first_ways(ways: list[Way]) -> set[Way]:
    """The way by which each place is first come to, nearest to the opening first."""
    found: dict[str, Way] = {}
    nearest = [""]
    for source in nearest:
        for way in ways:
            if way.source == source and way.target not in found:
                found[way.target] = way
                nearest.append(way.target)
    return set(found.values())
