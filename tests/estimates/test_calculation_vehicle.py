"""A calculation through the procedure of vehicle expertise: the form is filled from the version, another figure refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import translation

from temoin import clock
from temoin.claims.models import Assignment
from temoin.engine.refusals import InvalidValues
from temoin.estimates import calculation, reach, versions
from temoin.estimates.calculation.model import Calculation, Vehicle
from temoin.estimates.calculation.writing import plausible, write
from temoin.estimates.models import Kind, Version
from temoin.procedures.files import procedure
from tests import world as cast

pytestmark = pytest.mark.django_db

FILLED = {
    "parts_amount", "labour_amount", "paint_amount", "small_parts_amount", "vat_amount", "calculation_number",
    "estimate_total", "estimate_file", "estimate_version", "estimate_digest",
}  # fmt: skip
TYPED = cast.closing()
CLOSING = {code: value for code, value in TYPED.items() if code not in FILLED}


@pytest.fixture
def world(db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def job(world: cast.World) -> Assignment:
    found = cast.mission(world)
    cast.act(found, "start_estimate", world.actor("carl"))
    return found


def of_the_mission(job: Assignment, **changes: Any) -> Calculation:
    facts = job.state["facts"]
    vehicle = Vehicle(plate=facts["plate"], vin=facts["vin"], make="Peugeot", model="208", mileage=48010)
    said = {"number": "C-77", "on": clock.now().date(), "vat_rate": Decimal(20), **changes}
    return plausible(vehicle, **said)


def imported(world: cast.World, job: Assignment, said: Calculation) -> calculation.Kept:
    upload = ContentFile(write(said), name="calcul.xml")
    return calculation.take(upload, assignment=job, actor=world.actor("carl"))


def closed(
    world: cast.World, job: Assignment, values: dict[str, Any], action: str = "close_and_transmit"
) -> Any:
    done = calculation.hand_in(
        assignment_id=job.pk,
        organisation=world.id("carl"),
        action=action,
        values=values,
        actor=world.actor("carl"),
    )
    job.refresh_from_db()
    return done


def test_closing_takes_every_figure_from_the_calculation(world: cast.World, job: Assignment) -> None:
    said = of_the_mission(job)
    imported(world, job, said)
    values = closed(world, job, CLOSING).entry.values
    assert job.step == "smart_in_analysis"
    version = Version.objects.get()
    sections = {section.value: amount for section, amount in said.totals.sections.items()}
    assert {name: values[f"{name}_amount"] for name in sections} == sections
    assert (values["vat_amount"], values["estimate_total"]) == (said.totals.vat, said.totals.gross)
    assert (values["calculation_number"], values["estimate_version"]) == ("C-77", 1)
    assert values["estimate_digest"] == version.digest
    assert set(values["estimate_file"]) == {str(version.document_id), str(version.source_id)}
    assert values["photo_vin"] == ("photo",)  # a photo is never filled by the calculation's paper


def test_the_fields_that_a_version_fills_are_those_that_a_page_does_not_ask() -> None:
    action = procedure("vehicle_expertise").actions["close_and_transmit"]
    assert versions.filled(action, Kind.CONTRACTOR) == FILLED


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("estimate_total", Decimal("1500.00")),
        ("parts_amount", Decimal("0.01")),
        ("calculation_number", "C-78"),
    ],
)
def test_another_figure_than_the_calculations_is_refused(
    world: cast.World, job: Assignment, field: str, value: object
) -> None:
    imported(world, job, of_the_mission(job))
    with pytest.raises(InvalidValues) as refused:
        closed(world, job, {**CLOSING, field: value})
    assert refused.value.facts["fields"] == {field: "not_the_version"}
    assert (job.step, Version.objects.count()) == ("smart_new", 0)
    right = {"calculation_number": "C-77", "estimate_total": of_the_mission(job).totals.gross}
    assert closed(world, job, {**CLOSING, **right}).entry.values["calculation_number"] == "C-77"


def test_a_missing_photo_keeps_the_calculation_and_names_the_photo(
    world: cast.World, job: Assignment
) -> None:
    imported(world, job, of_the_mission(job))
    lacking = {code: value for code, value in CLOSING.items() if code != "photo_vin"}
    with pytest.raises(InvalidValues) as refused:
        closed(world, job, lacking)
    assert refused.value.facts["fields"] == {"photo_vin": "missing"}
    assert calculation.of_draft(job, world.id("carl")) is not None
    assert Version.objects.count() == 0


def test_without_a_calculation_the_form_says_what_is_missing(world: cast.World, job: Assignment) -> None:
    with pytest.raises(InvalidValues) as refused:
        closed(world, job, CLOSING)
    assert set(refused.value.facts["fields"]) >= {"estimate_file", "estimate_total", "parts_amount"}


def test_adjuster_insurer_and_garage_read_it_and_no_other_firm(world: cast.World, job: Assignment) -> None:
    imported(world, job, of_the_mission(job))
    closed(world, job, CLOSING)
    read = {name: reach.all_of(job, world.actor(name)).count() for name in ("carl", "felix", "ines", "bob")}
    assert read == {"carl": 1, "felix": 1, "ines": 1, "bob": 0}
    found = {name: calculation.handed_in(job, world.actor(name)) for name in read}
    assert {name for name, one in found.items() if one is not None} == {"carl", "felix", "ines"}


def test_showing_calculations_asks_the_database_as_often_for_many_lines_as_for_few(
    world: cast.World, job: Assignment, django_assert_max_num_queries: Any
) -> None:
    imported(world, job, of_the_mission(job, works=10))
    closed(world, job, CLOSING)
    job, felix = Assignment.objects.select_related("claim").get(pk=job.pk), world.actor("felix")
    with django_assert_max_num_queries(3):
        assert calculation.handed_in(job, felix) is not None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("Calcul C-77", "Pièces", "Petites fournitures", "TVA 20\u00a0%", "48\u202f010\u00a0km")),
        ("nl", ("Berekening C-77", "Onderdelen", "Klein materiaal", "Btw 20\u00a0%", "48.010\u00a0km")),
    ],
)
def test_what_is_handed_in_is_shown_by_section_with_every_line(
    world: cast.World, job: Assignment, language: str, words: tuple[str, ...]
) -> None:
    said = of_the_mission(job)
    imported(world, job, said)
    closed(world, job, CLOSING)
    with translation.override(language):
        shown = calculation.of_handed_in(Version.objects.get())
        assert shown is not None
        html = render_to_string("estimates/calculation.html", {"calculation": shown})
    for word in words:
        assert word in html
    assert ' id="' not in html  # a page may show those of several missions
    assert (shown.refusals, shown.warnings, shown.number) == ((), (), 1)
    assert html.count("<tr>") == len(said.rows) + len(shown.parts)


def test_a_mission_corrected_after_the_handing_in_is_told_to_the_adjuster(
    world: cast.World, job: Assignment
) -> None:
    imported(world, job, of_the_mission(job))
    closed(world, job, CLOSING)
    job.state["facts"]["plate"] = "ZZ-999-ZZ"
    with translation.override("fr"):
        found = calculation.handed_in(job, world.actor("felix"))
        html = render_to_string("estimates/calculations.html", {"handed_in": found})
    assert "Ce calcul ne correspond plus à la mission" in html
    assert "le calcul porte sur AB-123-CD, la mission sur ZZ-999-ZZ" in html


def test_a_supplement_is_told_by_section(world: cast.World, job: Assignment) -> None:
    imported(world, job, of_the_mission(job))
    closed(world, job, CLOSING)
    more = of_the_mission(job, works=5)
    kept = imported(world, job, more)
    versions.enter(assignment_id=job.pk, content=versions.of_draft(kept.draft), actor=world.actor("carl"))
    first, second = Version.objects.order_by("number")
    with translation.override("fr"):
        found = calculation.handed_in(job, world.actor("felix"))
        assert found is not None
        told = found.changed
        assert told is not None
        html = render_to_string("estimates/calculations.html", {"handed_in": found})
    assert (told.old, told.new, found.shown.number) == (first, second, 2)
    assert [one.label for one in told.sections][:2] == ["Pièces", "Main-d’œuvre"]
    assert {step.kind for one in told.sections for step in one.steps} == {"added"}
    net = sum(one.amount for one in told.sections)
    assert net == more.totals.net - of_the_mission(job).totals.net
    assert "De la version 1 à la version 2" in html


def test_the_form_of_keyed_totals_keeps_what_was_typed_and_names_each_fault(job: Assignment) -> None:
    typed = {"calculation_number": "P-1", "parts": "1 000,005", "vat": "200", "gross": ""}
    held = calculation.mission(job)
    said = calculation.keyed.read(typed, currency="EUR", descriptions={})
    with translation.override("fr"):
        boxes = {one.name: one for one in calculation.boxes(typed, said.findings, held)}
        html = render_to_string("estimates/calculation_keyed.html", {"boxes": boxes.values()})
    assert (boxes["vat_rate"].value, boxes["parts"].value) == ("20", "1 000,005")
    assert {name for name, one in boxes.items() if one.fault} == {"parts", "vat_rate", "gross"}
    assert html.count("aria-invalid") == 3
