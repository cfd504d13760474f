"""A calculation held against itself and its mission: exact, each finding with both values and its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from temoin.estimates.calculation import plates
from temoin.estimates.calculation.checks import check
from temoin.estimates.calculation.findings import WARNINGS, Code, Finding, refused
from temoin.estimates.calculation.keyed import read as keyed_read
from temoin.estimates.calculation.model import Calculation, Row, Totals
from temoin.estimates.calculation.reading import read
from temoin.estimates.calculation.words import sentence, sentences
from temoin.estimates.calculation.writing import added_up, plausible, write
from temoin.estimates.models.line import Section
from temoin.estimates.sums import ZERO_CENTS, Priced, total
from tests.estimates.made_calculations import GOLF, MISSION, good

Change = Callable[[Calculation], Calculation]


def totals(**changes: Decimal) -> Change:
    return lambda said: replace(said, totals=replace(said.totals, **changes))


def row(index: int, **changes: object) -> Change:
    def changed(said: Calculation) -> Calculation:
        rows = list(said.rows)
        rows[index] = replace(rows[index], at=5 + index, **changes)  # type: ignore[arg-type]
        return replace(said, rows=tuple(rows))

    return changed


def vehicle(**changes: str) -> Change:
    return lambda said: replace(said, vehicle=replace(said.vehicle, **changes))


def test_a_right_calculation_of_the_missions_vehicle_is_without_findings() -> None:
    assert check(good(), MISSION) == ()


NET = good().totals.net


@pytest.mark.parametrize(
    ("change", "code", "field", "said", "expected"),
    [
        (totals(vat=Decimal("1.00")), Code.VAT, "vat", Decimal("1.00"), good().totals.vat),
        (totals(gross=Decimal("1.00")), Code.GROSS, "gross", Decimal("1.00"), good().totals.gross),
        (totals(net=NET + Decimal("0.01")), Code.NET, "net", NET + Decimal("0.01"), NET),
        (totals(vat_rate=Decimal(20)), Code.VAT_RATE, "vat_rate", Decimal(20), Decimal(21)),
        (row(0, amount=Decimal("9.99")), Code.LINE_AMOUNT, "amount", Decimal("9.99"), good().rows[0].amount),
        (vehicle(plate="2-XYZ-999"), Code.PLATE, "plate", "2-XYZ-999", "1ABC234"),
        (vehicle(vin="WVWZZZAUZLP000124"), Code.VIN, "vin", "WVWZZZAUZLP000124", "WVWZZZAUZLP000123"),
        (lambda said: replace(said, currency="CHF"), Code.CURRENCY, "currency", "CHF", "EUR"),
        (row(0, unit_price=Decimal(-5)), Code.NEGATIVE, "unit_price", Decimal(-5), None),
        (row(0, quantity=Decimal(0)), Code.NEGATIVE, "quantity", Decimal(0), None),
        (row(4, quantity=Decimal(501), unit="h"), Code.ABSURD, "quantity", Decimal(501), Decimal(500)),
        (row(0, discount_pct=Decimal(101)), Code.ABSURD, "discount_pct", Decimal(101), Decimal(100)),
        (lambda said: replace(said, vehicle=replace(said.vehicle, mileage=9_999_999)), Code.ABSURD, "mileage", Decimal(9_999_999), None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_both_values(
    change: Change, code: Code, field: str, said: object, expected: object
) -> None:
    first = next(one for one in check(change(good()), MISSION) if one.code is code)
    assert (first.field, first.said) == (field, said)
    assert expected is None or first.expected == expected
    assert refused([first])


def test_a_line_is_named_by_its_number_and_its_place_in_the_file() -> None:
    found = check(row(2, amount=Decimal("0.01"))(good()), MISSION)
    assert [(one.code, one.line, one.at) for one in found] == [
        (Code.LINE_AMOUNT, 3, 7),
        (Code.SECTION_TOTAL, 0, 0),
    ]
    with translation.override("fr"):
        assert sentence(found[0]).startswith(
            "Ligne 3 (ligne 7 du fichier), montant\u00a0: le fichier indique 0,01\u00a0€\u00a0;"
        )


def test_a_section_without_its_line_is_told_with_both_sums() -> None:
    said = good()
    cut = replace(said, rows=said.rows[1:])
    (found,) = check(cut, MISSION)
    assert (found.code, found.field) == (Code.SECTION_TOTAL, "parts")
    assert (found.said, found.expected) == (
        said.totals.sections[Section.PARTS],
        said.totals.sections[Section.PARTS] - said.rows[0].amount,
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (vehicle(plate=""), Code.NO_PLATE),
        (vehicle(vin=""), Code.NO_VIN),
        (lambda said: replace(said, on=date(2026, 11, 25)), Code.LATER),
    ],
)
def test_what_is_doubtful_only_warns(change: Change, code: Code) -> None:
    found = check(change(good()), MISSION)
    assert [one.code for one in found] == [code]
    assert not refused(found)


def test_a_plate_or_vin_of_odd_form_only_warns_where_it_is_the_missions_own() -> None:
    odd = replace(MISSION, plate="MY-CAR", vin="1M8GDM9A1KP042788")
    found = check(vehicle(plate="mycar", vin="1m8gdm9a1kp042788")(good()), odd)
    assert {one.code for one in found} == {Code.PLATE_FORM, Code.VIN_CHECK_DIGIT}
    short = replace(MISSION, vin="1234")
    assert {one.code for one in check(vehicle(vin="1234")(good()), short)} == {Code.VIN_FORM}


def test_without_plate_and_vin_nobody_knows_whose_it_is() -> None:
    (found,) = check(vehicle(plate="", vin="")(good()), MISSION)
    assert found.code is Code.NO_VEHICLE
    assert refused([found])


@pytest.mark.parametrize(
    ("plate", "fits"),
    [
        ("1ABC234", True), ("ABC123", True), ("0ABC234", False), ("AB123CD", True), ("1234AB75", True),
        ("12AB2A", True), ("AI123CD", False), ("12ABC3", True), ("ABCDEF", False), ("MYCAR", False),
    ],
)  # fmt: skip
def test_the_form_of_a_plate(plate: str, fits: bool) -> None:
    assert plates.plate_fits(plate) is fits


def test_the_check_digit_binds_where_makers_must_set_it() -> None:
    assert plates.check_digit_fits("1M8GDM9AXKP042788")
    assert not plates.check_digit_fits("1M8GDM9A1KP042788")
    assert plates.check_digit_fits("WVWZZZAUZLP000123")  # Volkswagen sets none
    assert plates.normal(" 1-abc.234 ") == "1ABC234"


PRICE = st.decimals(0, 2_000, places=2)
LINES = st.lists(
    st.builds(
        lambda section, quantity, price, discount: Row(
            section=section, description="x", quantity=quantity, unit="u", unit_price=price, discount_pct=discount, amount=ZERO_CENTS,
        ),
        st.sampled_from(list(Section)), st.decimals("0.001", 99, places=3), PRICE, st.decimals(0, 100, places=2),
    ),
    min_size=1, max_size=30,
)  # fmt: skip
EMPTY = Totals(sections={}, net=ZERO_CENTS, vat_rate=Decimal(21), vat=ZERO_CENTS, gross=ZERO_CENTS)


def half_up(exact: Fraction) -> Decimal:
    """To the cent by integers alone: an oracle that shares nothing with the code."""
    return Decimal(int(exact * 100 + Fraction(1, 2))) / 100


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_amounts_and_totals_are_exact_to_the_cent(rows: list[Row]) -> None:
    said = added_up(
        Calculation(number="1", currency="EUR", vehicle=GOLF, totals=EMPTY, rows=tuple(replace(one, amount=one.reckoned) for one in rows))
    )  # fmt: skip
    amounts = [
        half_up(Fraction(one.quantity) * Fraction(one.unit_price) * (100 - Fraction(one.discount_pct)) / 100)
        for one in rows
    ]
    assert [one.amount for one in said.rows] == amounts
    assert said.totals.net == sum(amounts)
    assert said.totals.vat == half_up(Fraction(said.totals.net) * 21 / 100)
    kept = total(
        Priced(one.quantity, one.unit_price, "S", Decimal(21), discount_pct=one.discount_pct, by_line=True)
        for one in said.rows
    )
    assert (kept.net, kept.vat, kept.gross) == (said.totals.net, said.totals.vat, said.totals.gross)
    codes = {one.code for one in check(said, MISSION)}
    assert codes == (set() if said.totals.gross else {Code.NEGATIVE})


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from(["net", "vat", "gross", *Section.values]),
    st.sampled_from([-1, 1]),
)
def test_a_single_cent_is_never_overlooked(seed: int, name: str, cent: int) -> None:
    said = good(seed=seed)
    off = Decimal(cent) / 100
    if name in Section.values:
        sections = {**said.totals.sections, Section(name): said.totals.sections[Section(name)] + off}
        wrong = replace(said, totals=replace(said.totals, sections=sections))
    else:
        wrong = replace(said, totals=replace(said.totals, **{name: getattr(said.totals, name) + off}))
    assert refused(check(wrong, MISSION))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 10))
def test_what_the_generator_writes_is_read_back_and_right(seed: int, works: int) -> None:
    written = plausible(GOLF, number="1", on=MISSION.on, vat_rate=Decimal(21), seed=seed, works=works)
    said = read(write(written)).calculation
    assert said is not None
    assert check(said, MISSION) == ()
    assert said.totals.gross == written.totals.gross > 0


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=400)
    | st.text(max_size=200).map(
        lambda text: write(good()).decode().replace("parts", text).encode(errors="ignore")
    )
)
def test_no_bytes_whatever_are_an_error_of_ours(data: bytes) -> None:
    said = read(data)
    assert (said.calculation is None) == bool(said.findings)


KEYED = {"calculation_number": "C-1", "parts": "1 000,00", "labour": "500", "paint": "", "vat_rate": "21", "vat": "315,00", "gross": "1815,00"}  # fmt: skip
NAMES = {section: section.value for section in Section}


def test_keyed_totals_are_a_calculation_with_a_line_for_each_section() -> None:
    said = keyed_read(KEYED, currency="EUR", descriptions=NAMES).calculation
    assert said is not None
    assert [(one.section, one.amount) for one in said.rows] == [
        (Section.PARTS, Decimal("1000.00")),
        (Section.LABOUR, Decimal(500)),
    ]
    assert [one.code for one in check(said, MISSION)] == [Code.NOT_COMPARED]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"vat": "314,99"}, Code.VAT, "vat"),
        ({"gross": "1815,01"}, Code.GROSS, "gross"),
        ({"vat_rate": "20"}, Code.VAT_RATE, "vat_rate"),
        ({"parts": "mille"}, Code.NOT_A_NUMBER, "parts"),
        ({"parts": "-1"}, Code.NOT_A_NUMBER, "parts"),
        ({"parts": "1,005"}, Code.NOT_A_NUMBER, "parts"),
        ({"gross": ""}, Code.MISSING, "gross"),
        ({"calculation_number": " "}, Code.MISSING, "calculation_number"),
        ({"calculation_number": "9" * 41}, Code.TOO_LONG, "calculation_number"),
        ({"parts": "0", "labour": "0", "vat": "0", "gross": "0"}, Code.NEGATIVE, "gross"),
    ],
)
def test_what_is_keyed_wrong_is_said_at_its_field(changes: dict[str, str], code: Code, field: str) -> None:
    said = keyed_read({**KEYED, **changes}, currency="EUR", descriptions=NAMES)
    found = said.findings or (check(said.calculation, MISSION) if said.calculation else ())
    assert (code, field) in [(one.code, one.field) for one in found]


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
@pytest.mark.parametrize("code", list(Code))
def test_every_finding_has_its_sentence_in_every_language(code: Code, language: str) -> None:
    finding = Finding(code, "vat", Decimal("1.50"), Decimal("2.50"), 4, 2)
    with translation.override(language):
        said, keyed = sentence(finding), sentence(finding, keyed=True)
    assert "%(" not in said + keyed
    assert said.endswith((".", ")."))
    assert keyed.endswith((".", ")."))


def test_warnings_are_few_and_all_others_refuse() -> None:
    assert len(WARNINGS) == 7
    assert refused([Finding(one) for one in Code if one not in WARNINGS]) == tuple(
        Finding(one) for one in Code if one not in WARNINGS
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("good", []),
        ("wrong_sums", [("section_total", "labour"), ("net", "net"), ("vat", "vat"), ("gross", "gross")]),
        ("other_plate", [("plate", "plate"), ("vin", "vin")]),
    ],
)
def test_the_sample_files(name: str, expected: list[tuple[str, str]]) -> None:
    data = (Path(__file__).parent / "calculations" / f"{name}.xml").read_bytes()
    said = read(data).calculation
    assert said is not None
    assert [(one.code.value, one.field) for one in check(said, MISSION)] == expected


def test_the_example_of_the_reference_page_is_right() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "calculation-file.md").read_text(
        encoding="utf-8"
    )
    said = read(page.split("```xml\n")[1].split("```")[0].encode()).calculation
    assert said is not None
    assert check(said, MISSION) == ()
    for code in Code:
        assert f"`{code.value}`" in page


def test_the_command_writes_a_file_that_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("write_calculation", "1-ABC-234", GOLF.vin, country="BE", mileage=12)
    said = read(capsys.readouterr().out.encode()).calculation
    assert said is not None
    assert not refused(check(said, replace(MISSION, on=said.on or MISSION.on)))
    call_command("write_calculation", "1-ABC-234", GOLF.vin, wrong=True)
    said = read(capsys.readouterr().out.encode()).calculation
    assert said is not None
    assert [one.code for one in refused(check(said, MISSION))] == [Code.VAT, Code.GROSS]


def test_advice_for_several_findings_is_given_once() -> None:
    data = (Path(__file__).parent / "calculations" / "wrong_sums.xml").read_bytes()
    said = read(data).calculation
    assert said is not None
    with translation.override("en"):
        told = sentences(check(said, MISSION))
    assert [one.endswith("export the file again.") for one in told] == [False, False, False, True]
