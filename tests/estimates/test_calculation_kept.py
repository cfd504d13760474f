"""A firm's calculation from its import to the version that is handed in: replaced, dropped, kept, never half."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from django.core.files.base import ContentFile

from temoin import clock
from temoin.claims.models import Assignment
from temoin.documents import storage
from temoin.documents.models import Document
from temoin.documents.storage import Part
from temoin.estimates import calculation, versions
from temoin.estimates.calculation.findings import Code
from temoin.estimates.calculation.model import Calculation
from temoin.estimates.calculation.writing import write
from temoin.estimates.difference import difference
from temoin.estimates.models import Draft, Section, Version
from tests import world as cast
from tests.documents import corpus
from tests.estimates.made_calculations import GOLF, good
from tests.estimates.making import to_estimate

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def job(world: cast.World) -> Assignment:
    """An assignment whose vehicle is known, in France: VAT at 20 %."""
    found = to_estimate(world)
    found.state["facts"] |= {"plate": "1ABC234", "vin": GOLF.vin}
    found.save(update_fields=["state"])
    return found


def french(**changes: Any) -> Calculation:
    return good(vat_rate=Decimal(20), on=clock.now().date(), **changes)


def upload(said: Calculation, name: str = "calcul.xml") -> ContentFile[bytes]:
    return ContentFile(write(said), name=name)


def taken(world: cast.World, job: Assignment, said: Calculation | None = None) -> calculation.Kept:
    return calculation.take(upload(said or french()), assignment=job, actor=world.actor("bob"))


def handed_in(world: cast.World, job: Assignment, **more: Any) -> Any:
    options = {"values": {}, "key": None, **more}
    return calculation.hand_in(
        assignment_id=job.pk, organisation=world.id("bob"), action="submit_estimate", actor=world.actor("bob"), **options
    )  # fmt: skip


def files() -> int:
    return len(list(storage.root().glob("??/??/*")))


def test_an_imported_calculation_is_the_firms_alone_until_it_is_handed_in(
    world: cast.World, job: Assignment
) -> None:
    assert calculation.of_draft(job, world.id("bob")) is None
    taken(world, job)
    kept = calculation.of_draft(job, world.id("bob"))
    assert kept is not None
    assert (kept.findings, kept.calculation) == ((), french())
    assert (kept.document.media_type, kept.document.visibility) == ("application/xml", "holder")
    assert kept.document.organisation_id == world.id("bob")
    assert storage.path(kept.document.pk, Part.DATA).read_bytes() == write(french())
    assert calculation.of_draft(job, world.id("charlie")) is None


def test_a_second_file_takes_the_place_of_the_first(
    world: cast.World, job: Assignment, django_capture_on_commit_callbacks: Any
) -> None:
    first = taken(world, job)
    with django_capture_on_commit_callbacks(execute=True):
        second = taken(world, job, french(number="C-2", seed=9))
    assert (Draft.objects.count(), Document.objects.filter(media_type="application/xml").count()) == (1, 1)
    assert second.draft.pk == first.draft.pk
    assert second.draft.changes == first.draft.changes + 1
    with django_capture_on_commit_callbacks(execute=True):
        calculation.drop(job, world.id("bob"))
        calculation.drop(job, world.id("bob"))
    assert (Draft.objects.count(), files()) == (0, 0)


def test_a_faulty_file_leaves_what_was_there(world: cast.World, job: Assignment) -> None:
    taken(world, job)
    foreign = french(vehicle=replace(GOLF, plate="2-XYZ-999"))
    with pytest.raises(calculation.Faulty) as told:
        taken(world, job, foreign)
    assert [(one.code, one.said, one.expected) for one in told.value.findings] == [
        (Code.PLATE, "2-XYZ-999", "1ABC234")
    ]
    with pytest.raises(calculation.Faulty):
        calculation.take(
            ContentFile(b"<!DOCTYPE x><x/>", name="x.xml"), assignment=job, actor=world.actor("bob")
        )
    kept = calculation.of_draft(job, world.id("bob"))
    assert kept is not None
    assert kept.calculation == french()
    assert files() == 1


def test_a_calculation_handed_in_is_a_version_with_its_sections_its_paper_and_its_file(
    world: cast.World, job: Assignment
) -> None:
    said, kept = french(), taken(world, job)
    done = handed_in(world, job)
    version = Version.objects.get()
    totals = said.totals
    assert (version.net_amount, version.vat_amount, version.gross_amount) == (
        totals.net,
        totals.vat,
        totals.gross,
    )
    assert [(line.section, line.item_code, line.amount) for line in version.lines.all()] == [
        (row.section.value, row.code, row.amount) for row in said.rows
    ]
    assert {(line.vat_rule, line.vat_category) for line in version.lines.all()} == {("fr-20-movable", "S")}
    assert calculation.of_version(version) == said
    assert not Draft.objects.exists()
    assert version.document is not None
    assert done.entry.values["estimate_file"] == (str(version.document_id), str(kept.document.pk))
    with pikepdf.open(storage.path(version.document.pk, Part.PDF)) as pdf:
        assert "Devis, version 1" in str(pdf.docinfo["/Title"])
    source = Document.objects.get(pk=kept.document.pk)
    assert (version.source, source.visibility) == (source, "parties")
    assert version.calculation["sha256"] == source.sha256


def test_a_pdf_with_keyed_totals_is_itself_the_paper(world: cast.World, job: Assignment) -> None:
    keyed = {
        "calculation_number": "P-1",
        "parts": "1000",
        "labour": "500",
        "vat_rate": "20",
        "vat": "300",
        "gross": "1800",
    }
    wrong = {**keyed, "vat": "299,99", "gross": "1799,99"}
    with pytest.raises(calculation.Faulty) as told:
        calculation.key_in(
            ContentFile(corpus.pdf(), name="calcul.pdf"), wrong, assignment=job, actor=world.actor("bob")
        )
    assert [(one.code, one.said, one.expected) for one in told.value.findings if not one.code.warns] == [
        (Code.VAT, Decimal("299.99"), Decimal("300.00"))
    ]
    kept = calculation.key_in(
        ContentFile(corpus.pdf(), name="calcul.pdf"), keyed, assignment=job, actor=world.actor("bob")
    )
    assert [one.code for one in kept.findings] == [Code.NOT_COMPARED]
    handed_in(world, job)
    version = Version.objects.get()
    assert (version.document_id, version.source_id, version.gross_amount) == (
        kept.document.pk,
        None,
        Decimal(1800),
    )
    assert [(one.section, one.description) for one in version.lines.all()] == [
        (Section.PARTS, "Pièces, selon le calcul"),
        (Section.LABOUR, "Main-d’œuvre, selon le calcul"),
    ]


def test_a_mission_corrected_meanwhile_stops_the_handing_in(world: cast.World, job: Assignment) -> None:
    taken(world, job)
    job.state["facts"]["plate"] = "9ZZZ999"
    job.save(update_fields=["state"])
    with pytest.raises(calculation.Faulty):
        handed_in(world, job)
    assert (Version.objects.count(), Draft.objects.count()) == (0, 1)


def test_the_same_key_hands_in_once(world: cast.World, job: Assignment) -> None:
    taken(world, job)
    first = handed_in(world, job, key="k-12345678")
    again = handed_in(world, job, key="k-12345678")
    assert (again.replayed, again.row.pk, Version.objects.count()) == (True, first.row.pk, 1)


def test_a_supplement_is_a_version_whose_difference_is_told_line_by_line(
    world: cast.World, job: Assignment
) -> None:
    taken(world, job)
    handed_in(world, job)
    cast.act(job, "request_info", world.actor("emma"), {"comment": "?"})
    more = french(works=5)
    taken(world, job, more)
    handed_in(world, job)
    first, second = Version.objects.order_by("number")
    told = difference(first, second)
    assert {one.description for one in told.added} <= {row.description for row in more.rows}
    assert told.added
    assert not told.removed
    assert told.gross == more.totals.gross - french().totals.gross
    assert versions.in_force(Assignment.objects.get(pk=job.pk)) == second
