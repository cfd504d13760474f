"""What the machine looked at before it decided or left it to a person, and from whom that is kept for a control."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from temoin.claims import door, timeline
from temoin.claims.history import Current
from temoin.claims.sentences import said
from temoin.engine import codec
from temoin.engine.conditions import Situation, number
from temoin.engine.decide import fold
from temoin.engine.flow import conditions_in
from temoin.engine.model import Action, Condition, FieldType, Operand, Rule, Test
from temoin.engine.permission import roles_of
from temoin.engine.rules import looked_at
from temoin.engine.state import EMPTY, Actor, State
from temoin.journal.models import JournalEntry
from temoin.ui import formats


@dataclass(frozen=True, slots=True)
class Look:
    """One rule: whether it held, and the values that it was about, as label and words."""

    rule: Rule
    holds: bool
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule set as it was looked at. `kept_back`: the reader judges without knowing; then there are no looks."""

    at: datetime | None
    looks: tuple[Look, ...]
    drawn: bool
    kept_back: bool

    @property
    def met(self) -> bool:
        return all(one.holds for one in self.looks)


def withheld(now: Current, reader: Actor) -> frozenset[str]:
    """The facts that the reader must not learn yet: whether the rules hold, of what he judges blindly."""
    return frozenset(code for rules, code in _met(now) if _blind(now, rules, reader))


def judged(now: Current, rows: Sequence[JournalEntry], reader: Actor) -> list[Judged]:
    """Every rule set that was looked at on this assignment, at the last moment at which it was; no query."""
    own = [row for row in rows if row.assignment_number == now.assignment.number]
    found = (_judged(now, own, rules, reader) for rules in now.procedure.rules)
    return [one for one in found if one is not None]


def _met(now: Current) -> list[tuple[str, str]]:
    return [(rules, control.met) for rules, control in now.procedure.controls.items()]


def _blind(now: Current, rules: str, reader: Actor) -> bool:
    """What is drawn, whether the rules hold or not, is judged without them: so that to be kept from tells nothing."""
    control = now.procedure.controls.get(rules)
    if control is None or now.state.outcome is not None:
        return False
    facts = now.state.facts
    undecided = bool(facts.get(control.drawn)) and facts.get(control.decided) is None
    return undecided and bool(roles_of(now.procedure, reader, now.state) & set(control.blind))


def _judged(now: Current, rows: Sequence[JournalEntry], rules: str, reader: Actor) -> Judged | None:
    asking = {code for code, action in now.procedure.actions.items() if _asks(action, rules)}
    last = next((row for row in reversed(rows) if row.action in asking), None)
    if last is None:
        return None
    control = now.procedure.controls.get(rules)
    if control and now.state.facts.get(control.met) is None:
        return None  # what is to be judged has changed since, and nobody has looked at it yet
    drawn = bool(control and now.state.facts.get(control.drawn))
    if _blind(now, rules, reader):
        return Judged(last.occurred_at, (), drawn, kept_back=True)
    before = fold(door.read(now.procedure, row) for row in rows if row.seq < last.seq)
    return Judged(last.occurred_at, _looks(now, rules, before, last.occurred_at), drawn, kept_back=False)


def _asks(action: Action, rules: str) -> bool:
    asked = (one for branch in action.branches for one in conditions_in(branch.when))
    return any(one.test is Test.RULES and one.subject == f"rules.{rules}" for one in asked)


def _looks(now: Current, rules: str, state: State, at: datetime) -> tuple[Look, ...]:
    actor = door.TIMER
    situation = Situation(now.procedure, state, EMPTY, actor, frozenset(), at, now.calendar)
    found = looked_at(now.procedure, rules, state, at, now.calendar, actor)
    return tuple(Look(rule, holds, _values(now, rule, situation)) for rule, holds in found)


def _values(now: Current, rule: Rule, situation: Situation) -> tuple[tuple[str, str], ...]:
    """The facts that the rule is about, and the limit that each was held against."""
    found = []
    for one in conditions_in(rule.when):
        field = now.procedure.fields.get(one.field)
        value = situation.value(one.subject) if field else None
        if field is None or value is None:
            continue
        words = timeline.words(field, codec.plain(value), {}, now.procedure)
        limit = _limit(one, situation, money=field.type is FieldType.AMOUNT, currency=now.claim.currency)
        found.append((said(field.label), f"{words} {limit}".strip()))
    return tuple(dict.fromkeys(found))


def _limit(condition: Condition, situation: Situation, *, money: bool, currency: str) -> str:
    """`(≤ 2 500,00 €)`: what a number was held against; empty where it was no number, or its limit is not known."""
    if condition.test not in (Test.AT_MOST, Test.ABOVE) or not isinstance(condition.operand, Operand):
        return ""
    limit = number(condition.operand, situation)
    if limit is None:
        return ""
    sign = "≤" if condition.test is Test.AT_MOST else ">"
    return f"({sign} {formats.money(limit, currency) if money else formats.number(limit)})"
