"""What holds for every history: random people do random things at random times to a home repair."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from temoin.engine import alarms, clocks, codec, explain, ledger
from temoin.engine.choices import available
from temoin.engine.decide import decide, evolve, fold
from temoin.engine.duration import parse
from temoin.engine.model import Action, Field, FieldType, Procedure
from temoin.engine.refusals import Refused
from temoin.engine.state import Actor, Entry, Frame, State
from temoin.procedures.files import procedure
from temoin.procedures.reading import calendar

ORGANISATIONS = (10, 11, 12)
START = datetime(2026, 2, 20, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Move:
    """What somebody tries: who, which of the choices offered to him, how much later, with what values."""

    actor: int
    choice: int
    later: timedelta
    seed: int


MOVES = st.lists(
    st.builds(
        Move,
        st.integers(0, 99),
        st.integers(0, 99),
        st.timedeltas(timedelta(0), timedelta(days=6)),
        st.integers(0, 10_000),
    ),
    min_size=5,
    max_size=45,
)


def actors(rules: Procedure) -> list[Actor]:
    found = []
    for role in dict.fromkeys(one.played_by for one in rules.roles.values() if not one.machine):
        for organisation in ORGANISATIONS if role in {"contractor", "insurer", "loss_adjuster"} else (1,):
            found.append(Actor(role, organisation, 1, role))
    return [*found, Actor("machine", name="m", machine=True)]


def value(field: Field, at: datetime, seed: int) -> Any:
    match field.type:
        case FieldType.TEXT | FieldType.LONG_TEXT:
            return "words"
        case FieldType.YES_NO:
            return seed % 2 == 0
        case FieldType.NUMBER | FieldType.AMOUNT:
            return Decimal(seed % 3000)
        case FieldType.WHOLE:
            return max(field.minimum or 0, min(seed % 30, field.maximum or 30))
        case FieldType.DATE:
            return (at + timedelta(days=1 + seed % 20)).date()
        case FieldType.INSTANT:
            return (
                at - timedelta(minutes=seed % 90) if field.occurred else at + timedelta(hours=1 + seed % 500)
            )
        case FieldType.CHOICE:
            return list(field.choices)[seed % len(field.choices)]
        case FieldType.ORGANISATION | FieldType.PERSON:
            return ORGANISATIONS[seed % 3]
        case FieldType.ORGANISATIONS:
            return ORGANISATIONS[: 1 + seed % 3]
        case FieldType.FILES:
            return ("a",)
        case FieldType.ASSIGNMENT:
            return 1 + seed % 3
        case FieldType.CHECKLIST:
            answers = list(field.choices)
            return {item: answers[(seed + number) % len(answers)] for number, item in enumerate(field.items)}
        case FieldType.PARTY:
            return ("contractor", "insured", "nature")[seed % 3]
        case FieldType.STEP:
            return None


def filled(rules: Procedure, action: Action, at: datetime, seed: int) -> dict[str, Any]:
    found = {
        entry.code: value(rules.fields[entry.code], at, seed + number * 7)
        for number, entry in enumerate(action.form)
        if entry.required or (seed + number) % 3
    }
    for code, held in found.items():
        if rules.fields[code].type is FieldType.STEP:
            found[code] = list(rules.steps)[seed % len(rules.steps)]
        assert held is not None or rules.fields[code].type is FieldType.STEP
    return found | {"norm_reason": "words"}


def play(moves: list[Move]) -> tuple[Procedure, list[Entry], State, datetime]:
    rules, french, now = procedure("home_repair"), calendar("fr"), START
    state, entries = State(), list[Entry]()
    people = actors(rules)

    def add(entry: Entry) -> None:
        nonlocal state
        before = state
        entries.append(entry)
        state = evolve(state, entry)
        check(rules, before, state, entry)

    for number, move in enumerate(moves):
        now += move.later
        while due := [one for one in alarms.pending(rules, state, french) if one.at <= now]:
            add(alarms.fire(rules, state, due[0], people[-1], now, french))
        actor = people[move.actor % len(people)] if number else Actor("case_handler", 1, 1, "h")
        choices = available(rules, state, actor, now, french)
        if not choices:
            continue
        action = choices[move.choice % len(choices)].action
        try:
            values = filled(rules, action, now, move.seed)
            add(decide(rules, state, action.code, values, actor, now, french))
        except Refused:
            continue
    return rules, entries, state, now


def check(rules: Procedure, before: State, after: State, entry: Entry) -> None:
    """After every entry: one holder with a date and a way out, and no commitment moved."""
    if after.outcome is None:
        assert after.top is not None
        assert after.top.due_at is not None
        step = rules.steps[after.top.step]
        assert step.holder in rules.roles
        assert step.actions
        assert entry.charged_to == step.charged_to
    else:
        assert after.outcome in rules.ends
        assert entry.charged_to is None
    known = {frame.number: frame for frame in before.frames}
    for frame in after.frames:
        earlier = known.get(frame.number)
        if earlier is None or earlier.commitment_at is None or frame.commitment_at is None:
            continue
        assert frame.commitment_at == earlier.commitment_at


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(MOVES)
def test_every_history_keeps_the_relays_promises(moves: list[Move]) -> None:
    rules, entries, state, now = play(moves)
    assert fold(entries) == state  # stored = replayed
    if not entries:
        return
    found = ledger.intervals(rules, entries, now)
    open_time = _open_time(entries, now)
    assert sum(ledger.by_party(found).values(), timedelta()) == open_time  # minutes = elapsed
    for earlier, later in itertools.pairwise(found):
        assert earlier.end_at <= later.start_at
    _survives_storage(rules, entries, state)
    if state.top is not None:
        why = explain.explain(rules, entries, state.top, calendar("fr"))
        assert why.holds, (why, state.top)


def _open_time(entries: list[Entry], now: datetime) -> timedelta:
    """Elapsed while the assignment was open, summed the obvious way."""
    total = timedelta()
    for entry, following in zip(entries, [*entries[1:], None], strict=True):
        if entry.frames:
            total += (following.occurred_at if following else now) - entry.occurred_at
    return total


def _survives_storage(rules: Procedure, entries: list[Entry], state: State) -> None:
    """What JSON keeps is what was decided."""
    assert codec.state_from_json(rules, codec.state_to_json(state)) == state
    for entry in entries:
        stored = codec.entry_to_json(entry)
        assert (
            codec.entry_from_json(
                rules,
                stored,
                action=entry.action,
                actor=entry.actor,
                occurred_at=entry.occurred_at,
                recorded_at=entry.recorded_at,
            ).frames
            == entry.frames
        )


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 250),
    st.integers(0, 23),
    st.integers(0, 24 * 60 - 1),
    st.integers(1, 24 * 60),
)
def test_a_pause_outside_working_time_changes_nothing(day: int, hour: int, begin: int, length: int) -> None:
    """A Saturday and Sunday hold the whole pause, whenever the step was entered before it."""
    french = calendar("fr")
    entered = START + timedelta(days=day, hours=hour)
    saturday = entered + timedelta(days=(5 - entered.weekday()) % 7)
    saturday = saturday.replace(hour=1, minute=0)
    start = max(saturday + timedelta(minutes=begin), entered)
    end = min(start + timedelta(minutes=length), saturday + timedelta(hours=45))
    frame = Frame(1, "contact_for_estimate", entered, *([french.add(entered, parse("24h"))] * 2))
    if french.is_working_day(start.date()) or french.is_working_day(end.date()) or end <= start:
        return
    rules = procedure("home_repair")
    stopped = clocks.paused((frame,), rules, start, french)
    waiting = Frame(2, "wait_drying", start, end, end)
    assert clocks.resumed((*stopped, waiting), rules, end, french) == (frame,)
