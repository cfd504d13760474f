"""Every step of a procedure found by living it: the engine alone, the shortest way in, and a way out.

Organisations have invented ids (`FIRMS`), files one id (`FILE`); whoever plays a way over HTTP puts real ones there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice, product
from typing import Any

from temoin.engine import alarms
from temoin.engine.choices import subjects
from temoin.engine.conditions import Situation, holds
from temoin.engine.decide import decide, evolve
from temoin.engine.model import Action, Field, FieldType, Go, Procedure
from temoin.engine.permission import codes, permit, roles_of
from temoin.engine.refusals import Refused
from temoin.engine.state import EMPTY, Actor, Entry, State
from temoin.procedures.reading import calendar

BEGIN = datetime(2026, 7, 6, 8, tzinfo=UTC)
"""A Monday in summer, so that a wait for the contractor's holiday exists."""
STEP = timedelta(hours=1)
FIRMS = {"contractor": 901, "loss_adjuster": 902, "insurer": 903, "body_shop": 905}
OTHER_CONTRACTOR = 904
FILE = "00000000-0000-0000-0000-00000000f11e"
LIMIT = Decimal("1550.00")
FR = calendar("fr")


@dataclass(frozen=True, slots=True)
class Done:
    """One action of a way: who plays which role, with what filled in."""

    role: str
    action: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A step: the claim that can come there, the way in (its last action enters), and an action that leaves it."""

    step: str
    order: Mapping[str, Any]
    way: tuple[Done, ...]
    leaving: Done | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    state: State
    order: Mapping[str, Any]
    way: tuple[Done, ...]
    at: datetime


ORDERS: Mapping[str, tuple[dict[str, Any], ...]] = {
    "home_repair": (
        {"insurer_code": "MAIF"},
        {"insurer_code": "AZ"},
        {"insurer_code": "AZ", "ren_expert": True},
        {"insurer_code": "AZ", "platform": "sinapps"},
        {"insurer_code": "MAIF", "has_adjuster_figures": True},
    ),
    "vehicle_expertise": tuple(
        {
            "body_shop": FIRMS["body_shop"],
            "loss_adjuster": FIRMS["loss_adjuster"],
            "smart": smart,
            "close_by_on": BEGIN.date() + timedelta(days=3),
            "plate": "AB-123-CD",
            "vin": "VF1RFB00X56123456",
            "vehicle_make": "Renault",
            "vehicle_model": "Clio",
            "deductible_amount": Decimal("250.00"),
            "recoverable_vat_pct": Decimal(0),
            "direct_payment": True,
        }
        for smart in (True, False)
    ),
}
"""What is said at the opening besides the claim itself, by procedure: each leads to steps that no other does."""
DEEPEST = 10
MOST_FILLINGS = 40


def steps(procedure: Procedure) -> dict[str, Found]:
    """Each step with the shortest way to it; raises LookupError naming those that no way was found to."""
    found: dict[str, Found] = {}
    waiting: deque[_Place] = deque(_opened(procedure, order) for order in ORDERS[procedure.code])
    seen = {_like(place.state, place.order) for place in waiting}
    while waiting:
        place = waiting.popleft()
        step = place.state.step
        if step is not None and step not in found:
            found[step] = Found(step, place.order, place.way)
        if len(found) == len(procedure.steps) and _all_left(found):
            break
        if len(place.way) >= DEEPEST or _left_already(found, place):
            continue
        for done, entry in _acts(procedure, place):
            after = _settled(procedure, evolve(place.state, entry), place.at + STEP)
            if step is not None and found[step].leaving is None and _leaves(found[step], place, done, after):
                found[step] = Found(step, place.order, place.way, done)
            like = _like(after, place.order)
            if after.frames and like not in seen:
                seen.add(like)
                waiting.append(_Place(after, place.order, (*place.way, done), place.at + STEP))
    lost = [code for code in procedure.steps if code not in found or found[code].leaving is None]
    if lost:
        raise LookupError(f"no way into or out of {', '.join(lost)}")
    return found


def _all_left(found: Mapping[str, Found]) -> bool:
    return all(one.leaving is not None for one in found.values())


def _left_already(found: Mapping[str, Found], place: _Place) -> bool:
    """Whether a step three deep is worth going on from: only for the way out of it."""
    return len(place.state.frames) > 2 and found[place.state.step or ""].leaving is not None


def _leaves(found: Found, place: _Place, done: Done, after: State) -> bool:
    """An action by a person that takes the assignment out of the step, no override and no closing of the whole."""
    if found.way != place.way or done.role == "machine" or done.action in ("override", "reopen"):
        return False
    return after.step != found.step and after.outcome is None


def _opened(procedure: Procedure, order: Mapping[str, Any]) -> _Place:
    values = {
        "loss_type": next(iter(procedure.fields["loss_type"].choices)),
        "trade": next(iter(procedure.fields["trade"].choices)),
        "insurer": FIRMS["insurer"],
        "authority_limit": LIMIT,
        "country": "FR",
        **order,
    }
    known = {one.code for one in procedure.actions[procedure.opening].form}
    values = {code: value for code, value in values.items() if code in known}
    entry = decide(procedure, State(), procedure.opening, values, actor(procedure, "case_handler"), BEGIN, FR)
    return _Place(evolve(State(), entry), order, (), BEGIN + STEP)


def _settled(procedure: Procedure, state: State, at: datetime) -> State:
    """As the door finds it: what has run out by then went off at its own time."""
    if not any(procedure.steps[frame.step].expire for frame in state.frames):
        return state
    while state.frames and (alarm := alarms.overdue(procedure, state, at, FR)) is not None:
        brought = {one.code: False for one in procedure.actions[alarm.to].form}
        who = actor(procedure, "machine")
        state = evolve(state, alarms.fire(procedure, state, alarm, who, at, FR, brought))
    return state


def _like(state: State, order: Mapping[str, Any]) -> tuple[Any, ...]:
    """States that are explored once: the same steps over one another, with what decides most of what follows."""
    said = tuple(str(state.facts.get(code)) for code in DECIDES)
    firms = tuple(code in state.facts for code in FIRMS)
    calls = min(state.done.get("log_attempt", 0), 3)
    return tuple(frame.step for frame in state.frames), said, firms, calls, str(order)


DECIDES = (
    "estimate_total",
    "anomaly_open",
    "reservations_open",
    "invoice_over",
    "accepted",
    "estimate_begun",
    "validated_by",
)


def actor(procedure: Procedure, role: str) -> Actor:
    """Somebody who plays a role of the procedure."""
    played = procedure.roles[role]
    firm = FIRMS.get(played.played_by if played.organisation else "")
    return Actor(
        played.played_by, firm, person=None if played.machine else 1, name=role, machine=played.machine
    )


def _acts(procedure: Procedure, place: _Place) -> Iterator[tuple[Done, Entry]]:
    for code in codes(procedure, place.state):
        action = procedure.actions[code]
        if any(branch.go is Go.CHOSEN for branch in action.branches):
            continue
        done = _act(procedure, place, action)
        yield from done


def _act(procedure: Procedure, place: _Place, action: Action) -> Iterator[tuple[Done, Entry]]:
    """The action by its first role, with each filling that leads somewhere else."""
    led: set[Any] = set()
    for role in action.by:
        if not _may(procedure, place, action, role):
            continue
        for values in islice(fillings(procedure, place, action, role), MOST_FILLINGS):
            try:
                entry = decide(
                    procedure, place.state, action.code, values, actor(procedure, role), place.at, FR
                )
            except Refused:
                continue
            like = (entry.to_step, entry.outcome, frozenset(entry.facts), entry.facts.get("estimate_total"))
            if like not in led:
                led.add(like)
                yield Done(role, action.code, values), entry
        if led:
            return


def _may(procedure: Procedure, place: _Place, action: Action, role: str) -> bool:
    """Whether nothing stands against it whatever is filled in: asked once, before every filling is tried."""
    who = actor(procedure, role)
    roles = roles_of(procedure, who, place.state)
    try:
        permit(procedure, place.state, action, roles)
    except Refused:
        return False
    asked = {one.code for one in action.form}
    situation = Situation(procedure, place.state, EMPTY, who, roles, place.at, FR)
    return all(subjects(one.when) & asked or holds(one.when, situation) for one in action.requires)


def fillings(procedure: Procedure, place: _Place, action: Action, role: str) -> Iterator[dict[str, Any]]:
    """Whole forms: everything asked, and each answer that a condition of the action asks about."""
    fields = [procedure.fields[one.code] for one in action.form]
    read = _read(action) | {series.value for series in procedure.series.values()}
    asked = [(one.code, list(_values(one, place, one.code in read))) for one in fields]
    for combination in product(*(values for _code, values in asked)):
        filled = {code: value for (code, _), value in zip(asked, combination, strict=True)}
        yield _only_asked(procedure, place, action, role, filled)


def _only_asked(
    procedure: Procedure, place: _Place, action: Action, role: str, filled: dict[str, Any]
) -> dict[str, Any]:
    """Without what is asked only in another case."""
    who = actor(procedure, role)
    for one in action.form:
        others = {code: value for code, value in filled.items() if code != one.code}
        situation = Situation(procedure, place.state, others, who, frozenset({role}), place.at, FR)
        if one.required_when is not None and not holds(one.required_when, situation):
            filled = others
    filled["norm_reason"] = "plus tôt impossible"
    return filled


def _read(action: Action) -> set[str]:
    whens = [one.when for one in action.requires] + [branch.when for branch in action.branches]
    whens += [one.required_when for one in action.form if one.required_when is not None]
    return {name.split(".")[0] for when in whens for name in subjects(when)}


def _values(field_: Field, place: _Place, read: bool) -> Iterator[Any]:
    match field_.type:
        case FieldType.YES_NO:
            yield from (True, False) if read else (True,)
        case FieldType.CHOICE:
            known = place.state.facts.get(field_.code)  # as it stands in the form already
            first = [known] if known in field_.choices else []
            others = [one for one in field_.choices if one != known]
            yield from first + (others if read and len(others) < 8 else others[: 1 - len(first)])
        case FieldType.NUMBER | FieldType.WHOLE:
            yield from _numbers(field_, read)
        case FieldType.AMOUNT:
            yield from _amounts(field_, place, read)
        case FieldType.DATE:
            yield (place.at + timedelta(days=1) if field_.future else place.at).date()
        case FieldType.INSTANT:
            yield from _instants(field_, place, read)
        case FieldType.ORGANISATION:
            yield FIRMS.get(field_.code, FIRMS["contractor"])
        case FieldType.ORGANISATIONS:
            yield (FIRMS["contractor"], OTHER_CONTRACTOR)
        case FieldType.PERSON:
            yield 1
        case FieldType.FILES:
            yield (FILE,)
        case FieldType.STEP:
            yield place.state.step
        case FieldType.CHECKLIST:
            yield {item: next(iter(field_.choices)) for item in field_.items}
        case FieldType.TEXT | FieldType.LONG_TEXT:
            yield _text(field_, place)
        case _:
            yield next(iter(FIRMS))


def _text(field_: Field, place: _Place) -> str:
    if field_.link:
        return "https://video.example.test/x"
    return "[]" if field_.code == "availabilities" else "Fait comme convenu"


def _numbers(field_: Field, read: bool) -> Iterator[Any]:
    low = max(field_.minimum if field_.minimum is not None else 1, 1)
    whole = field_.type is FieldType.WHOLE
    yield low if whole else Decimal(low)
    if read:
        high = min(field_.maximum if field_.maximum is not None else 90, 90)
        yield high if whole else Decimal(high)


def _amounts(field_: Field, place: _Place, read: bool) -> Iterator[Any]:
    if field_.supplied:
        yield Decimal(0) if field_.code == "paid_left" else LIMIT  # no way pays and comes back
        return
    total = place.state.facts.get("estimate_total")
    if total is not None and field_.code != "estimate_total":
        yield total
        yield Decimal("100.00")
        return
    yield place.state.facts.get(field_.code) or Decimal("980.00")  # as it stands in the form already
    if read or field_.code == "estimate_total":
        yield Decimal("5000.00")


def _instants(field_: Field, place: _Place, read: bool) -> Iterator[datetime]:
    if not field_.future:
        yield place.at
        return
    yield place.at + timedelta(days=2)
    if read:
        yield place.at + timedelta(days=10)
