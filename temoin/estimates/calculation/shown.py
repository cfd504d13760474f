"""A calculation as pages show it (`estimates/calculation.html`): sections with lines, totals, findings in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from temoin.documents.models import Document
from temoin.estimates.assembly import day_of
from temoin.estimates.calculation.checks import check
from temoin.estimates.calculation.findings import Finding
from temoin.estimates.calculation.kept import Kept, mission, of_version
from temoin.estimates.calculation.model import Calculation, Row
from temoin.estimates.calculation.words import sentences
from temoin.estimates.models import Line, Section, Version
from temoin.estimates.paper import quantity
from temoin.ui import formats


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: how much at what price, in words."""

    description: str
    code: str
    measure: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its lines; one without lines is left out."""

    code: str
    label: str
    total: Decimal
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything on the page. `refusals` and `warnings` are sentences; `papers` are what can be opened."""

    calculation: Calculation
    parts: tuple[Part, ...]
    refusals: tuple[str, ...]
    warnings: tuple[str, ...]
    papers: tuple[Document, ...]
    number: int | None = None  # of the version, once it is handed in

    @property
    def currency(self) -> str:
        return self.calculation.currency

    @property
    def rate(self) -> str:
        """`21 %`."""
        return f"{formats.number(self.calculation.totals.vat_rate.normalize())}\u00a0%"

    @property
    def vehicle(self) -> str:
        """`Volkswagen Golf, 1-ABC-234, 45 210 km`."""
        one = self.calculation.vehicle
        km = f"{formats.number(one.mileage)}\u00a0km" if one.mileage is not None else ""
        return ", ".join(filter(None, (f"{one.make} {one.model}".strip(), one.plate, km)))


def of_kept(kept: Kept) -> Shown:
    """The calculation that a firm still works with."""
    return _shown(kept.calculation, kept.findings, (kept.document,))


def of_handed_in(version: Version) -> Shown | None:
    """The calculation of a version, with what was doubtful on its day; None where it was not made of one."""
    said = of_version(version)
    if said is None:
        return None
    claim = version.assignment.claim
    findings = check(said, mission(version.assignment, day_of(claim, version.created_at)))
    papers = tuple(one for one in (version.document, version.source) if one is not None)
    return _shown(said, findings, papers, version.number)


def _shown(
    said: Calculation, findings: tuple[Finding, ...], papers: tuple[Document, ...], number: int | None = None
) -> Shown:
    refusals = tuple(one for one in findings if not one.code.warns)
    warnings = tuple(one for one in findings if one.code.warns)
    return Shown(
        said,
        tuple(part for section in Section if (part := _part(said, section)).entries),
        tuple(sentences(refusals, currency=said.currency, keyed=said.keyed)),
        tuple(sentences(warnings, currency=said.currency, keyed=said.keyed)),
        papers,
        number,
    )


def _part(said: Calculation, section: Section) -> Part:
    rows = [row for row in said.rows if row.section is section]
    return Part(
        section.value,
        label(section),
        said.totals.sections[section],
        tuple(Entry(row.description, row.code, measure(row, said.currency), row.amount) for row in rows),
    )


def label(section: str) -> str:
    """What people call a section."""
    text = str(Section(section).label) if section else _("other lines")
    return text[:1].upper() + text[1:]


def measure(line: Row | Line, currency: str) -> str:
    """`1,8 h × 64,00 €`, `1 u × 386,40 € − 5 %`."""
    words = f"{quantity(line.quantity, line.unit)} × {formats.money(line.unit_price, currency)}"
    if line.discount_pct:
        words += f" − {formats.number(line.discount_pct.normalize())}\u00a0%"
    return words
