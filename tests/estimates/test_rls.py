"""The database's own rule of who sees which estimate, as the runtime role meets it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from temoin.claims import scope
from temoin.estimates.models import Draft, Line, LineModel, PriceList, Version
from tests import world as cast
from tests.estimates.making import to_estimate
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
