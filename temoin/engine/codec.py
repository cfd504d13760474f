"""Entries and states as plain JSON values and back: what the journal and the assignment's row hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from temoin.engine.model import FieldType, Procedure
from temoin.engine.state import Actor, Entry, Frame, Reading, Readings, State, Term

Json = dict[str, Any]
INSTANTS = ("entered_at", "commitment_at", "due_at", "promised_at", "expires_at")
READING = ("value", "at", "settled")
ALWAYS_SAID = ("commitment_left", "due_left", "expires_left")
"""A clock that stopped with nothing left on it says 0: without it nobody could set it going again."""


def instant(at: datetime) -> str:
    """An instant as ISO 8601 in UTC, to the microsecond only where there is one."""
    return at.astimezone(UTC).isoformat()


def plain(value: Any) -> Any:
    """A value as JSON: instants in UTC, amounts as text so that no digit is lost."""
    match value:
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case tuple():
            return [plain(one) for one in value]
        case Mapping():
            return {key: plain(one) for key, one in value.items()}
        case _:
            return value


def rich(procedure: Procedure, code: str, value: Any) -> Any:
    """A JSON value as its field's type; names that are no field (set by a branch) stay as they are."""
    field = procedure.fields.get(code)
    if value is None or field is None:
        return tuple(value) if isinstance(value, list) else value
    match field.type:
        case FieldType.INSTANT:
            return datetime.fromisoformat(value)
        case FieldType.DATE:
            return date.fromisoformat(value)
        case FieldType.AMOUNT | FieldType.NUMBER:
            return Decimal(value)
        case FieldType.FILES | FieldType.ORGANISATIONS:
            return tuple(value)
        case FieldType.CHECKLIST:
            return MappingProxyType(dict(value))
        case _:
            return value


def readings_to_json(readings: Readings) -> Json:
    """Readings by series, each with its key."""
    return {
        code: [
            {"key": list(key), **{name: plain(getattr(one, name)) for name in READING}}
            for key, one in found.items()
        ]
        for code, found in readings.items()
    }


def readings_from_json(data: Json) -> Readings:
    """The readings that `readings_to_json` wrote."""
    return MappingProxyType(
        {
            code: {
                tuple(one["key"]): Reading(
                    Decimal(one["value"]), datetime.fromisoformat(one["at"]), one["settled"]
                )
                for one in found
            }
            for code, found in data.items()
        }
    )


def frame_to_json(frame: Frame) -> Json:
    """A frame, without what is empty."""
    found = {one.name: plain(getattr(frame, one.name)) for one in fields(frame) if one.name != "clocks"}
    said = {
        key: value
        for key, value in found.items()
        if value not in (None, [], 0) or (value == 0 and key in ALWAYS_SAID)
    }
    return said | ({"clocks": [_term_to_json(one) for one in frame.clocks]} if frame.clocks else {})


def _term_to_json(term: Term) -> Json:
    said: Json = {"code": term.code, "due_at": instant(term.due_at)}
    return said | ({"met_at": instant(term.met_at)} if term.met_at is not None else {})


def _term_from_json(data: Json) -> Term:
    met_at = data.get("met_at")
    due_at = datetime.fromisoformat(data["due_at"])
    return Term(data["code"], due_at, datetime.fromisoformat(met_at) if met_at else None)


def frame_from_json(data: Json) -> Frame:
    """The frame that `frame_to_json` wrote."""
    known = {key: datetime.fromisoformat(data[key]) if key in data else None for key in INSTANTS}
    return Frame(
        number=data["number"],
        step=data["step"],
        times_moved=data.get("times_moved", 0),
        commitment_left=data.get("commitment_left"),
        due_left=data.get("due_left"),
        expires_left=data.get("expires_left"),
        fired=tuple(data.get("fired", ())),
        clocks=tuple(_term_from_json(one) for one in data.get("clocks", ())),
        **known,  # type: ignore[arg-type]  # entered_at is always there
    )


def values_to_json(values: Mapping[str, Any]) -> Json:
    """Values or facts as JSON."""
    return {key: plain(value) for key, value in values.items()}


def values_from_json(procedure: Procedure, data: Json) -> Mapping[str, Any]:
    """Values or facts with their fields' types."""
    return MappingProxyType({key: rich(procedure, key, value) for key, value in data.items()})


def entry_to_json(entry: Entry) -> Json:
    """What the journal keeps of an entry besides its own columns (action, actor, instants)."""
    return {
        "values": values_to_json(entry.values),
        "from": entry.from_step,
        "to": entry.to_step,
        "frames": [frame_to_json(frame) for frame in entry.frames],
        "facts": values_to_json(entry.facts),
        "outcome": entry.outcome,
        "charged_to": entry.charged_to,
        "tell": dict(entry.tell),
        **_readings(entry.readings),
        **({"recharged": {str(k): v for k, v in entry.recharged.items()}} if entry.recharged else {}),
    }


def entry_from_json(
    procedure: Procedure,
    data: Json,
    *,
    action: str,
    actor: Actor,
    occurred_at: datetime,
    recorded_at: datetime,
) -> Entry:
    """The entry as it was decided."""
    return Entry(
        action=action,
        actor=actor,
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        values=values_from_json(procedure, data["values"]),
        from_step=data["from"],
        to_step=data["to"],
        frames=tuple(frame_from_json(frame) for frame in data["frames"]),
        facts=values_from_json(procedure, data["facts"]),
        outcome=data["outcome"],
        charged_to=data["charged_to"],
        tell=data.get("tell", {}),
        readings=readings_from_json(data.get("readings", {})),
        recharged={int(number): party for number, party in data.get("recharged", {}).items()},
    )


def _readings(readings: Readings) -> Json:
    """Most assignments have none, and those written before there were any name none."""
    return {"readings": readings_to_json(readings)} if readings else {}


def state_to_json(state: State) -> Json:
    """What the assignment's row keeps beside its columns."""
    return {
        "frames": [frame_to_json(frame) for frame in state.frames],
        "facts": values_to_json(state.facts),
        "outcome": state.outcome,
        "done": dict(state.done),
        "frames_made": state.frames_made,
        "changed_at": plain(state.changed_at),
        **_readings(state.readings),
    }


def state_from_json(procedure: Procedure, data: Json) -> State:
    """The state as it was kept."""
    return State(
        frames=tuple(frame_from_json(frame) for frame in data["frames"]),
        facts=values_from_json(procedure, data["facts"]),
        outcome=data["outcome"],
        done=MappingProxyType(dict(data["done"])),
        frames_made=data["frames_made"],
        changed_at=datetime.fromisoformat(data["changed_at"]) if data["changed_at"] else None,
        readings=readings_from_json(data.get("readings", {})),
    )
