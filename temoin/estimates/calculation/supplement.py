"""The calculations handed in on an assignment, and what a supplement changed: section by section, line by line.

`estimates/calculations.html` shows both (context `handed_in`), `estimates/calculation_difference.html` the change alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from temoin.claims.models import Assignment
from temoin.engine.state import Actor
from temoin.estimates import reach
from temoin.estimates.calculation.shown import Shown, label, measure, of_handed_in
from temoin.estimates.difference import difference
from temoin.estimates.models import Line, Section, Version


@dataclass(frozen=True, slots=True)
class Step:
    """A line that a supplement added, took out or changed: `before` and `after` in words, empty where there is none."""

    kind: str  # added, removed, changed
    description: str
    code: str
    before: str
    after: str
    amount: Decimal  # how much more, without VAT; negative where less


@dataclass(frozen=True, slots=True)
class Moved:
    """A section with what changed in it; `amount` is how much more it costs, without VAT."""

    label: str
    amount: Decimal
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A supplement against the version before; `gross` is how much more it costs, VAT included."""

    old: Version
    new: Version
    sections: tuple[Moved, ...]
    gross: Decimal


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The newest calculation, and what it changed where it is a supplement."""

    shown: Shown
    changed: Changed | None


def handed_in(assignment: Assignment, reader: Actor) -> HandedIn | None:
    """What the reader may see of it; None where no calculation was handed in, or none is for this reader."""
    rows = reach.all_of(assignment, reader).select_related("source").prefetch_related("lines")
    found = list(rows.exclude(calculation={}))[-2:]
    if not found:
        return None
    newest = found[-1]
    newest.assignment = assignment
    shown = of_handed_in(newest)
    assert shown is not None  # it has a calculation
    return HandedIn(shown, changed(found[0], newest) if len(found) == 2 else None)


def changed(old: Version, new: Version) -> Changed:
    """What changed from one version to the next, section by section and line by line."""
    told, currency = difference(old, new), new.currency
    steps = [
        *((one.new.section, _step("changed", one.old, one.new, currency)) for one in told.changed),
        *((one.section, _step("added", None, one, currency)) for one in told.added),
        *((one.section, _step("removed", one, None, currency)) for one in told.removed),
    ]
    sections = []
    for code in (*Section.values, ""):
        own = tuple(step for section, step in steps if section == code)
        if own:
            sections.append(Moved(label(code), sum((one.amount for one in own), Decimal(0)), own))
    return Changed(old, new, tuple(sections), told.gross)


def _step(kind: str, old: Line | None, new: Line | None, currency: str) -> Step:
    line = new or old
    assert line is not None  # one of both is always there
    return Step(
        kind,
        line.description,
        line.item_code,
        measure(old, currency) if old else "",
        measure(new, currency) if new else "",
        (new.amount if new else Decimal(0)) - (old.amount if old else Decimal(0)),
    )
