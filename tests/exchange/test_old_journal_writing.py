"""An old journal becomes claims: every entry told as it stood, and ledger, dates and alarms work on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from temoin import clock
from temoin.claims import history, opening, rebuild, scope, sweep
from temoin.claims.models import Claim, ClaimParty
from temoin.engine import ledger
from temoin.exchange.old_journal import plan as planning
from temoin.exchange.old_journal import writing
from temoin.exchange.old_journal.splitting import Rule
from temoin.exchange.old_journal.standing import Standing
from temoin.exchange.old_journal.writing import Order, Written
from temoin.journal.models import JournalEntry
from temoin.messages.models import Mail
from temoin.parties.models import Organisation
from tests import world as cast
from tests.exchange.old_journals import STAMP, read, sample

pytestmark = pytest.mark.django_db

OPENING = f"OUVERTURE: -{STAMP}\n\n"


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def load(world: cast.World, text: str, *, rule: Rule | None = None, postcode: str = "") -> Written:
    """Write a journal into the database, as the command and the page do."""
    order = Order(
        insurer=world.organisations["az"], file="journal.txt", by="Alice Handler", postcode=postcode
    )
    return writing.write(planning.plan(read(text, rule=rule, now=clock.now())), order)


def state(label: str, on: str, due: str, *, number: int = 1, comment: str = "") -> str:
    slashed = on[:10].replace(".", "/")
    return f"ETAT: {label} {due} {comment} ({slashed}-N°{number})\n{on}-(995) INTERNET\n\n"


def rows(claim: Claim) -> list[JournalEntry]:
    return history.rows(claim)


def only(written: Written) -> Claim:
    (made,) = written.made
    return Claim.objects.get(reference=made.reference)


def differences() -> list[object]:
    with scope.within("network"):
        return [one for _assignment, found in rebuild.compare() for one in found]


def breaks() -> list[object]:
    with scope.within("network"):
        return [one for _claim, found in rebuild.verify() for one in found]


def moved(entries: Iterable[JournalEntry]) -> list[tuple[str, str, str]]:
    """(step, due, times moved) of the frame on top after each imported state."""
    found = []
    for row in entries:
        if row.action == "imported_state" and row.data["frames"]:
            top = row.data["frames"][-1]
            found.append((top["step"], top.get("due_at", "")[:10], str(top.get("times_moved", 0))))
    return found


def test_every_entry_of_the_sample_is_written_once_as_it_stood_and_marked_imported(world: cast.World) -> None:
    report = read(sample(), now=clock.now())
    written = load(world, sample())
    kept = JournalEntry.objects.filter(imported=True)
    assert kept.count() == sum(1 for _ in report.entries) == written.entries
    assert sorted(row.data["values"].get("text", "") for row in kept) == sorted(
        entry.text for entry in report.entries
    )
    assert sorted(row.data["values"]["line"] for row in kept) == sorted(
        entry.span.first for entry in report.entries
    )
    assert not JournalEntry.objects.filter(imported=False).exclude(action="import_placed").exists()


def test_what_happened_and_when_it_was_recorded_stand_apart(world: cast.World) -> None:
    before = clock.now()
    claim = only(load(world, OPENING + state("Première visite (7)", "07.03.2024-10:00", "14/03/2024 09:00")))
    first, second, placed = rows(claim)
    assert first.occurred_at == datetime(2024, 3, 6, 8, 12, tzinfo=UTC) == claim.opened_at
    assert second.occurred_at == datetime(2024, 3, 7, 9, 0, tzinfo=UTC)
    assert {row.recorded_at for row in (first, second, placed)} == {placed.occurred_at}
    assert placed.recorded_at >= before
    assert (second.actor_name, second.machine, first.actor_name, first.machine) == (
        "INTERNET (995)",
        True,
        "ODILE FAUCHERAND (2001417)",
        False,
    )


def test_a_second_import_changes_nothing(world: cast.World) -> None:
    load(world, sample())
    before = list(JournalEntry.objects.order_by("pk").values_list("pk", "hash"))
    again = load(world, sample())
    assert (again.made, {one.standing for one in again.others}) == ((), {Standing.THERE})
    assert all(Claim.objects.filter(reference=one.reference).exists() for one in again.others)
    assert list(JournalEntry.objects.order_by("pk").values_list("pk", "hash")) == before


def test_a_longer_print_of_a_claim_is_told_and_no_double_is_made(world: cast.World) -> None:
    short = OPENING + state("Première visite (7)", "07.03.2024-10:00", "14/03/2024 09:00")
    claim = only(load(world, short))
    (other,) = load(world, short + state("Etude de devis (5)", "15.03.2024-10:00", "20/03/2024 09:00")).others
    assert (other.standing, other.reference, other.further) == (Standing.OTHER_PRINT, claim.reference, 1)
    assert Claim.objects.count() == 1


def test_a_longer_print_without_its_opening_is_known_by_its_first_entry(world: cast.World) -> None:
    short = state("Première visite (7)", "07.03.2024-10:00", "14/03/2024 09:00")
    load(world, short)
    (other,) = load(world, short + state("Etude de devis (5)", "15.03.2024-10:00", "20/03/2024 09:00")).others
    assert (other.standing, other.further) == (Standing.OTHER_PRINT, 1)


def test_two_claims_opened_by_one_person_in_one_minute_are_two(world: cast.World) -> None:
    load(world, OPENING + state("Première visite (7)", "07.03.2024-10:00", "14/03/2024 09:00"))
    load(world, OPENING + state("Etude de devis (5)", "08.03.2024-11:00", "20/03/2024 09:00"))
    assert Claim.objects.count() == 2


def test_a_shorter_and_a_longer_print_in_one_file_make_one_claim(world: cast.World) -> None:
    visit = state("Première visite (7)", "07.03.2024-10:00", "14/03/2024 09:00")
    review = state("Etude de devis (5)", "25.03.2024-10:00", "20/03/2024 09:00")
    written = load(world, OPENING + visit + review + "Un titre\n\n" + OPENING + visit)
    assert [one.standing for one in written.others] == [Standing.OTHER_PRINT]
    assert Claim.objects.count() == 1


def test_cache_and_chain_agree_with_what_was_written(world: cast.World) -> None:
    load(world, sample())
    assert Claim.objects.count() >= 4
    assert (differences(), breaks()) == ([], [])


def test_the_minutes_of_all_parties_add_up_and_lateness_is_seen(world: cast.World) -> None:
    claim = only(
        load(
            world,
            OPENING
            + state("Contact client pour devis (2)", "06.03.2024-09:20", "07/03/2024 09:20")
            + state("Première visite (7)", "11.03.2024-08:41", "13/03/2024 09:00"),
        )
    )
    now = history.current(claim.assignments.get())
    until = clock.now()
    found = history.minutes(now, rows(claim), until)
    total = sum((one.duration for one in found), timedelta(0))
    assert (
        total
        == until - datetime(2024, 3, 6, 8, 20, tzinfo=UTC)
        == sum(ledger.by_party(found).values(), timedelta(0))
    )
    assert found[0].late == timedelta(days=3, hours=23, minutes=21)
    assert set(ledger.late_by_party(found)) == {"contractor"}


def test_a_date_that_is_put_off_moves_and_its_commitment_stays(world: cast.World) -> None:
    claim = only(
        load(
            world,
            state("Première visite (7)", "07.03.2024-10:00", "14/03/2024 09:00")
            + state("Première visite (7)", "13.03.2024-10:00", "21/03/2024 09:00"),
        )
    )
    assert moved(rows(claim)) == [("first_visit", "2024-03-14", "0"), ("first_visit", "2024-03-21", "1")]
    assignment = claim.assignments.get()
    assert str(assignment.commitment_at)[:10] == "2024-03-14"
    why = history.why(history.current(assignment), rows(claim))
    assert why is not None
    assert (why.holds, why.taken_over, len(why.moves)) == (True, True, 1)


def test_a_wait_stops_the_clock_beneath_and_the_next_step_takes_its_place(world: cast.World) -> None:
    text = (
        state("Contact client pour devis", "07.03.2024-10:00", "")
        + state("En attente de cie (15)", "07.03.2024-11:00", "20/03/2024 09:00")
        + state("Etude de devis (5)", "22.03.2024-10:00", "26/03/2024 09:00")
    )
    first, wait, review, _placed = rows(only(load(world, text)))
    assert first.data["frames"][0]["due_at"][:16] == "2024-03-08T09:00"  # by the rule: 24 hours
    beneath, top = wait.data["frames"]
    assert ("due_at" not in beneath, beneath["due_left"], top["step"]) == (True, 23 * 3600, "wait_insurer")
    assert wait.data["charged_to"] == "insurer"
    assert [frame["step"] for frame in review.data["frames"]] == ["estimate_review"]


def test_one_wait_after_the_other_and_back_does_not_pile_up(world: cast.World) -> None:
    text = "".join(
        state(label, f"{day:02}.03.2024-10:00", f"{day + 1:02}/03/2024 09:00")
        for day, label in enumerate(["En attente de cie (15)", "En attente expert"] * 5, start=4)
    )
    claim = only(load(world, text))
    assert max(len(row.data["frames"]) for row in rows(claim)) == 2
    assert differences() == []


def test_a_state_that_was_not_recognised_is_kept_and_moves_nothing(world: cast.World) -> None:
    text = state("Première visite (7)", "07.03.2024-10:00", "14/03/2024 09:00")
    claim = only(load(world, text + state("Etat tout neuf (3)", "08.03.2024-10:00", "15/03/2024 09:00")))
    first, second, _placed = rows(claim)
    assert second.data["frames"] == first.data["frames"]
    assert "Etat tout neuf" in second.data["values"]["text"]


def test_an_assignment_for_which_no_step_is_named_waits_to_be_assigned_with_the_reason(
    world: cast.World,
) -> None:
    claim = only(load(world, OPENING + f"rappeler le client\n{STAMP}\n"))
    assignment = claim.assignments.get()
    placed = rows(claim)[-1]
    assert (assignment.number, assignment.step, assignment.holder_role) == (1, "to_assign", "dispatcher")
    assert (placed.action, placed.imported, placed.data["values"]["why"]) == (
        "import_placed",
        False,
        "no_step",
    )
    assert assignment.due_at is not None
    assert assignment.due_at > clock.now() - timedelta(minutes=1)


def test_an_assignment_goes_on_where_the_journal_left_it(world: cast.World) -> None:
    claim = only(load(world, state("Etude de devis (5)", "20.03.2024-17:04", "22/03/2024 17:04")))
    assignment = claim.assignments.get()
    assert (assignment.step, str(assignment.due_at)[:16]) == ("estimate_review", "2024-03-22 16:04")
    cast.act(
        assignment,
        "request_info",
        world.actor("emma"),
        {"comment": "Le plan de travail est-il d'un seul tenant ?"},
    )
    assert assignment.step == "estimate_info_requested"
    assert differences() == []


def test_assignments_keep_their_numbers_and_the_next_one_gets_a_new_one(world: cast.World) -> None:
    text = OPENING + "".join(
        state("Première visite (7)", f"07.03.2024-1{number}:00", "14/03/2024 09:00", number=number)
        for number in (1, 3)
    )
    claim = only(load(world, text + f"note sans numéro\n{STAMP}\n"))
    assert sorted(claim.assignments.values_list("number", flat=True)) == [1, 3]
    note = JournalEntry.objects.get(claim_id=claim.pk, action="imported_note")
    assert note.assignment_number is None
    added = opening.add_assignment(
        claim,
        trade="plumbing",
        facts={"loss_type": "water_damage"},
        actor=world.actor("alice"),
        procedure="home_repair",
    )
    assert added.number == 4


def test_nothing_goes_off_for_the_past_and_nobody_is_written_to(world: cast.World) -> None:
    load(world, sample())
    before = JournalEntry.objects.count()
    assert sweep.sweep() == 0
    assert (JournalEntry.objects.count(), Mail.objects.count()) == (before, 0)


def test_what_comes_due_after_the_import_does_go_off(
    world: cast.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(world, OPENING)
    later = clock.now() + timedelta(days=9)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert sweep.sweep() >= 2


def test_the_insurer_is_a_party_and_a_firm_only_where_it_has_exactly_that_name(world: cast.World) -> None:
    text = (
        OPENING
        + "Intervention sous-assignée à: - [51207] BOB PLOMBERIE 06/03/2024 09:20\n"
        + f"{STAMP}\n\n"
        + state("Première visite (7)", "07.03.2024-10:00", "14/03/2024 09:00")
    )
    claim = only(load(world, text))
    parties = set(ClaimParty.objects.filter(claim=claim).values_list("organisation_id", flat=True))
    assert parties == {world.id("az"), world.id("bob")}
    before = Organisation.objects.count()
    load(world, sample())
    assert Organisation.objects.count() == before


def test_the_claim_says_what_is_known_and_nothing_else(world: cast.World) -> None:
    text = OPENING + f"La limite maximum d'autonomie de MA pour ce SINISTRE est de :\n1550,00\n{STAMP}\n"
    claim = only(load(world, text, postcode="67000"))
    assert (claim.authority_limit_amount, claim.calendar, claim.postcode) == (
        1550,
        "fr-alsace-moselle",
        "67000",
    )
    assert (claim.insured_surname, claim.street, claim.loss_type) == ("Inconnu (journal repris)", "–", "")


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7 ...", b"PK\x03\x04 word/document.xml", b"hello world\n", bytes(range(1, 32)) * 50],
)
def test_a_file_that_is_no_journal_writes_nothing(world: cast.World, data: bytes) -> None:
    order = Order(insurer=world.organisations["az"], file="x", by="")
    written = writing.write(planning.plan(read(data)), order)
    assert (written.made, Claim.objects.count(), JournalEntry.objects.count()) == ((), 0, 0)


def test_a_failure_in_the_middle_leaves_nothing_half_written(world: cast.World) -> None:
    def stop(done: int, total: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    order = Order(insurer=world.organisations["az"], file="x", by="")
    with pytest.raises(KeyboardInterrupt):
        writing.write(planning.plan(read(sample(), now=clock.now())), order, progress=stop)
    assert (Claim.objects.count(), JournalEntry.objects.count()) == (0, 0)


def test_a_year_beyond_the_calendars_is_told_and_stops_nothing_else(world: cast.World) -> None:
    old = state("Première visite (7)", "07.03.1998-10:00", "14/03/1998 09:00")
    far = state("Première visite (7)", "07.03.2024-10:00", "14/03/2098 09:00")
    written = load(world, far + "Un titre\n\n" + old)
    assert [one.standing for one in written.others] == [Standing.BEYOND_CALENDAR]
    (row,) = [row for row in rows(only(written)) if row.imported]
    assert row.data["values"]["due_ignored"][:10] == "2098-03-14"
    assert row.data["frames"][-1]["due_at"][:4] == "2024"
    assert differences() == []


@pytest.mark.parametrize("tab", ["journal", "assignments", "documents", "mail"])
def test_the_file_of_an_imported_claim_opens(world: cast.World, tab: str) -> None:
    load(world, sample())
    client = Client()
    client.force_login(world.people["alice"])
    for claim in Claim.objects.all():
        for assignment in claim.assignments.all():
            answer = client.get(
                reverse("desk:file", args=[claim.reference]), {"onglet": tab, "mission": assignment.number}
            )
            assert answer.status_code == 200
            page = answer.content.decode()
            if tab == "assignments":
                assert (
                    "triangle-alert" not in page.split('id="pourquoi"')[1]
                )  # the date recomputed is the one stored
                assert 'class="num"' in page
