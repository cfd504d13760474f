"""One entry of the old journal as one of Témoin's: no rule decides, it is told as it stood."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from temoin.engine import codec
from temoin.engine.calendar import Calendar
from temoin.engine.model import Procedure
from temoin.engine.state import EMPTY, Actor, Entry, State
from temoin.exchange.old_journal import stack
from temoin.exchange.old_journal.entries import Fact
from temoin.exchange.old_journal.plan import PlannedEntry
from temoin.exchange.old_journal.stamps import to_utc

ROLE = "imported"
"""The old system did not print in which role somebody wrote."""
UNKNOWN = "–"


def told(
    procedure: Procedure, calendar: Calendar, state: State, planned: PlannedEntry, *, at: datetime
) -> Entry:
    """The engine's entry, recorded at `at`."""
    frames = stack.after(procedure, calendar, state, planned)
    step = procedure.steps[frames[-1].step] if frames else None
    return Entry(
        action=planned.action,
        actor=_actor(planned),
        occurred_at=planned.occurred_at,
        recorded_at=at,
        values=values(planned, dated=stack.written_due(calendar, planned) is not None),
        from_step=state.step,
        to_step=step.code if step else None,
        frames=frames,
        facts=EMPTY,
        outcome=None,
        charged_to=step.charged_to if step else None,
    )


def _actor(planned: PlannedEntry) -> Actor:
    who = planned.actor
    number = f"({who.number})" if who.number else ""
    name = " ".join(part for part in (who.name, number) if part)
    return Actor(role=ROLE, name=name or UNKNOWN, machine=who.machine is not None)


def values(planned: PlannedEntry, *, dated: bool) -> Mapping[str, Any]:
    """What the journal keeps of an entry: its text, and all that was understood of it, as JSON.

    `dated`: the action date in force is the one written in the entry (`due_at`).
    """
    found: dict[str, Any] = {
        "key": planned.key,
        "text": planned.text,
        "line": planned.line,
        "step": planned.step,
        "label": planned.label,
        "norm": planned.norm,
        "comment": planned.comment,
        "due_at": codec.instant(planned.due_at) if planned.due_at and dated else None,
        "due_ignored": codec.instant(planned.due_at) if planned.due_at and not dated else None,
        "time_borrowed": planned.time_borrowed,
        "repeats": planned.repeats,
        "people": [
            {"role": one.role, "number": one.number, "name": one.name, "organisation": one.organisation}
            for one in planned.parties
        ],
        "facts": {code: _plain(fact) for code, fact in planned.facts.items()},
        "remarks": [[one.code, one.line, one.detail] for one in planned.remarks],
    }
    return {key: value for key, value in found.items() if value not in (None, "", [], {}, False)}


def _plain(fact: Fact) -> Any:
    """A fact as JSON; a wall clock time of the journal becomes the instant that it was."""
    match fact:
        case datetime():
            return codec.instant(to_utc(fact))
        case date() | Decimal():
            return codec.plain(fact)
        case _:
            return fact
