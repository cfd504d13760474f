"""Where a procedure's actions can lead, and from where: the ground of soundness and of the diagram."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from temoin.engine.model import (
    Action,
    AllOf,
    AnyOf,
    Branch,
    Condition,
    FormField,
    Go,
    Not,
    Procedure,
    Step,
    Test,
    When,
)


@dataclass(frozen=True, slots=True)
class Move:
    """A branch that can be taken at a place: a step's code, an end's code, or "" for the opening."""

    source: str
    action: Action
    branch: Branch


@dataclass(frozen=True, slots=True)
class Flow:
    """Every move of a procedure, and what follows from them.

    `beneath` maps a step to those that it can interrupt; `reached` holds the steps and ends that can be
    come to without an override; `facts` maps a step to what can be known on entering it.
    """

    moves: tuple[Move, ...]
    by_source: Mapping[str, tuple[Move, ...]]
    beneath: Mapping[str, frozenset[str]]
    reached: frozenset[str]
    facts: Mapping[str, frozenset[str]]


def of(procedure: Procedure) -> Flow:
    """The flow of a procedure, sound or not; names that it uses must exist."""
    moves = tuple(_moves(procedure))
    by_source: defaultdict[str, list[Move]] = defaultdict(list)
    beneath: defaultdict[str, set[str]] = defaultdict(set)
    for move in moves:
        by_source[move.source].append(move)
        if move.branch.go is Go.INTERRUPT:
            beneath[move.branch.target].add(move.source)
    sources = {source: tuple(found) for source, found in by_source.items()}
    under = {step: frozenset(found) for step, found in beneath.items()}
    return Flow(moves, sources, under, _reached(sources), _facts(procedure, sources, under))


def _moves(procedure: Procedure) -> Iterator[Move]:
    opening = procedure.actions.get(procedure.opening)
    if opening is not None:
        yield from (Move("", opening, branch) for branch in possible(opening, None))
    for step in procedure.steps.values():
        for code in step.actions:
            action = procedure.actions[code]
            yield from (Move(step.code, action, branch) for branch in possible(action, step))
    for end in procedure.ends.values():
        for code in end.actions:
            action = procedure.actions[code]
            yield from (Move(end.code, action, branch) for branch in possible(action, None))


def possible(action: Action, step: Step | None) -> list[Branch]:
    """The branches that can be taken in a step (None: before the opening or after the end)."""
    if not all(may(one.when, step) for one in action.requires):
        return []
    found = []
    for branch in action.branches:
        if may(branch.when, step):
            found.append(branch)
        if must(branch.when, step):
            break
    return found


def may(when: When, step: Step | None) -> bool:
    """Whether a condition can hold in a step, as far as the step alone decides it."""
    match when:
        case AllOf(conditions):
            return all(may(one, step) for one in conditions)
        case AnyOf(conditions):
            return any(may(one, step) for one in conditions)
        case Not(condition):
            return not must(condition, step)
        case Condition(test=Test.STEP):
            return step is not None and step.code in when.operand
        case Condition(test=Test.INTERRUPTED):
            return step is not None and step.over
        case Condition():
            return True
        case _:
            assert_never(when)


def must(when: When, step: Step | None) -> bool:
    """Whether a condition certainly holds in a step, as far as the step alone decides it."""
    match when:
        case AllOf(conditions):
            return all(must(one, step) for one in conditions)
        case AnyOf(conditions):
            return any(must(one, step) for one in conditions)
        case Not(condition):
            return not may(condition, step)
        case Condition(test=Test.STEP):
            return step is not None and step.code in when.operand
        case Condition():
            return False
        case _:
            assert_never(when)


def conditions_in(when: When) -> Iterator[Condition]:
    """Every question in a condition."""
    match when:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from conditions_in(part)
        case Not(part):
            yield from conditions_in(part)
        case Condition():
            yield when
        case _:
            assert_never(when)


def _reached(moves: Mapping[str, Iterable[Move]]) -> frozenset[str]:
    reached: set[str] = set()
    waiting = [""]
    while waiting:
        for move in moves.get(waiting.pop(), ()):
            target = move.branch.target
            if move.branch.go in (Go.TO, Go.INTERRUPT, Go.CLOSE) and target not in reached:
                reached.add(target)
                waiting.append(target)
    return frozenset(reached)


def _facts(
    procedure: Procedure, moves: Mapping[str, Iterable[Move]], beneath: Mapping[str, frozenset[str]]
) -> Mapping[str, frozenset[str]]:
    """What can be known on entering each step: carried along every path, until nothing is added any more.

    A path ends where the next step's date is not known: a later step cannot give what it takes to come there.
    """
    known: dict[str, frozenset[str]] = {"": frozenset()}
    gains = {source: [(one, gained(procedure, one)) for one in found] for source, found in moves.items()}
    waiting = [""]
    while waiting:
        source = waiting.pop()
        for move, gain in gains.get(source, ()):
            if not _dated(procedure, move, known[source]):
                continue
            carried = known[source] | gain
            for target in _targets(move, beneath):
                before = known.get(target)
                if before is None and move.branch.go is Go.RESUME:
                    continue  # it lies beneath only once it has itself been come to
                if before is None:
                    waiting += [over for over, under in beneath.items() if target in under and over in known]
                if before is None or not carried <= before:
                    known[target] = carried | (before or frozenset())
                    waiting.append(target)
    return known


def gained(procedure: Procedure, move: Move) -> frozenset[str]:
    """The facts that a move can add: those of its form that are kept, and what it sets."""
    asked = {entry.code for entry in move.action.form if procedure.fields[entry.code].fact}
    return frozenset(asked | {code for code, value in move.branch.sets.items() if value is not None})


def _dated(procedure: Procedure, move: Move, known: frozenset[str]) -> bool:
    """Whether the step that a move enters can be given its date."""
    step = procedure.steps.get(move.branch.target) if move.branch.go in (Go.TO, Go.INTERRUPT) else None
    fields = (step.due.field, step.due.plus) if step is not None else ()
    return all(field is None or datable(move, field, known) for field in fields)


def datable(move: Move, field: str, known: frozenset[str]) -> bool:
    """Whether a date's field is given by the move itself, or can be known before it."""
    return given(move, field) or field in known or move.branch.sets.get(field) is not None


