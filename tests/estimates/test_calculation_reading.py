"""Reading a calculation's file: what is written is read back, hostile and broken files are refused with their line."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from temoin.estimates import calculation
from temoin.estimates.calculation.findings import Code
from temoin.estimates.calculation.reading import ELEMENTS, read
from temoin.estimates.models.line import Section
from tests.estimates import made_calculations as made

SCHEMA = etree.XMLSchema(file=str(Path(calculation.__file__).parent / "calculation.xsd"))


def codes(data: bytes) -> list[tuple[str, str, int]]:
    said = read(data)
    assert said.calculation is None
    return [(one.code.value, one.field or str(one.said), one.at) for one in said.findings]


def test_what_is_written_is_read_back_exactly() -> None:
    said = read(made.xml())
    assert said.findings == ()
    assert said.calculation is not None
    rows = tuple(replace(row, at=0) for row in said.calculation.rows)
    assert replace(said.calculation, rows=rows, totals=replace(said.calculation.totals, at=0)) == made.good()
    assert {row.section for row in rows} == set(Section)
    assert said.calculation.rows[0].at == 5


def test_the_schema_in_the_package_takes_it_too() -> None:
    SCHEMA.assertValid(etree.fromstring(made.xml()))
    for before, after in (
        (b'section="parts"', b'section="glass"'),
        (b' number="C-2026-00017"', b""),
        (b"<totals ", b"<sums "),
    ):
        assert not SCHEMA.validate(etree.fromstring(made.xml().replace(before, after)))


def test_schema_and_reader_know_the_same_attributes() -> None:
    xsd = etree.parse(str(Path(calculation.__file__).parent / "calculation.xsd"))
    xs = {"xs": "http://www.w3.org/2001/XMLSchema"}
    told = {
        element.get("name"): {
            one.get("name"): one.get("use") == "required"
            for one in element.findall("./xs:complexType/xs:attribute", xs)
        }
        for element in xsd.findall(".//xs:element[@name]", xs)
    }
    assert told == {
        element: {name: one.required for name, one in attributes.items()}
        for element, attributes in ELEMENTS.items()
    }


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE calculation [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE calculation SYSTEM "file:///etc/passwd">',
        b'<!DOCTYPE calculation [<!ENTITY x SYSTEM "http://169.254.169.254/">]>',
        b'<?xml-stylesheet href="http://example.test/x.xsl"?>',
    ],
)
def test_a_hostile_file_is_refused_before_it_is_looked_at(head: bytes) -> None:
    data = made.xml().replace(b"<calculation", head + b"\n<calculation", 1)
    assert codes(data) == [("forbidden", "", 2)]


def test_a_file_that_is_none_of_ours_is_refused() -> None:
    assert codes(b"%PDF-1.7 ...")[0][0] == "not_xml"
    assert codes(b"")[0][0] == "not_xml"
    assert codes(made.xml()[:400])[0][0] == "not_xml"
    assert codes(made.xml().replace(b'"UTF-8"', b'"nobody-1"'))[0][0] == "not_xml"
    assert codes(b"<audatex version='3'/>") == [("not_ours", "audatex", 1)]
    assert codes(made.xml().replace(b"calculation:1", b"calculation:9"))[0][0] == "not_ours"
    assert codes(b" " * 2_000_001) == [("too_large", "", 0)]
    deep = made.xml().replace(b"</lines>", b"<a>" * 5000 + b"</a>" * 5000 + b"</lines>")
    assert {one[0] for one in codes(deep)} == {"unknown"}


def test_too_many_lines_are_refused_without_reading_on() -> None:
    line = next(one for one in made.xml().splitlines(keepends=True) if b"<line " in one)
    data = made.xml().replace(line, line * 301, 1)
    assert [one[0] for one in codes(data)] == ["too_many_lines"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (b'currency="EUR"', b"", ("missing", "currency", 2)),
        (b'date="2026-11-24"', b'date="24/11/2026"', ("not_a_date", "date", 2)),
        (b'date="2026-11-24"', b'date="2026-13-01"', ("not_a_date", "date", 2)),
        (b'mileage="45210"', b'mileage="45210.5"', ("not_a_number", "mileage", 3)),
        (b'mileage="45210"', b'colour="red"', ("unknown", "colour", 3)),
        (b"<lines>", b"<lines>words", ("unknown", "words", 4)),
        (b"  <lines>", b"  <vehicle/>\n  <lines>", ("repeated", "vehicle", 4)),
        (b'section="parts"', b'section="glass"', ("not_a_choice", "section", 5)),
        (b'quantity="1"', b'quantity="1e9"', ("not_a_number", "quantity", 5)),
        (b'quantity="1"', b'quantity="NaN"', ("not_a_number", "quantity", 5)),
        (b'quantity="1"', 'quantity="١"'.encode(), ("not_a_number", "quantity", 5)),
        (b'quantity="1"', b'quantity="1.0001"', ("not_a_number", "quantity", 5)),
        (b'number="C-2026-00017"', b'number="' + b"9" * 41 + b'"', ("too_long", "number", 2)),
    ],
)
def test_each_fault_is_named_with_its_line(
    before: bytes, after: bytes, expected: tuple[str, str, int]
) -> None:
    data = made.xml()
    assert before in data
    assert codes(data.replace(before, after, 1)) == [expected]


def test_all_faults_are_told_at_once_up_to_a_number() -> None:
    assert len(codes(made.xml().replace(b' unit="', b' measure="'))) == 20
    two = made.xml().replace(b'currency="EUR"', b"").replace(b'mileage="45210"', b'mileage="x"')
    assert [one[1] for one in codes(two)] == ["currency", "mileage"]


def test_a_file_without_lines_or_totals_says_so() -> None:
    start, end = made.xml().split(b"<lines>")[0], made.xml().split(b"</lines>")[1]
    assert codes(start + b"<lines></lines>" + end) == [("no_lines", "", 4)]
    assert codes(start + b"</calculation>") == [("missing", "lines", 0), ("missing", "totals", 0)]


def test_other_encodings_are_read_as_they_say() -> None:
    text = made.xml().decode().replace("UTF-8", "iso-8859-1").replace("Golf", "Citroën")
    said = read(text.encode("iso-8859-1")).calculation
    assert said is not None
    assert said.vehicle.model == "Citroën"


def test_every_code_is_a_refusal_or_a_warning() -> None:
    assert {one for one in Code if one.warns} < set(Code)
    assert (
        Decimal("0.10")
        == read(made.xml().replace(b'quantity="1"', b'quantity="0.10"', 1)).calculation.rows[0].quantity
    )  # type: ignore[union-attr]
