"""What a supplement changed (`estimates/calculation_difference.html`): section by section, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from temoin.estimates.calculation.shown import label, measure
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
