"""What the machine looked at before it decided by itself, or left it to a person."""

from __future__ import annotations

from datetime import datetime

from temoin.engine.calendar import Calendar
from temoin.engine.conditions import Situation, holds
from temoin.engine.model import Procedure, Rule
from temoin.engine.state import EMPTY, Actor, State


def looked_at(
    procedure: Procedure, rules: str, state: State, at: datetime, calendar: Calendar, actor: Actor
) -> list[tuple[Rule, bool]]:
    """Every rule of a set, in its order, with whether it holds for these facts at that moment."""
    situation = Situation(procedure, state, EMPTY, actor, frozenset(), at, calendar)
    return [(one, holds(one.when, situation)) for one in procedure.rules[rules]]
