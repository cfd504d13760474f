"""Reads what was typed into the study: a decision per line, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from temoin.estimates import measuring
from temoin.estimates.content import LARGEST_PRICE, decimal
from temoin.estimates.models import Cover, Line
from temoin.estimates.study.beside import Figures
from temoin.estimates.study.decisions import Choice, Decision, kept

Faults = dict[int, dict[str, str]]
LONGEST = 500
NEED_WORDS = (Choice.REDUCE, Choice.REFUSE, Choice.ASK)


def decisions(
    data: Mapping[str, str], lines: Iterable[Line], beside: Mapping[int, Figures]
) -> tuple[dict[int, Decision], Faults]:
    """By line; a fault is a sentence beside its field (`quantity`, `price`, `reason`, `wear`)."""
    found, faults = {}, {}
    for line in lines:
        decision, wrong = _one(data, line, offered=line.pk in beside)
        found[line.pk] = decision
        if wrong:
            faults[line.pk] = wrong
    return found, faults


def take_all(
    before: Mapping[int, Decision], lines: Iterable[Line], beside: Mapping[int, Figures]
) -> dict[int, Decision]:
    """The figures beside on every line that has some; the others stay as they are decided."""
    return {
        line.pk: replace(before[line.pk], choice=Choice.TAKE) if line.pk in beside else before[line.pk]
        for line in lines
    }


def _one(data: Mapping[str, str], line: Line, *, offered: bool) -> tuple[Decision, dict[str, str]]:
    wrong: dict[str, str] = {}
    choice = _choice(data.get(f"d-{line.pk}", ""), offered=offered)
    reason = data.get(f"r-{line.pk}", "").replace("\x00", "").strip()[:LONGEST]
    quantity, price = line.quantity, line.unit_price
    if choice is Choice.REDUCE:
        quantity = _quantity(data.get(f"q-{line.pk}", ""), line, wrong)
        price = _price(data.get(f"p-{line.pk}", ""), line, wrong)
        if not wrong and quantity * price > line.amount:
            wrong["price"] = _("That is more than the contractor asks.")
    if choice in NEED_WORDS and not reason:
        wrong["reason"] = (
            _("Write your question.")
            if choice is Choice.ASK
            else _("Give the reason: the contractor reads it.")
        )
    wear = _wear(data.get(f"w-{line.pk}"), line, wrong)
    cover = data.get(f"c-{line.pk}", line.cover)
    return replace(
        kept(line), choice=choice, quantity=quantity, unit_price=price, reason=reason, wear_pct=wear,
        cover=cover if cover in Cover.values else line.cover,
    ), wrong  # fmt: skip


def _choice(said: str, *, offered: bool) -> Choice:
    choice = Choice(said) if said in set(Choice) else Choice.KEEP
    return choice if offered or choice is not Choice.TAKE else Choice.KEEP


def _quantity(said: str, line: Line, wrong: dict[str, str]) -> Decimal:
    if not said.strip():
        return line.quantity
    try:
        found = measuring.quantity(said)
    except measuring.NotAMeasure:
        found = Decimal(0)
    if not found:
        wrong["quantity"] = _("A quantity above 0, or how it is measured: 4.2 × 2.5.")
        return line.quantity
    return found


def _price(said: str, line: Line, wrong: dict[str, str]) -> Decimal:
    if not said.strip():
        return line.unit_price
    found = decimal(said)
    if not 0 <= found <= LARGEST_PRICE or round(found, 2) != found:
        wrong["price"] = _("A price with at most two decimals.")
        return line.unit_price
    return found


def _wear(said: str | None, line: Line, wrong: dict[str, str]) -> Decimal:
    if said is None or not said.strip():
        return line.wear_pct if said is None else Decimal(0)
    found = decimal(said)
    if not 0 <= found <= 100 or round(found, 2) != found:
        wrong["wear"] = _("A percentage from 0 to 100.")
        return line.wear_pct
    return found
