"""Reads a calculation's XML (docs/reference/calculation-file.md): hostile files refused, every fault with its line.

Expat is driven by hand: a document type, and with it every entity, is refused before it is looked at, and nothing
outside the file is ever opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from xml.parsers import expat

from temoin.estimates.calculation.findings import Code, Finding
from temoin.estimates.calculation.model import LARGEST_FILE, NAMESPACE, Calculation, Row, Totals, Vehicle
from temoin.estimates.content import MOST_LINES
from temoin.estimates.models.line import Section
from temoin.estimates.models.price_item import Unit

MOST_FINDINGS = 20
UNITS = (Unit.U.value, Unit.H.value, Unit.FORFAIT.value)
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.([0-9]{1,6}))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Read:
    """The calculation, or None with the findings that say why not."""

    calculation: Calculation | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Attribute:
    """How the text of an attribute is read; `most` is characters of a text, decimals of a number."""

    kind: str
    most: int = 0
    required: bool = True
    choices: tuple[str, ...] = ()


_MONEY = _Attribute("number", 2)
_TEXT_40 = _Attribute("text", 40)
_SECTIONS = tuple(Section.values)
ELEMENTS: Mapping[str, Mapping[str, _Attribute]] = {
    "calculation": {
        "system": _Attribute("text", 60),
        "number": _TEXT_40,
        "date": _Attribute("date"),
        "currency": _Attribute("text", 3),
    },
    "vehicle": {
        "plate": _Attribute("text", 20, required=False),
        "vin": _Attribute("text", 20, required=False),
        "make": _Attribute("text", 60, required=False),
        "model": _Attribute("text", 60, required=False),
        "mileage": _Attribute("number", 0, required=False),
    },
    "lines": {},
    "line": {
        "section": _Attribute("choice", choices=_SECTIONS),
        "code": _Attribute("text", 40, required=False),
        "description": _Attribute("text", 300),
        "quantity": _Attribute("number", 3),
        "unit": _Attribute("choice", choices=UNITS),
        "unit_price": _MONEY,
        "discount_pct": _Attribute("number", 2, required=False),
        "amount": _MONEY,
    },
    "totals": dict.fromkeys((*_SECTIONS, "net", "vat_rate", "vat", "gross"), _MONEY),
}
"""The format: each element with its attributes. The XSD beside this module says the same."""
PARENTS = {"calculation": "", "vehicle": "calculation", "lines": "calculation", "line": "lines", "totals": "calculation"}  # fmt: skip


def read(data: bytes) -> Read:
    """What the file says. A finding about an amount that does not add up is not made here (`checks`)."""
    if len(data) > LARGEST_FILE:
        return Read(None, (Finding(Code.TOO_LARGE),))
    reader = _Reader()
    try:
        reader.parse(data)
    except _Stopped as stopped:
        return Read(None, (*reader.found, stopped.finding) if stopped.finding else tuple(reader.found))
    except (expat.ExpatError, ValueError, LookupError) as error:  # also an encoding that nobody knows
        return Read(None, (Finding(Code.NOT_XML, at=getattr(error, "lineno", 0)),))
    return reader.done()


class _Stopped(Exception):
    """Nothing more of the file is read."""

    def __init__(self, finding: Finding | None = None) -> None:
        super().__init__(finding)
        self.finding = finding


@dataclass
class _Reader:
    """What expat calls; `path` are the elements that are open."""

    path: list[str] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)
    seen: dict[str, tuple[dict[str, Any], int]] = field(default_factory=dict)
    lines: list[tuple[dict[str, Any], int]] = field(default_factory=list)

    def parse(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        at: Callable[[], int] = lambda: parser.CurrentLineNumber  # noqa: E731

        def forbidden(*_said: Any) -> int:
            raise _Stopped(Finding(Code.FORBIDDEN, at=at()))

        def text(said: str) -> None:
            if said.strip():
                self.fault(Code.UNKNOWN, at(), said=" ".join(said.split())[:60])

        parser.StartDoctypeDeclHandler = forbidden
        parser.EntityDeclHandler = forbidden
        parser.ExternalEntityRefHandler = forbidden
        parser.ProcessingInstructionHandler = forbidden
        parser.StartElementHandler = lambda name, said: self.start(name, said, at())
        parser.EndElementHandler = lambda _name: self.path.pop()
        parser.CharacterDataHandler = text
        parser.Parse(data, True)

    def start(self, name: str, said: Mapping[str, str], at: int) -> None:
        namespace, _space, local = name.rpartition(" ")
        parent = self.path[-1] if self.path else ""
        if not self.path and (namespace, local) != (NAMESPACE, "calculation"):
            raise _Stopped(Finding(Code.NOT_OURS, said=f"{namespace} {local}".strip()[:80], at=at))
        known = namespace == NAMESPACE and local in ELEMENTS and PARENTS[local] == parent
        self.path.append(local if known else "?")
        if not known:
            return self.fault(Code.UNKNOWN, at, said=local[:60])
        if local == "line" and len(self.lines) >= MOST_LINES:
            raise _Stopped(Finding(Code.TOO_MANY_LINES, expected=str(MOST_LINES), at=at))
        if local in self.seen:
            return self.fault(Code.REPEATED, at, said=local)
        values = self.values(local, said, at)
        if local == "line":
            self.lines.append((values, at))
        else:
            self.seen[local] = (values, at)
        return None

    def values(self, element: str, said: Mapping[str, str], at: int) -> dict[str, Any]:
        """The attributes of an element, as far as they can be read."""
        spec, values = ELEMENTS[element], dict[str, Any]()
        line = len(self.lines) + 1 if element == "line" else 0
        for name in said:
            if name not in spec:
                self.fault(Code.UNKNOWN, at, said=name[:60], line=line)
        for name, attribute in spec.items():
            text = " ".join(said.get(name, "").split())
            if text:
                code, values[name], expected = _value(attribute, text)
                if code is not None:
                    self.fault(code, at, name, text[:60], expected, line)
            elif attribute.required:
                self.fault(Code.MISSING, at, name, line=line)
        return values

    def fault(self, code: Code, at: int, field: str = "", said: str = "", expected: str = "", line: int = 0) -> None:  # fmt: skip
        self.found.append(Finding(code, field, said, expected, at, line))
        if len(self.found) >= MOST_FINDINGS:
            raise _Stopped

    def done(self) -> Read:
        for name in ("vehicle", "lines", "totals"):
            if name not in self.seen:
                self.fault(Code.MISSING, 0, name)
        if "lines" in self.seen and not self.lines:
            self.fault(Code.NO_LINES, self.seen["lines"][1])
        return Read(None, tuple(self.found)) if self.found else Read(self.made())

    def made(self) -> Calculation:
        header, _at = self.seen["calculation"]
        vehicle, _at = self.seen["vehicle"]
        totals, at = self.seen["totals"]
        if "mileage" in vehicle:
            vehicle["mileage"] = int(vehicle["mileage"])
        return Calculation(
            system=header["system"],
            number=header["number"],
            on=header["date"],
            currency=header["currency"],
            vehicle=Vehicle(**vehicle),
            rows=tuple(
                Row(**{**values, "section": Section(values["section"])}, at=line)
                for values, line in self.lines
            ),
            totals=Totals(
                sections={section: totals[section.value] for section in Section},
                **{name: totals[name] for name in ("net", "vat_rate", "vat", "gross")},
                at=at,
            ),
        )


def _value(attribute: _Attribute, text: str) -> tuple[Code | None, Any, str]:
    """(the fault, if any; the value; what would have been right)."""
    match attribute.kind:
        case "number":
            found = _NUMBER.fullmatch(text)
            fits = found is not None and len(found[1] or "") <= attribute.most
            return (None, Decimal(text), "") if fits else (Code.NOT_A_NUMBER, None, str(attribute.most))
        case "date":
            try:
                return None, date.fromisoformat(_DATE.fullmatch(text)[0]), ""  # type: ignore[index]
            except (TypeError, ValueError):
                return Code.NOT_A_DATE, None, ""
        case "choice":
            fits = text in attribute.choices
            return None if fits else Code.NOT_A_CHOICE, text, ", ".join(attribute.choices)
        case _:
            fits = len(text) <= attribute.most
            return None if fits else Code.TOO_LONG, text, str(attribute.most)