def given(move: Move, field: str) -> bool:
    """Whether the form certainly holds the field where this branch is taken."""
    entry = next((one for one in move.action.form if one.code == field), None)
    return entry is not None and (entry.required or _implied(entry, move.branch))


def asked_with(entry: FormField, other: FormField) -> bool:
    """Whether a field of a form is certainly asked wherever another one is."""
    if entry.required or other.required_when is None:
        return entry.required
    return entry.required_when is not None and all(
        _same(one, _parts(other.required_when)) for one in _parts(entry.required_when)
    )


def _implied(entry: FormField, branch: Branch) -> bool:
    """The branch asks something of the field's value, or is taken only where the field is required."""
    parts = _parts(branch.when)
    if entry.required_when is not None and all(_same(one, parts) for one in _parts(entry.required_when)):
        return True
    return any(
        isinstance(one, Condition)
        and one.field == entry.code
        and not (one.test is Test.KNOWN and one.operand is False)
        for one in parts
    )


def _same(wanted: When, parts: tuple[When, ...]) -> bool:
    """Whether the same question, written on whichever line, stands among the parts."""
    if not isinstance(wanted, Condition):
        return wanted in parts
    return any(
        isinstance(one, Condition)
        and (one.subject, one.test, one.operand) == (wanted.subject, wanted.test, wanted.operand)
        for one in parts
    )


def _parts(when: When) -> tuple[When, ...]:
    """What must hold all together."""
    return when.conditions if isinstance(when, AllOf) else (when,)


def _targets(move: Move, beneath: Mapping[str, frozenset[str]]) -> Iterable[str]:
    """The places after a move; an override may lead anywhere and is left out."""
    match move.branch.go:
        case Go.TO | Go.INTERRUPT | Go.CLOSE:
            return (move.branch.target,)
        case Go.RESUME:
            return beneath.get(move.source, ())
        case Go.STAY | Go.MOVE:
            return (move.source,)
        case Go.CHOSEN:
            return ()
        case _:
            assert_never(move.branch.go)
