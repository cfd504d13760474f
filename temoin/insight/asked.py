"""What figures are asked for: a period, some of the claims, and from whose side they are looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from temoin import clock
from temoin.insight import periods
from temoin.insight.periods import Kind, Period

NUMBERS = {
    "insurer": "compagnie",
    "organisation": "firme",
    "contractor": "prestataire",
    "person": "personne",
    "age": "age",
}
WORDS = {
    "trade": "metier",
    "zone": "zone",
    "step": "etape",
    "charged_to": "partie",
    "phase": "phase",
    "figure": "chiffre",
}
FILTERS = ("insurer", "trade", "zone")
"""Those that stay while one goes from page to page; the others name one number of a page."""
LARGEST = 2**31


@dataclass(frozen=True, slots=True)
class Side:
    """Who looks: what he is limited to (by column), and the names of his own pages.

    `claim` is the address of a claim's page, given its reference, `job` that of an assignment, given its id; `outcomes` that of the procedures' own figures.
    """

    limits: Mapping[str, int]
    figures: str
    lines: str
    claim: str = ""
    job: str = ""
    outcomes: str = ""
    network: bool = False

    def claim_url(self, reference: str, number: int, assignment: int) -> str:
        if self.job:
            return reverse(self.job, args=[assignment])
        return reverse(self.claim, args=[reference]) + (f"?mission={number}" if self.network else "")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. `only` narrows it, by column: insurer, trade, zone, step, charged_to, organisation, person."""

    period: Period
    side: Side
    only: Mapping[str, Any]

    def narrowed(self, **only: Any) -> Asked:
        return replace(self, only={**self.only, **only})

    @property
    def conditions(self) -> list[tuple[str, Any]]:
        """Column and value, all of which must hold; the side's own limits always."""
        return [*self.side.limits.items(), *self.only.items()]

    def query(self, **changes: Any) -> str:
        """The same question as an address's query, with columns changed (None leaves one out)."""
        said: dict[str, Any] = {"periode": self.period.kind.value}
        if self.period.kind is Kind.CHOSEN:
            said |= {"du": self.period.from_on.isoformat(), "au": self.period.to_on.isoformat()}
        kept = {name: value for name, value in self.only.items() if name in FILTERS} | changes
        names = NUMBERS | WORDS
        said |= {names.get(name, name): value for name, value in kept.items() if value not in (None, "")}
        return urlencode(said)

    def lines_url(self, what: str, **narrow: Any) -> str:
        """The list behind a number."""
        return f"{reverse(self.side.lines)}?{self.query(quoi=what, **narrow)}"


def read(request: HttpRequest, side: Side) -> Asked:
    """The question of an address; what it says that cannot be is left out."""
    given = request.GET
    period = periods.asked(given.get("periode", ""), given.get("du", ""), given.get("au", ""), clock.now())
    only: dict[str, Any] = {}
    for column, name in NUMBERS.items():
        value = given.get(name, "")
        if value.isascii() and value.isdecimal() and len(value) < 11 and int(value) < LARGEST:
            only[column] = int(value)
    for column, name in WORDS.items():
        value = given.get(name, "")[:60]
        if value and value.replace("-", "").replace("_", "").isalnum():
            only[column] = value
    return Asked(period, side, only)
