"""Rule sets, boards, printed sentences, copied facts, days as dates: the words that a second procedure needed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from temoin.engine import alarms, language
from temoin.engine.decide import decide, evolve
from temoin.engine.language import ProcedureErrors
from temoin.engine.refusals import NotYours
from temoin.engine.rules import looked_at
from temoin.engine.state import Actor, State
from temoin.procedures.reading import calendar
from tests.engine.casefile import at
from tests.engine.keeping import labelled

TEXT = labelled((Path(__file__).parent / "lending.yaml").read_text(encoding="utf-8")).replace(
    "PRINTED", '{fr: "RENDRE LE {back_on}", nl: "TERUG OP {back_on}", en: "BACK ON {back_on}"}'
)
BINDER = Actor("binder", organisation=7, person=1, name="Bea Binder")
PARIS = calendar("fr")


def lent(actor: Actor = BINDER, **values: Any) -> State:
    said = {
        "binder": 7,
        "shelfmark": "A-1",
        "back_on": date(2026, 3, 6),
        "bought_on": date(2025, 6, 1),
        "worth": Decimal("100.00"),
        **values,
    }
    procedure = language.load(TEXT, name="lending.yaml")
    entry = decide(procedure, State(), "lend", said, actor, at("2026-03-02 09:00"), PARIS)
    return evolve(State(), entry)


def bound(state: State, price: str) -> State:
    procedure = language.load(TEXT, name="lending.yaml")
    given = {"price": Decimal(price)}
    return evolve(state, decide(procedure, state, "bind", given, BINDER, at("2026-03-03 09:00"), PARIS))


def errors(old: str, new: str) -> str:
    assert TEXT.count(old) == 1
    with pytest.raises(ProcedureErrors) as caught:
        language.load(TEXT.replace(old, new), name="lending.yaml")
    return "\n".join(str(one) for one in caught.value.problems)


def test_a_day_is_an_action_date_until_its_last_minute() -> None:
    state = lent()
    assert state.top is not None
    assert state.top.due_at == datetime(2026, 3, 6, 22, 59, tzinfo=UTC)


def test_a_step_has_run_out_only_after_its_last_moment() -> None:
    state, procedure = lent(), language.load(TEXT, name="lending.yaml")
    assert state.top is not None
    due_at = state.top.due_at
    assert due_at is not None
    assert alarms.overdue(procedure, state, due_at, PARIS) is None
    found = alarms.overdue(procedure, state, at("2026-03-07 00:00"), PARIS)
    assert found is not None
    assert (found.to, found.at) == ("lose", due_at)


def test_whoever_opens_is_of_the_firm_that_he_names() -> None:
    with pytest.raises(NotYours):
        lent(binder=8)


@pytest.mark.parametrize(
    ("price", "changes", "outcome"),
    [
        ("40.00", {}, "bound"),
        ("40.01", {}, None),
        ("40.00", {"worth": None}, None),
        ("40.00", {"bought_on": date(2025, 3, 3)}, "bound"),
        ("40.00", {"bought_on": date(2025, 3, 1)}, None),
    ],
)
def test_the_machine_decides_only_where_every_rule_holds(
    price: str, changes: dict[str, Any], outcome: str | None
) -> None:
    state = bound(lent(**changes), price)
    assert state.outcome == outcome
    assert state.facts.get("agreed") == (Decimal(price) if outcome else None)


def test_every_rule_is_told_with_its_answer() -> None:
    state, procedure = bound(lent(), "50.00"), language.load(TEXT, name="lending.yaml")
    found = looked_at(procedure, "cheap", state, at("2026-03-03 09:00"), PARIS, BINDER)
    assert [(rule.code, held) for rule, held in found] == [("price", False), ("young", True)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rules.cheap: met", "rules.cheep: met", "unknown rule set `cheep`; did you mean `cheap`"),
        ("rules.cheap: met", "price: {above: 3}", "rule set `cheap` is used nowhere"),
        ("bought_on: {within_last: 12mo}", "shelfmark: {within_last: 12mo}", "not a date"),
        ("bought_on: {within_last: 12mo}", "rules.cheap: met", "a rule cannot ask for a rule set"),
        ("{fact: worth, pct: 40}", "{fact: worth, pct: 0}", "pct"),
        ("$price", "$shelfmark", "copies no field of type amount"),
        ("ends: [bound, lost]", "ends: [bound]", "`lost` in no section"),
        ("ends: [bound, lost]", "ends: [bound, lost], steps: [lent]", "`lent` stands in the section `out` already"),
        ("  binder:\n    all:", "  reader:\n    all:", "boards: unknown role `reader`"),
        ("RENDRE LE {back_on}", "RENDRE LE {back_at}", "`{back_at}` is no field that is kept"),
        ("repairer: binder", "repairer: smith", "repairer"),
        ("type: text, searched: yes", "type: date, searched: yes", "`searched` means nothing for type date"),
        ("type: text, searched: yes", "type: date, link: yes", "`link` means nothing for type date"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(old: str, new: str, said: str) -> None:
    assert said in errors(old, new)
