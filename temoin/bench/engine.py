"""The engine's own figures: loading a procedure, deciding, folding, explaining; no database."""

from __future__ import annotations

import timeit
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from temoin.engine import explain, language
from temoin.engine.decide import decide, evolve, fold
from temoin.engine.state import Actor, Entry, State
from temoin.procedures import files
from temoin.procedures.reading import calendar

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
HANDLER = Actor("case_handler", 1, 1, "bench")
CONTRACTOR = Actor("contractor", 2, 2, "bench")
GOALS = {"load": 300_000.0, "decide": 100.0, "fold": 500.0, "explain": 1000.0}  # µs


def figures() -> list[tuple[str, float, float]]:
    """(what, best of five in µs, goal in µs)."""
    procedure, french = files.procedure("home_repair"), calendar("fr")
    entries, state = _history()
    contact = {"contacted_at": START, "visit_at": START + timedelta(days=3)}
    top = state.top
    assert top is not None
    text = (files.FOLDER / "home_repair.yaml").read_text(encoding="utf-8")
    shared = files.SHARED_FIELDS.read_text(encoding="utf-8")

    def load() -> object:
        return language.load(text, name="home_repair.yaml", shared_fields=shared)

    def deciding() -> object:
        return decide(
            procedure, state, "record_contact", contact, CONTRACTOR, START + timedelta(hours=1), french
        )

    return [
        ("load", _best(load, 1), GOALS["load"]),
        ("decide", _best(deciding, 500), GOALS["decide"]),
        ("fold", _best(lambda: fold(entries), 500), GOALS["fold"]),
        ("explain", _best(lambda: explain.explain(procedure, entries, top, french), 100), GOALS["explain"]),
    ]


def _best(operation: Any, number: int) -> float:
    return min(timeit.repeat(operation, number=number, repeat=5)) / number * 1_000_000


def _history() -> tuple[list[Entry], State]:
    """Thirty entries of a home repair: opened, assigned, then notes."""
    procedure, french = files.procedure("home_repair"), calendar("fr")
    opening = {
        "loss_type": "water_damage",
        "trade": "plumbing",
        "insurer": 3,
        "authority_limit": Decimal("1550.00"),
        "country": "FR",
    }
    acts: list[tuple[str, dict[str, Any]]] = [("open", opening), ("assign", {"contractor": 2})]
    acts += [("add_note", {"comment": "note"})] * 28
    entries, state = list[Entry](), State()
    for action, values in acts:
        entries.append(decide(procedure, state, action, values, HANDLER, START, french))
        state = evolve(state, entries[-1])
    return entries, state
