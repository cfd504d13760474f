"""The ledger's rows: added entry by entry, equal to a recomputation, adding up to the time elapsed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from temoin import clock
from temoin.claims import door, history, scope
from temoin.claims.models import Assignment
from temoin.engine import alarms, ledger
from temoin.insight import zones
from temoin.insight.models import Held
from tests import world as cast

NOW = datetime(2026, 11, 19, 8, 0, 0, 400_000, tzinfo=UTC)  # a Thursday, 9:00 in Paris
Move = Callable[[timedelta], datetime]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Let time pass."""
    now = NOW

    def pass_by(by: timedelta) -> datetime:
        nonlocal now
        now += by
        monkeypatch.setattr(clock, "now", lambda: now)
        return now

    pass_by(timedelta(0))
    return pass_by


def lived(world: cast.World, later: Move) -> Assignment:
    """Offered, taken late, visited, with a note and a wait between: some steps kept, some not."""
    one = cast.open_claim(world).assignments.get()
    later(timedelta(hours=3))
    cast.act(one, "offer", world.actor("dirk"), {"invited": (world.id("bob"), world.id("charlie"))})
    later(timedelta(hours=2, microseconds=700_000))
    cast.act(one, "take_charge", world.actor("bob"), {"needs_visit": False})
    later(timedelta(days=5))
    cast.act(one, "add_note", world.actor("alice"), {"comment": "Relancé"})
    at = later(timedelta(hours=1))
    start = (at + timedelta(days=6)).replace(hour=8, minute=0)
    cast.act(one, "record_works_date", world.actor("bob"), {"works_start_at": start, "planned_days": 2})
    later(timedelta(days=1))
    cast.act(one, "cancel", world.actor("alice"), {"reason": "Annulé"})
    return one


def slow(assignment: Assignment) -> list[ledger.Interval]:
    now = history.current(assignment)
    return history.minutes(now, history.rows(now.claim), assignment.closed_at or clock.now())


@pytest.mark.django_db
def test_rows_are_the_intervals_of_the_journal(later: Move) -> None:
    one = lived(cast.build(), later)
    kept = [
        (row.start_at, row.end_at, row.step, row.holder, row.charged_to, row.frame, row.due_at)
        for row in Held.objects.filter(assignment=one).order_by("start_at")
    ]
    assert kept == [
        (x.start_at, x.end_at, x.step, x.holder, x.charged_to, x.frame, x.due_at) for x in slow(one)
    ]
    assert len(kept) >= 5


@pytest.mark.django_db
def test_the_seconds_of_all_parties_add_up_to_the_time_elapsed(later: Move) -> None:
    one = lived(cast.build(), later)
    rows = list(Held.objects.filter(assignment=one).order_by("start_at"))
    elapsed = int(rows[-1].end_at.timestamp()) - int(rows[0].start_at.timestamp())
    assert sum(row.seconds for row in rows) == elapsed
    late = sum((x.late for x in slow(one)), timedelta(0)).total_seconds()
    assert late > 3600
    assert abs(sum(row.late_seconds for row in rows) - late) < len(rows)


@pytest.mark.django_db
def test_leaving_a_step_says_whether_its_date_was_kept(later: Move) -> None:
    world = cast.build()
    one = lived(world, later)
    left = {row.step: row for row in Held.objects.filter(assignment=one, ends_frame=True)}
    assert left["available"].kept is True
    assert left["available"].decided_at == left["available"].end_at
    late = left["contact_for_works"]
    assert late.kept is False
    assert late.decided_at == late.due_at
    assert late.organisation == world.id("bob")
    assert late.zone == "FR-75"
    assert left["to_assign"].person == world.people["dirk"].pk
    notes = Held.objects.get(assignment=one, ended_by="add_note")
    assert (notes.ends_frame, notes.kept) == (False, None)


