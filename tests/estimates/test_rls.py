"""The database's own rule of who sees which estimate, as the runtime role meets it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction

from temoin.claims import scope
from temoin.estimates import calculation
from temoin.estimates.calculation.writing import write
from temoin.estimates.content import Content, NewLine
from temoin.estimates.models import Draft, Kind, Line, LineModel, PriceList, Version
from tests import world as cast
from tests.estimates.making import to_estimate
from tests.estimates.test_calculation_vehicle import CLOSING, of_the_mission
from tests.estimates.test_versions import draft_of, every_kind, painting

pytestmark = pytest.mark.django_db
TABLES = (
    "claims_claim",
    "claims_assignment",
    "claims_claimparty",
    "documents_document",
    "journal_journalentry",
    "estimates_version",
    "estimates_line",
    "estimates_draft",
    "estimates_linemodel",
)


@pytest.fixture
def world(db: None) -> cast.World:
    """The tests' own role is the owner, whom the rule spares: here it holds for the owner too."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    with scope.within("network"):
        return cast.build()


def test_the_database_shows_each_firm_its_own(world: cast.World, french_list: PriceList) -> None:
    with scope.within("network"):
        job = to_estimate(world)
        every_kind(world, job, french_list)
    shown = {}
    for name in ("bob", "charlie", "expert", "az", "meridia"):
        with scope.within(f"organisation:{world.id(name)}"):
            shown[name] = list(Version.objects.order_by("number").values_list("number", flat=True))
            assert set(Line.objects.values_list("version__number", flat=True)) <= set(shown[name])
    with scope.within(f"claim:{job.claim_id}"):
        shown["insured"] = list(Version.objects.values_list("number", flat=True))
    assert shown == {
        "bob": [1, 5],
        "charlie": [],
        "expert": [1, 2],
        "az": [1, 2, 3, 4, 5],
        "meridia": [],
        "insured": [1],
    }
    assert not Version.objects.exists()


def test_a_firm_hands_in_within_its_own_scope(world: cast.World, french_list: PriceList) -> None:
    from temoin.estimates import versions

    with scope.within("network"):
        job = to_estimate(world)
    with scope.within(f"organisation:{world.id('bob')}"):
        draft = draft_of(world, job, painting(french_list))
        versions.submit(draft, assignment_id=job.pk, actor=world.actor("bob"))
        assert Line.objects.count() == 3


def test_a_firm_imports_replaces_and_hands_in_a_calculation_within_its_own_scope(world: cast.World) -> None:
    with scope.within("network"):
        job = cast.mission(world)
        cast.act(job, "start_estimate", world.actor("carl"))
    said = {"assignment": job, "actor": world.actor("carl")}
    with scope.within(f"organisation:{world.id('carl')}"):
        calculation.take(ContentFile(write(of_the_mission(job))), **said)
        calculation.take(ContentFile(write(of_the_mission(job, seed=2))), **said)
        assert Draft.objects.count() == 1
    with scope.within(f"organisation:{world.id('bob')}"):
        assert calculation.of_draft(job, world.id("carl")) is None
    with scope.within(f"organisation:{world.id('carl')}"):
        calculation.hand_in(
            assignment_id=job.pk, organisation=world.id("carl"), action="close_and_transmit", values=CLOSING, actor=world.actor("carl"),
        )  # fmt: skip
        assert Version.objects.count() == 1
        assert not Draft.objects.exists()
    for reader, count in (("expert", 1), ("az", 1), ("meridia", 0), ("bob", 0)):
        with scope.within(f"organisation:{world.id(reader)}"):
            assert Version.objects.count() == count


def test_a_version_addressed_to_a_body_shop_is_read_there(world: cast.World) -> None:
    from temoin.estimates import versions

    with scope.within("network"):
        job = cast.transmitted(world)
        line = NewLine(
            description="Aile", quantity=Decimal(1), unit="u", unit_price=Decimal(10), work_category="movable"
        )
        content = Content(kind=Kind.NETWORK, lines=(line,), addressed_to=world.id("carl"))
        versions.enter(assignment_id=job.pk, content=content, actor=world.actor("emma"))
    with scope.within(f"organisation:{world.id('carl')}"):
        assert Version.objects.count() == 1
    with scope.within(f"organisation:{world.id('expert')}"):
        assert not Version.objects.exists()


def test_no_firm_writes_a_version_by_itself_nor_reads_another_firms_draft(
    world: cast.World, french_list: PriceList
) -> None:
    with scope.within("network"):
        job = to_estimate(world)
        draft_of(world, job, painting(french_list))
        LineModel.objects.create(organisation=world.organisations["bob"], name="Plafond")
        every_kind(world, job, french_list)
        row = Version.objects.get(number=1)
    with scope.within(f"organisation:{world.id('bob')}"):
        assert (Draft.objects.count(), LineModel.objects.count()) == (1, 1)
        row.pk, row.number = None, 9
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            row.save(force_insert=True)
    with scope.within(f"organisation:{world.id('charlie')}"):
        assert (Draft.objects.count(), LineModel.objects.count()) == (0, 0)
