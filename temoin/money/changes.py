"""What an entry means for the payment lists: pure, so that a list can be made anew from the journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from temoin.engine.state import Entry, State
from temoin.money import amounts
from temoin.money.amounts import Split

STEP = "payment_listed"
"""The step in which an assignment is on a list."""
PAY, CORRECT, PRESENT = "pay_listed", "correct_payment", "request_direct_payment"


@dataclass(frozen=True, slots=True)
class Put:
    """A payment is put on the list of a day."""

    pays_on: date
    invoice_number: str
    split: Split


@dataclass(frozen=True, slots=True)
class TakenOff:
    """The payment comes off its list, which is still open."""


@dataclass(frozen=True, slots=True)
class Paid:
    """The day of the list is over."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An amount that was paid is taken back by the list of a day."""

    pays_on: date
    invoice_number: str
    amount: Decimal  # above nothing
    reason: str


Change = Put | TakenOff | Paid | TakenBack


def of_entry(before: State, entry: Entry, after: State) -> Iterator[Change]:
    """What one entry changes; nothing, nearly always."""
    was, now = _listed(before), _listed(after)
    if was is not None and was != now:
        yield Paid() if entry.action == PAY else TakenOff()
    if now is not None and was != now:
        found = amounts.of_facts(after.facts)
        if found is not None and after.facts.get("pays_on"):
            yield Put(after.facts["pays_on"], str(after.facts.get("invoice_number", "")), found)
    if entry.action == CORRECT:
        yield TakenBack(
            entry.values["taken_back_on"],
            str(after.facts.get("invoice_number", "")),
            entry.values["correction_amount"],
            str(entry.values["reason"]),
        )


def _listed(state: State) -> int | None:
    """The number of the stretch of time in which the assignment is on a list."""
    return next((one.number for one in state.frames if one.step == STEP), None)
