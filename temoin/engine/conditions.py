"""Whether a condition holds: facts, deadline, season and actor, told by the caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from temoin.engine.calendar import Calendar
from temoin.engine.model import (
    AllOf,
    AnyOf,
    Condition,
    Duration,
    Not,
    Operand,
    Procedure,
    Series,
    Standing,
    Test,
    When,
)
from temoin.engine.state import Actor, Key, Reading, State


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything a condition may ask about."""

    procedure: Procedure
    state: State
    values: Mapping[str, Any]
    actor: Actor
    roles: frozenset[str]
    at: datetime
    calendar: Calendar

    def value(self, subject: str) -> Any:
        """A form's value, else the fact of that name, else None; `FIELD.ITEM` is a checklist's answer."""
        code, _, item = subject.partition(".")
        found = self.values.get(code)
        found = self.state.facts.get(code) if found is None else found
        return found.get(item) if item and isinstance(found, Mapping) else None if item else found


def holds(when: When, situation: Situation) -> bool:
    """True where the condition holds; an unknown fact satisfies no comparison."""
    match when:
        case AllOf(conditions):
            return all(holds(one, situation) for one in conditions)
        case AnyOf(conditions):
            return any(holds(one, situation) for one in conditions)
        case Not(condition):
            return not holds(condition, situation)
        case Condition():
            return _holds(when, situation)
        case _:
            assert_never(when)


def _holds(condition: Condition, situation: Situation) -> bool:
    subject, operand = condition.subject, condition.operand
    match condition.test:
        case Test.IS:
            return bool(situation.value(subject) == operand)
        case Test.ONE_OF:
            return bool(situation.value(subject) in operand)
        case Test.KNOWN:
            return bool((situation.value(subject) not in (None, "", (), {})) is operand)
        case Test.ABOVE:
            return _compare(situation, subject, operand, above=True)
        case Test.AT_MOST:
            return _compare(situation, subject, operand, above=False)
        case Test.LATER_THAN:
            value = situation.value(subject)
            return isinstance(value, datetime) and value > situation.calendar.add(situation.at, operand)
        case Test.UNCHANGED:
            given = situation.values.get(subject)
            return (given is None or given == situation.state.facts.get(subject)) is bool(operand)
        case Test.WITHIN_LAST:
            return _within_last(situation, subject, operand)
        case Test.AT_LEAST:
            return situation.state.done.get(subject.removeprefix("done."), 0) >= int(operand)
        case Test.DEADLINE:
            return _deadline(situation) == str(operand)
        case Test.SEASON:
            first, last = (str(one) for one in operand)
            today = situation.at.astimezone(ZoneInfo(situation.calendar.zone)).strftime("%m-%d")
            return first <= today <= last if first <= last else today >= first or today <= last
        case Test.ACTOR:
            return bool(situation.roles & set(operand))
        case Test.STEP:
            return situation.state.step in operand
        case Test.INTERRUPTED:
            frames = situation.state.frames
            return len(frames) > 1 and frames[-2].step in operand
        case Test.RULES:
            found = situation.procedure.rules[subject.removeprefix("rules.")]
            return all(holds(one.when, situation) for one in found) is operand
        case Test.SERIES:
            series = situation.procedure.series[subject.removeprefix("series.")]
            return standing(readings(series, situation)) is operand
        case _:
            assert_never(condition.test)


def standing(found: Mapping[Key, Reading]) -> Standing:
    """Settled only where the last reading of every key is."""
    if not found:
        return Standing.NONE
    return Standing.SETTLED if all(one.settled for one in found.values()) else Standing.UNSETTLED


def readings(series: Series, situation: Situation) -> Mapping[Key, Reading]:
    """The last reading of every key, the one being entered included."""
    return latest(situation.state.readings.get(series.code, {}), entered(series, situation))


def latest(known: Mapping[Key, Reading], added: Mapping[Key, Reading]) -> Mapping[Key, Reading]:
    """The known readings with the added; one that was taken earlier, though entered later, changes nothing."""
    newer = {key: one for key, one in added.items() if key not in known or one.at >= known[key].at}
    return {**known, **newer} if newer else known


def entered(series: Series, situation: Situation) -> Mapping[Key, Reading]:
    """The reading that the form adds, under the key as it was first written; empty where it adds none."""
    value = situation.values.get(series.value)
    if value is None:
        return {}
    known = situation.state.readings.get(series.code, {})
    words = tuple(" ".join(str(situation.value(code) or "").split()) for code in series.key)
    same = [one for one in known if _folded(one) == _folded(words)]
    at = situation.values.get(series.at) if series.at else None
    settled = holds(series.settled, situation)
    return {same[0] if same else words: Reading(Decimal(value), at or situation.at, settled)}


def _folded(key: Key) -> Key:
    """“Salon ” and “salon” are one room."""
    return tuple(word.casefold() for word in key)


def _deadline(situation: Situation) -> str:
    """`within` up to and including the due instant, `past` after it; no due date is never past."""
    top = situation.state.top
    if top is None or top.due_at is None or situation.at <= top.due_at:
        return "within"
    return "past"


def _within_last(situation: Situation, subject: str, duration: Duration) -> bool:
    """A day counts as its last minute; what lies ahead is no further back than anything."""
    value = situation.value(subject)
    if value is None:
        return False
    calendar = situation.calendar
    at = value if isinstance(value, datetime) else calendar.end_of(value)
    return bool(at >= calendar.before(situation.at, duration))


def _compare(situation: Situation, subject: str, operand: Operand, *, above: bool) -> bool:
    value, limit = situation.value(subject), number(operand, situation)
    if value is None or limit is None:
        return False
    return bool(Decimal(value) > limit) if above else bool(Decimal(value) <= limit)


def number(operand: Operand, situation: Situation) -> Decimal | None:
    """The number that an operand stands for here; None where the fact or the table row is missing."""
    if operand.constant is not None:
        return Decimal(operand.constant)
    if operand.fact is not None:
        fact = situation.value(operand.fact)
        return None if fact is None else Decimal(fact) * operand.pct / 100
    table = situation.procedure.tables[operand.table or ""]
    row = table.rows.get(tuple(str(situation.value(key)) for key in table.by))
    return None if row is None else Decimal(row)