@pytest.mark.django_db
def test_a_step_left_in_the_very_instant_of_another_entry_is_still_counted(later: Move) -> None:
    world = cast.build()
    one = cast.open_claim(world).assignments.get()
    later(timedelta(hours=1))
    cast.act(one, "add_note", world.actor("alice"), {"comment": "Au même instant"})
    cast.act(one, "offer", world.actor("dirk"), {"invited": (world.id("bob"),)})
    row = Held.objects.get(assignment=one)
    assert (row.ends_frame, row.kept, row.ended_by) == (True, True, "offer")
    assert row.person == world.people["dirk"].pk
    assert compared() == "1 assignments compared, 0 different\n"


@pytest.mark.django_db
def test_alarms_end_intervals_but_leave_no_step(later: Move) -> None:
    world = cast.build()
    one = cast.assigned(world)
    later(timedelta(days=9))
    machine = cast.MACHINE
    with scope.within("network"):
        for _n in range(3):
            now = history.current(one)
            alarm = alarms.pending(now.procedure, now.state, now.calendar)[0]
            door.fire(assignment_id=one.pk, alarm=alarm, actor=machine)
            one.refresh_from_db()
    assert not Held.objects.filter(assignment=one, ended_by__startswith="alarm.", ends_frame=True).exists()
    assert compared() == "1 assignments compared, 0 different\n"


def compared(*options: str) -> str:
    said = StringIO()
    call_command("rebuild_figures", *options, stdout=said)
    return said.getvalue()


@pytest.mark.django_db
def test_a_row_that_lies_is_found_and_mended(later: Move) -> None:
    one = lived(cast.build(), later)
    true = list(Held.objects.filter(assignment=one).order_by("start_at").values_list("charged_to", flat=True))
    assert compared() == "1 assignments compared, 0 different\n"
    Held.objects.filter(assignment=one).update(charged_to="nature")
    with pytest.raises(SystemExit):
        compared()
    assert "mended" in compared("--repair")
    assert (
        list(Held.objects.filter(assignment=one).order_by("start_at").values_list("charged_to", flat=True))
        == true
    )


@pytest.mark.parametrize(
    ("country", "postcode", "zone"),
    [
        ("FR", "75011", "FR-75"),
        ("FR", "1000", "FR-01"),
        ("BE", "B-1050", "BE-BRU"),
        ("BE", "3500", "BE-VLI"),
        ("BE", "3000", "BE-VBR"),
        ("NL", "1012 AB", "NL-10"),
        ("FR", "", "FR"),
    ],
)
def test_zones(country: str, postcode: str, zone: str) -> None:
    assert zones.zone(country, postcode) == zone


@pytest.mark.django_db
def test_what_was_taken_back_decided_nothing(later: Move) -> None:
    world = cast.build()
    one = cast.assigned(world)
    later(timedelta(hours=1))
    values = {"target_step": "estimate_review", "comment": "Devis reçu par courrier"}
    cast.act(one, "override", world.actor("max"), values)
    later(timedelta(hours=1))
    held_for = cast.act(one, "hold_for_control", world.actor("emma"), {"comment": "À comparer"})
    review = Held.objects.get(assignment=one, step="estimate_review")
    assert review.ends_frame
    later(timedelta(minutes=5))
    door.undo(assignment_id=one.pk, seq=held_for.row.seq, actor=world.actor("emma"))
    review.refresh_from_db()
    assert (review.ends_frame, review.kept, review.decided_at) == (False, None, None)
    assert not Held.objects.filter(assignment=one, ended_by="undo", ends_frame=True).exists()
    assert compared() == "1 assignments compared, 0 different\n"


@pytest.mark.django_db
def test_the_database_shows_a_firm_what_it_was_charged_and_an_insurer_its_claims(later: Move) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE insight_held FORCE ROW LEVEL SECURITY")
    with scope.within("network"):
        world = cast.build()
        lived(world, later)
        everything = Held.objects.count()

    def seen(name: str) -> set[tuple[str, int | None]]:
        with scope.within(f"organisation:{world.id(name)}"):
            return set(Held.objects.values_list("charged_to", "organisation"))

    assert seen("bob") == {("contractor", world.id("bob"))}
    assert seen("charlie") == seen("meridia") == seen("expert") == set()
    with scope.within(f"organisation:{world.id('az')}"):
        assert Held.objects.count() == everything
    assert not Held.objects.exists()
