"""The contractor's pages under the database's own rule of who sees what, as the runtime role meets it."""

from __future__ import annotations

import pytest
from django.db import connection

from temoin.claims import scope
from temoin.claims.models import Assignment
from tests import world as cast
from tests.portals.test_contractor import hidden, html, signed_in, take, url

pytestmark = pytest.mark.django_db
TABLES = (
    "claims_claim",
    "claims_assignment",
    "claims_claimparty",
    "documents_document",
    "journal_journalentry",
)


@pytest.fixture
def world() -> cast.World:
    """The tests' own role is the owner, whom the rule spares: here it holds for the owner too."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    with scope.within("network"):
        return cast.build()


def test_without_a_scope_no_row_is_seen(world: cast.World) -> None:
    with scope.within("network"):
        cast.assigned(world, "bob")
    assert not Assignment.objects.exists()


def test_offer_race_and_job_work_for_the_firms_concerned_and_for_no_other(world: cast.World) -> None:
    with scope.within("network"):
        job, other = cast.offered(world, "bob", "charlie"), cast.assigned(world, "charlie")
    bob, charlie = signed_in(world, "bob"), signed_in(world, "charlie")
    page = html(charlie.get(url("take_charge", job.pk)))
    assert url("job_offer", job.pk) in html(bob.get(url("new_jobs")))
    assert bob.get(url("job", other.pk)).status_code == 404

    assert take(bob, job, needs_visit="no").status_code == 302
    assert bob.get(url("job", job.pk)).status_code == 200

    lost = charlie.post(url("take_charge", job.pk), hidden(page) | {"needs_visit": "no"})
    assert lost.status_code == 409
    assert "Ce chantier vient d’être pris en charge par un autre professionnel" in html(lost)
    assert charlie.get(url("job_offer", job.pk)).status_code == 410
    assert charlie.get(url("job", job.pk)).status_code == 404


def test_a_firm_that_declines_its_job_is_led_away_from_it(world: cast.World) -> None:
    with scope.within("network"):
        job = cast.assigned(world, "bob")
    bob = signed_in(world, "bob")
    form = hidden(html(bob.get(url("act", job.pk, "decline"))))
    answer = bob.post(url("act", job.pk, "decline"), form | {"reason": "Complet."})
    assert answer["Location"] == url("my_jobs")
    assert [bob.get(url(one)).status_code for one in ("my_jobs", "agenda", "new_jobs")] == [200, 200, 200]
    assert bob.get(url("job", job.pk)).status_code == 404
