"""The one door: what is written, what is refused, what repeats, and what the database itself forbids."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from temoin import clock
from temoin.claims import door, history, rebuild, scope, search, sweep, worklists
from temoin.claims.models import Assignment, Claim, ClaimParty
from temoin.claims.refusals import KeyReused, MovedOn
from temoin.engine.refusals import NotHere
from temoin.engine.state import Actor
from temoin.journal import chain
from temoin.journal.models import JournalEntry
from tests import world as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def test_opening_a_claim_writes_the_claim_its_assignment_and_two_entries(world: cast.World) -> None:
    claim = cast.open_claim(world)
    assignment = claim.assignments.get()
    assert (assignment.step, assignment.holder_role) == ("to_assign", "dispatcher")
    assert [row.action for row in history.rows(claim)] == ["claim_opened", "open"]
    assert ClaimParty.objects.get(claim=claim).organisation_id == world.id("az")


def test_a_refused_action_writes_nothing(world: cast.World) -> None:
    assignment = cast.assigned(world)
    before = JournalEntry.objects.count()
    with pytest.raises(NotHere):
        cast.act(assignment, "start_works", world.actor("bob"))
    assert JournalEntry.objects.count() == before


def test_a_form_drawn_from_an_earlier_entry_is_told_what_happened_since(world: cast.World) -> None:
    assignment = cast.assigned(world)
    seen = assignment.moved_seq
    cast.act(assignment, "decline", world.actor("bob"), {"reason": "trop loin"})
    with pytest.raises(MovedOn) as refused:
        cast.act(assignment, "accept", world.actor("bob"), seen=seen)
    assert [row.action for row in refused.value.entries] == ["decline"]


def test_a_note_does_not_make_a_colleagues_form_stale(world: cast.World) -> None:
    assignment = cast.assigned(world)
    seen = assignment.moved_seq
    cast.act(assignment, "add_note", world.actor("alice"), {"comment": "appelé"})
    cast.act(assignment, "accept", world.actor("bob"), seen=seen)


def test_the_same_key_twice_is_one_entry_and_other_values_under_it_are_refused(world: cast.World) -> None:
    assignment = cast.assigned(world)
    first = cast.act(assignment, "add_note", world.actor("alice"), {"comment": "a"}, key="k" * 20)
    again = cast.act(assignment, "add_note", world.actor("alice"), {"comment": "a"}, key="k" * 20)
    assert (again.row.pk, again.replayed) == (first.row.pk, True)
    with pytest.raises(KeyReused):
        cast.act(assignment, "add_note", world.actor("alice"), {"comment": "b"}, key="k" * 20)


def test_taking_charge_makes_one_firm_a_party_and_the_other_no_longer(world: cast.World) -> None:
    assignment = cast.offered(world, "bob", "charlie")
    cast.act(assignment, "take_charge", world.actor("bob"), {"needs_visit": False})
    parties = ClaimParty.objects.filter(claim=assignment.claim, until_at__isnull=True)
    assert {one.organisation_id for one in parties} == {world.id("az"), world.id("bob")}
    assert assignment.step == "contact_for_works"


def test_the_row_is_what_the_journal_gives(world: cast.World) -> None:
    assignment = cast.assigned(world)
    cast.act(assignment, "accept", world.actor("bob"))
    assert [different for _one, different in rebuild.compare() if different] == []
    Assignment.objects.filter(pk=assignment.pk).update(due_at=clock.now())
    [(_, [difference])] = [pair for pair in rebuild.compare() if pair[1]]
    assert difference.column == "due_at"
    list(rebuild.compare(repair=True))
    assert [different for _one, different in rebuild.compare() if different] == []


def test_the_database_refuses_to_change_or_delete_an_entry(world: cast.World) -> None:
    claim = cast.open_claim(world)
    for statement in ("UPDATE journal_journalentry SET action = 'x'", "DELETE FROM journal_journalentry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert chain.verify(history.rows(claim), head=Claim.objects.get(pk=claim.pk).head_hash) == []


def test_every_tampering_breaks_the_chain(world: cast.World) -> None:
    assignment = cast.assigned(world)
    rows = history.rows(assignment.claim)
    head = Claim.objects.get(pk=assignment.claim_id).head_hash
    assert chain.verify(rows, head=head) == []
    rows[1].data = {**rows[1].data, "comment": "never happened"}
    assert {one.code for one in chain.verify(rows, head=head)} == {"changed"}
    rows = history.rows(assignment.claim)
    assert {one.code for one in chain.verify(rows[:1] + rows[2:], head=head)} >= {"missing"}
    assert {one.code for one in chain.verify(rows[:-1], head=head)} == {"truncated"}
    rows[1].salt = "00" * 16
    assert chain.verify(rows, head=head) != []


def test_alarms_go_off_once_in_order_and_late_ones_at_their_true_times(
    world: cast.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assignment = cast.assigned(world)
    cast.act(assignment, "accept", world.actor("bob"))
    due = assignment.due_at
    assert due is not None
    now = clock.now() + timedelta(days=9)
    monkeypatch.setattr(clock, "now", lambda: now)
    fired = sweep.sweep()
    assert fired >= 2
    rows = [row for row in history.rows(assignment.claim) if row.action.startswith("alarm.")]
    assert [row.occurred_at for row in rows] == sorted(row.occurred_at for row in rows)
    assert all(row.occurred_at < row.recorded_at for row in rows)
    assert sweep.sweep() == 0


def test_an_offer_that_nobody_takes_goes_back_by_itself(
    world: cast.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assignment = cast.offered(world, "bob", "charlie")
    due, now = assignment.due_at, clock.now() + timedelta(days=6)
    monkeypatch.setattr(clock, "now", lambda: now)
    sweep.sweep()
    assignment.refresh_from_db()
    back = JournalEntry.objects.get(claim_id=assignment.claim_id, action="nobody_took")
    assert (assignment.step, back.occurred_at, back.recorded_at) == ("to_assign", due, now)


def test_there_is_never_an_open_assignment_without_a_next_action(world: cast.World) -> None:
    assignment = cast.assigned(world)
    assert worklists.orphans() == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        Assignment.objects.filter(pk=assignment.pk).update(due_at=None)


def test_an_organisation_sees_a_claim_only_while_it_is_a_party_even_without_any_filter(
    world: cast.World,
) -> None:
    """Row-level security, as the runtime role: tests run as the owner, whom it does not bind."""
    mine = cast.assigned(world, "bob")
    cast.assigned(world, "charlie", insured_surname="Autre")
    seen = {}
    for name, told in {
        "nobody": "",
        "bob": f"organisation:{world.id('bob')}",
        "expert": f"organisation:{world.id('expert')}",
        "link": f"claim:{mine.claim_id}",
        "hostile": "organisation:1 OR true",
        "network": "network",
    }.items():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE temoin_app")
            cursor.execute("SELECT set_config('app.scope', %s, true)", [told])
            seen[name] = (
                Claim.objects.count(),
                Assignment.objects.count(),
                JournalEntry.objects.values("claim_id").distinct().count(),
            )
            cursor.execute("RESET ROLE")
    assert seen == {
        "nobody": (0, 0, 0),
        "bob": (1, 1, 1),
        "expert": (0, 0, 0),
        "link": (1, 1, 1),
        "hostile": (0, 0, 0),
        "network": (2, 2, 2),
    }


def test_the_runtime_role_can_only_add_to_the_journal(world: cast.World) -> None:
    cast.open_claim(world)
    for statement in (
        "UPDATE journal_journalentry SET action = 'x'",
        "DELETE FROM journal_journalentry",
        "TRUNCATE journal_journalentry",
        "ALTER TABLE journal_journalentry DISABLE TRIGGER ALL",
        "INSERT INTO journal_journalentry (id) VALUES (1)",
    ):
        with pytest.raises(DatabaseError):
            _as_runtime_role(statement)


def _as_runtime_role(statement: str, told: str = "network") -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE temoin_app")
        cursor.execute("SELECT set_config('app.scope', %s, true)", [told])
        cursor.execute(statement)
        cursor.execute("RESET ROLE")


def test_the_door_works_as_the_runtime_role_in_the_scope_of_a_firm(world: cast.World) -> None:
    assignment = cast.offered(world, "bob", "charlie")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE temoin_app")
        cursor.execute("SELECT set_config('app.scope', %s, true)", [f"organisation:{world.id('bob')}"])
        door.act(
            assignment_id=assignment.pk,
            action="take_charge",
            values={"needs_visit": False},
            actor=_bob(world),
        )
        cursor.execute("RESET ROLE")
    assignment.refresh_from_db()
    assert assignment.contractor == world.id("bob")


def _bob(world: cast.World) -> door.Actor:
    return door.Actor("contractor", world.id("bob"), world.people["bob"].pk, "Bob Plombier")


def test_a_firms_scope_writes_nothing_by_itself(world: cast.World) -> None:
    """Else a firm could enter itself as a party to any claim, and so see it."""
    mine, other = cast.assigned(world, "bob"), cast.assigned(world, "charlie")
    statements = (
        "INSERT INTO claims_claimparty (claim_id, organisation_id, role, assignment_number, since_at) "
        f"VALUES ({other.claim_id}, {world.id('bob')}, 'contractor', 1, now())",
        f"UPDATE claims_claim SET authority_limit_amount = 9999 WHERE id = {mine.claim_id}",
        f"UPDATE claims_assignment SET due_at = now() WHERE id = {mine.pk}",
        "INSERT INTO journal_journalentry (claim_id, seq, occurred_at, recorded_at, actor_role, actor_name, machine, "
        "action, data, visibility, imported, salt, commitment, previous_hash, hash) VALUES "
        f"({mine.claim_id}, 99, now(), now(), 'insured', '', false, 'sign', '{{}}', 'parties', false, '', '', '', '')",
    )
    for statement in statements:
        with pytest.raises(DatabaseError, match="row-level security"):
            _as_runtime_role(statement, f"organisation:{world.id('bob')}")
    _as_runtime_role("DELETE FROM claims_claimparty", f"organisation:{world.id('bob')}")
    assert ClaimParty.objects.filter(organisation=world.id("bob"), until_at__isnull=True).exists()


def test_a_scope_ends_with_its_block(world: cast.World) -> None:
    with scope.within("network"):
        assert _scope() == "network"
        with scope.within("claim:1"):
            assert _scope() == "claim:1"
        assert _scope() == "network"


def _scope() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.scope', true), '')")
        return str(cursor.fetchone()[0])


def test_the_longest_names_are_kept_and_found(world: cast.World) -> None:
    """A folded text may be longer than what was typed, and two names together longer than one column."""
    claim = cast.open_claim(
        world, insured_surname="ß" * 100, insured_given="É" * 100, insurer_claim_number="ß" * 60
    )
    assert search.find("ß" * 20) == [claim]
    named = Actor("insured", name=claim.insured_name)
    row = cast.act(claim.assignments.get(), "give_availabilities", named, {"availabilities": "lundi"}).row
    assert row.actor_name == claim.insured_name[:200]
    claim.refresh_from_db()
    assert chain.verify(history.rows(claim), head=claim.head_hash) == []
