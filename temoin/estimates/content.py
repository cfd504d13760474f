"""What somebody hands in as an estimate, before it becomes a version: lines or totals, and what VAT depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from temoin.estimates import measuring, sums
from temoin.estimates.models.line import Cover, LineState, Section
from temoin.estimates.models.price_item import Unit, WorkCategory
from temoin.estimates.models.version import Kind
from temoin.estimates.vat import Dwelling

MOST_LINES = 300
UNKNOWN = Dwelling()
LARGEST_PRICE = Decimal("9999999.99")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line as it is written; `item` is a PriceItem's id, `comes_from` a Line's. VAT is worked out, never typed.

    `code` is that of a calculation system, for lines of a `section`.
    """

    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    room: str = ""
    section: str = ""
    code: str = ""
    discount_pct: Decimal | None = None
    item: int | None = None
    off_list_reason: str = ""
    measured: str = ""
    work_category: str = WorkCategory.REPAIR.value
    wear_pct: Decimal = Decimal(0)
    cover: str = Cover.COVERED.value
    photos: tuple[str, ...] = ()
    answer: str = ""
    comes_from: int | None = None
    state: str = ""
    reason: str = ""

    @property
    def amount(self) -> Decimal:
        """Without VAT, as `models.Line` counts it."""
        return sums.amount(
            self.quantity, self.unit_price, self.discount_pct or Decimal(0), by_line=bool(self.section)
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """Keyed-in totals of an estimate whose lines are not known; `net + vat = gross`."""

    net: Decimal
    vat: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Lines or, where `totals` is given, totals alone; `file` is the id of a document that is already kept.

    `source` is the id of the kept file that the lines were read from, `calculation` its header.
    """

    kind: Kind
    lines: tuple[NewLine, ...] = ()
    totals: Totals | None = None
    dwelling: Dwelling = UNKNOWN
    price_list: int | None = None
    comment: str = ""
    file: str | None = None
    addressed_to: int | None = None
    source: str | None = None
    calculation: Mapping[str, Any] = field(default_factory=dict)


class Incomplete(Exception):
    """`problems`: line index (-1 for the whole) → field → code; nothing was written."""

    def __init__(self, problems: Mapping[int, Mapping[str, str]]) -> None:
        super().__init__(problems)
        self.problems = problems


def problems(content: Content) -> dict[int, dict[str, str]]:
    """What is missing or impossible; empty where the content can become a version."""
    found = {index: faults for index, line in enumerate(content.lines) if (faults := _faults(line, content))}
    if content.totals is not None:
        totals = content.totals
        if content.lines or totals.net + totals.vat != totals.gross or min(totals.net, totals.vat) < 0:
            found[-1] = {"gross": "sums_differ"}
    elif not content.lines:
        found[-1] = {"lines": "missing"}
    elif len(content.lines) > MOST_LINES:
        found[-1] = {"lines": "too_many"}
    return found


def _faults(line: NewLine, content: Content) -> dict[str, str]:
    faults = {}
    least = 0 if line.state == LineState.REFUSED else Decimal("0.001")
    if not line.description.strip():
        faults["description"] = "missing"
    if not least <= line.quantity <= measuring.LARGEST or _places(line.quantity) > 3:
        faults["quantity"] = "impossible"
    if not 0 <= line.unit_price <= LARGEST_PRICE or _places(line.unit_price) > 2:
        faults["unit_price"] = "impossible"
    if not 0 <= line.wear_pct <= 100 or _places(line.wear_pct) > 2:
        faults["wear_pct"] = "impossible"
    if line.discount_pct is not None and not (
        0 <= line.discount_pct <= 100 and _places(line.discount_pct) <= 2
    ):
        faults["discount_pct"] = "impossible"
    listed = line.item is not None or line.section  # a calculation system's prices are not of our list
    if not listed and not line.off_list_reason.strip() and content.kind is Kind.CONTRACTOR:
        faults["off_list_reason"] = "missing"
    known = {"unit": Unit.values, "work_category": WorkCategory.values, "cover": Cover.values}
    known["section"] = ["", *Section.values]
    faults.update({name: "not_a_choice" for name, among in known.items() if getattr(line, name) not in among})
    if line.state not in ("", *LineState.values) or (line.state and content.kind is not Kind.NETWORK):
        faults["state"] = "not_a_choice"
    if line.state in (LineState.REDUCED, LineState.REFUSED, LineState.ASKED) and not line.reason.strip():
        faults["reason"] = "missing"
    return faults


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 99


def line_to_json(line: NewLine) -> dict[str, Any]:
    """For a draft or a model; only what differs from an empty line. Decimals as text."""
    said = {
        name: str(value) if isinstance(value, Decimal) else value
        for name in NewLine.__slots__
        if (value := getattr(line, name)) not in ("", None, ())
    }
    return said | {"photos": list(line.photos)}


def line_from_json(said: Mapping[str, Any]) -> NewLine:
    """The line that `line_to_json` wrote; what cannot be read becomes a fault of the line, never an error."""
    texts = {
        name: str(said.get(name, ""))[:longest]
        for name, longest in LONGEST.items()
        if name in said or name in ("description", "unit")
    }
    return NewLine(
        **texts,
        quantity=decimal(said.get("quantity")),
        unit_price=decimal(said.get("unit_price")),
        wear_pct=decimal(said.get("wear_pct", "0")),
        discount_pct=decimal(said["discount_pct"]) if "discount_pct" in said else None,
        item=said.get("item"),
        comes_from=said.get("comes_from"),
        photos=tuple(said.get("photos", ())),
    )


LONGEST = {
    "description": 300,
    "unit": 8,
    "room": 60,
    "section": 12,
    "code": 40,
    "off_list_reason": 300,
    "measured": 200,
    "work_category": 20,
    "cover": 12,
    "answer": 500,
    "state": 8,
    "reason": 500,
}


def decimal(text: Any) -> Decimal:
    """A number as typed in any of our languages; -1, which no field of a line may be, where it is none."""
    try:
        value = Decimal(
            str(text).strip().replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
        )
    except InvalidOperation:
        return Decimal(-1)
    return value if value.is_finite() and abs(value) < Decimal(10) ** 12 else Decimal(-1)


def measured(line: NewLine, typed: str) -> NewLine:
    """The line with the quantity that was typed, a number or a formula; raises NotAMeasure."""
    formula = typed.strip() if measuring.is_formula(typed) else ""
    return replace(line, quantity=measuring.quantity(typed), measured=formula)


def dwelling_to_json(dwelling: Dwelling) -> dict[str, Any]:
    return {name: getattr(dwelling, name) for name in Dwelling.__slots__}


def dwelling_from_json(said: Mapping[str, Any]) -> Dwelling:
    return Dwelling(**{name: said[name] for name in Dwelling.__slots__ if name in said})
