"""Reads the rules of a country and finds the one that holds; the first that fits wins, as they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
CATEGORIES = ("S", "AE", "E", "O")
"""UNCL5305: standard rated (any rate above 0), reverse charge, exempt, outside VAT."""


class NoRule(LookupError):
    """No rule of the country covers that day: its file must be completed."""


@dataclass(frozen=True, slots=True)
class Dwelling:
    """What VAT asks of the place; None is not known. `first_occupied` is a year."""

    first_occupied: int | None = None
    private_use: bool | None = None
    new_building: bool | None = None  # also an extension by more than a tenth


@dataclass(frozen=True, slots=True)
class Rule:
    """A rate with the conditions it holds under. `years`: full calendar years since first occupation, at least."""

    id: str
    country: str
    valid_from: date
    valid_to: date | None
    legs: frozenset[str]
    work: frozenset[str]  # empty: any
    years: int | None
    private: bool
    category: str
    rate: Decimal
    reason: Mapping[str, str]
    mention: Mapping[str, str]  # what estimate and invoice must say
    checked_by: str

    def fits(self, dwelling: Dwelling, on: date) -> bool:
        """Whether the place is certainly such that the rule holds."""
        if self.years is not None:
            year = dwelling.first_occupied
            if year is None or on.year - year < self.years or dwelling.new_building is not False:
                return False
        return not self.private or dwelling.private_use is True


@dataclass(frozen=True, slots=True)
class Explained:
    """A rule in one language: `10 %: logement de plus de 2 ans, travaux d'entretien`."""

    rule: str
    category: str
    rate: Decimal
    reason: str
    mention: str


def rule_for(country: str, leg: str, work_category: str, dwelling: Dwelling, on: date) -> Rule:
    """The rule for works of a kind in a dwelling, invoiced on that leg on that day. Raises NoRule."""
    for rule in rules(country):
        dated = rule.valid_from <= on and (rule.valid_to is None or on <= rule.valid_to)
        if (
            dated
            and leg in rule.legs
            and (not rule.work or work_category in rule.work)
            and rule.fits(dwelling, on)
        ):
            return rule
    raise NoRule(f"{country} {leg} {work_category} {on}")


def explain(rule: Rule, language: str) -> Explained:
    """The rule in a reader's language."""
    return Explained(rule.id, rule.category, rule.rate, rule.reason[language], rule.mention.get(language, ""))


@cache
def rules(country: str) -> tuple[Rule, ...]:
    """All rules of a country, in the order of its file. Raises NoRule for a country without one."""
    file = HERE / f"{country.upper()}.yaml"
    if country not in ("FR", "BE", "NL"):
        raise NoRule(country)
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    return tuple(_read(country, one) for one in said["rules"])


def _read(country: str, said: Mapping[str, Any]) -> Rule:
    dwelling = said.get("dwelling", {})
    if said["category"] not in CATEGORIES:
        raise ValueError(f"{said['id']}: unknown category {said['category']}")
    return Rule(
        id=said["id"],
        country=country,
        valid_from=said["from"],
        valid_to=said.get("to"),
        legs=frozenset(said["leg"]),
        work=frozenset(said.get("work", [])),
        years=dwelling.get("years"),
        private=dwelling.get("private", False),
        category=said["category"],
        rate=Decimal(said["rate"]),
        reason=said["reason"],
        mention=said.get("mention", {}),
        checked_by=said["checked_by"],
    )
