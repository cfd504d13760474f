"""The contractor over HTTP: both ways of taking a job, dates in their right place, races, and who sees what."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from temoin import clock
from temoin.claims.models import Assignment
from temoin.documents.models import Document
from temoin.journal.models import JournalEntry
from tests import world as cast

pytestmark = pytest.mark.django_db

PERSONAL = ("Lambrecht", "rue du Viaduc", "06 12 34 56 78", "0612345678", "claire@example.test")
SURE = "Êtes-vous sûr de vouloir apporter ces modifications"


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def signed_in(world: cast.World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"contractor:{name}", args=args)


def hidden(page: str) -> dict[str, str]:
    """The `seen` and `key` of a form, as a browser would send them back."""
    return dict(re.findall(r'name="(seen|key)" value="([^"]*)"', page))


def day_and_time(name: str, at: datetime) -> dict[str, str]:
    local = timezone.localtime(at)
    return {f"{name}_0": local.date().isoformat(), f"{name}_1": local.strftime("%H:%M")}


def html(answer: Any) -> str:
    return str(answer.content.decode())


def take(client: Client, job: Assignment, **given: str) -> Any:
    page = html(client.get(url("take_charge", job.pk)))
    return client.post(url("take_charge", job.pk), hidden(page) | given)


def soon(days: int = 2) -> datetime:
    """A moment some days ahead at ten o'clock."""
    return timezone.localtime(clock.now() + timedelta(days=days)).replace(
        hour=10, minute=0, second=0, microsecond=0
    )


def report(page: str, **changes: str) -> dict[str, str]:
    """A visit report as it is filled in; the works begin in a week for three days."""
    return (
        hidden(page)
        | day_and_time("visit_done_at", clock.now())
        | {
            "visit_minutes": "45",
            "damage_as_declared": "yes",
            "circumstance_as_declared": "yes",
            "works_can_be_planned": "yes",
            "planned_days": "3",
        }
        | day_and_time("works_start_at", soon(7))
        | changes
    )


# -- S0: with a technical visit


def test_with_a_visit_the_chosen_opening_of_the_insured_becomes_the_visit(world: cast.World) -> None:
    job = cast.offered(world, "bob", "charlie")
    bob = signed_in(world, "bob")
    page = html(bob.get(url("take_charge", job.pk)))
    slot = re.findall(r'name="slot" value="([^"]+)"', page)[0]
    answer = bob.post(url("take_charge", job.pk), hidden(page) | {"needs_visit": "yes", "slot": slot})
    assert answer.status_code == 302
    assert answer["Location"] == url("job", job.pk)
    job.refresh_from_db()
    assert (job.step, job.contractor) == ("first_visit", world.id("bob"))
    assert job.due_at == datetime.fromisoformat(slot)


def test_the_visit_report_books_the_works(world: cast.World) -> None:
    job = visited(world)
    bob = signed_in(world, "bob")
    page = html(bob.get(url("visit_report", job.pk)))
    assert "Les dégâts sont-ils conformes à la déclaration" in page
    answer = bob.post(url("visit_report", job.pk), report(page))
    assert answer.status_code == 302
    job.refresh_from_db()
    assert job.step == "works_start"
    assert job.state["facts"]["planned_days"] == 3
    assert job.due_at == soon(7)


def test_a_difference_found_needs_its_words_and_goes_to_the_handler(world: cast.World) -> None:
    job = visited(world)
    bob = signed_in(world, "bob")
    page = html(bob.get(url("visit_report", job.pk)))
    without_words = bob.post(url("visit_report", job.pk), report(page, damage_as_declared="no"))
    assert without_words.status_code == 422
    assert 'value="45"' in html(without_words)
    bob.post(
        url("visit_report", job.pk),
        report(page, damage_as_declared="no", damage_found="Le mur du couloir aussi."),
    )
    job.refresh_from_db()
    assert (job.step, job.holder_role) == ("operator_action_pending", "case_handler")


def test_the_visit_is_moved_on_the_details_page_with_who_agreed_and_how(world: cast.World) -> None:
    job = visited(world, at=soon(3))
    bob = signed_in(world, "bob")
    page = html(bob.get(url("job", job.pk)))
    given = hidden(page) | {"action": "reschedule_visit"} | day_and_time("visit_at", soon(5))
    assert bob.post(url("job", job.pk), given | {"confirmed": "1"}).status_code == 422
    agreed = {"agreed_by": "Claire Lambrecht", "agreed_how": "phone", "confirmed": "1"}
    assert bob.post(url("job", job.pk), given | agreed).status_code == 302
    job.refresh_from_db()
    assert job.due_at == soon(5)
    entry = JournalEntry.objects.get(claim_id=job.claim_id, action="reschedule_visit")
    assert entry.data["values"]["agreed_how"] == "phone"


# -- S0: without a visit


def test_without_a_visit_the_works_date_is_entered_on_the_details_page_and_asked_once_more(
    world: cast.World,
) -> None:
    job = cast.offered(world, "bob")
    bob = signed_in(world, "bob")
    take(bob, job, needs_visit="no", slot="other", **day_and_time("visit_at", soon()))
    job.refresh_from_db()
    assert job.step == "contact_for_works"
    assert "visit_at" not in job.state["facts"]

    page = html(bob.get(url("job", job.pk)))
    assert all(one in page for one in ("Claire Lambrecht", "12 rue du Viaduc", "tel:0612345678"))
    assert page.index('id="dates"') < page.index('id="photos-title"')
    given = hidden(page) | {"action": "record_works_date"} | day_and_time("works_start_at", soon(6))
    asked = bob.post(url("job", job.pk), given)
    assert asked.status_code == 200
    assert SURE in html(asked)
    job.refresh_from_db()
    assert job.step == "contact_for_works"
    assert bob.post(url("job", job.pk), given | {"confirmed": "1"}).status_code == 302
    job.refresh_from_db()
    assert (job.step, job.due_at) == ("works_start", soon(6))


def test_a_works_date_is_changed_with_the_agreement_of_the_insured(world: cast.World) -> None:
    job = works_booked(world)
    bob = signed_in(world, "bob")
    page = html(bob.get(url("job", job.pk)))
    given = hidden(page) | {"action": "reschedule_works", "agreed_by": "Claire", "agreed_how": "phone"}
    given |= day_and_time("works_start_at", soon(9))
    assert SURE in html(bob.post(url("job", job.pk), given))
    bob.post(url("job", job.pk), given | {"confirmed": "1"})
    job.refresh_from_db()
    assert job.due_at == soon(9)


# -- the wrong date in the wrong place


def test_while_a_visit_is_booked_the_details_page_takes_no_works_date(world: cast.World) -> None:
    job = visited(world)
    bob = signed_in(world, "bob")
    page = html(bob.get(url("job", job.pk)))
    assert 'name="works_start_at_0"' not in page
    assert url("visit_report", job.pk) in page
    given = hidden(page) | {"action": "record_works_date", "confirmed": "1"}
    answer = bob.post(url("job", job.pk), given | day_and_time("works_start_at", soon(6)))
    assert answer.status_code == 409
    job.refresh_from_db()
    assert job.step == "first_visit"
    assert "works_start_at" not in job.state["facts"]


def test_without_a_visit_the_report_says_where_the_date_belongs(world: cast.World) -> None:
    job = cast.offered(world, "bob")
    bob = signed_in(world, "bob")
    take(bob, job, needs_visit="no")
    shown = bob.get(url("visit_report", job.pk))
    assert shown.status_code == 200
    assert f'href="{url("job", job.pk)}#dates"' in html(shown)
    sent = bob.post(url("visit_report", job.pk), report(""))
    assert sent.status_code == 409
    job.refresh_from_db()
    assert job.step == "contact_for_works"


@pytest.mark.parametrize(
    "action", ["report_visit", "record_works_date", "reschedule_visit", "reschedule_works"]
)
def test_what_has_a_page_of_its_own_is_not_asked_by_the_general_form(world: cast.World, action: str) -> None:
    job = visited(world)
    answer = signed_in(world, "bob").get(url("act", job.pk, action))
    assert answer.status_code == 302


# -- offers


def test_before_taking_charge_no_page_names_the_insured(world: cast.World) -> None:
    job = cast.offered(world, "bob")
    bob = signed_in(world, "bob")
    for address in (
        url("new_jobs"),
        url("job_offer", job.pk),
        url("take_charge", job.pk),
        url("decline", job.pk),
        url("my_jobs"),
        url("agenda"),
    ):
        page = html(bob.get(address))
        assert [word for word in PERSONAL if word in page] == [], address
    assert "75011 Paris" in html(bob.get(url("job_offer", job.pk)))


def test_the_loser_of_a_race_reads_that_another_has_the_job(world: cast.World) -> None:
    job = cast.offered(world, "bob", "charlie")
    other = cast.offered(world, "charlie")
    bob, charlie = signed_in(world, "bob"), signed_in(world, "charlie")
    page = html(charlie.get(url("take_charge", job.pk)))
    assert take(bob, job, needs_visit="no").status_code == 302
    answer = charlie.post(url("take_charge", job.pk), hidden(page) | {"needs_visit": "no"})
    said = html(answer)
    assert answer.status_code == 409
    assert "Ce chantier vient d’être pris en charge par un autre professionnel" in said
    assert url("job_offer", other.pk) in said
    assert "Bob" not in said
    assert [word for word in PERSONAL if word in said] == []
    job.refresh_from_db()
    assert job.contractor == world.id("bob")


def test_whoever_took_the_job_and_sends_the_form_again_is_led_to_it(world: cast.World) -> None:
    job = cast.offered(world, "bob")
    bob = signed_in(world, "bob")
    page = html(bob.get(url("take_charge", job.pk)))
    for _time in range(2):
        answer = bob.post(url("take_charge", job.pk), hidden(page) | {"needs_visit": "no"})
        assert (answer.status_code, answer["Location"]) == (302, url("job", job.pk))
    assert JournalEntry.objects.filter(claim_id=job.claim_id, action="take_charge").count() == 1


def test_taking_charge_needs_the_answer_and_with_a_visit_its_time(world: cast.World) -> None:
    job = cast.offered(world, "bob")
    bob = signed_in(world, "bob")
    assert take(bob, job).status_code == 422
    assert take(bob, job, needs_visit="yes").status_code == 422
    assert take(bob, job, needs_visit="yes", slot="2001-01-01T10:00:00+00:00").status_code == 422
    unchosen = take(bob, job, needs_visit="yes").content.decode()
    assert unchosen.count("Choisissez l’un des créneaux") == 2
    assert "data-required-when" in unchosen
    far = take(bob, job, needs_visit="yes", slot="other", **day_and_time("visit_at", soon(20)))
    assert far.status_code == 422
    assert "norm_reason" in html(far)
    agreed = day_and_time("visit_at", soon(20)) | {"norm_reason": "Absente jusque-là."}
    assert take(bob, job, needs_visit="yes", slot="other", **agreed).status_code == 302


def test_a_refused_offer_leaves_the_list_and_stays_open_to_the_others(world: cast.World) -> None:
    job = cast.offered(world, "bob", "charlie")
    bob = signed_in(world, "bob")
    page = html(bob.get(url("decline", job.pk)))
    assert bob.post(url("decline", job.pk), hidden(page)).status_code == 422
    answer = bob.post(url("decline", job.pk), hidden(page) | {"reason": "Trop loin."})
    assert answer["Location"] == url("new_jobs")
    assert url("job_offer", job.pk) not in html(bob.get(url("new_jobs")))
    assert url("job_offer", job.pk) in html(signed_in(world, "charlie").get(url("new_jobs")))


def test_an_opening_says_what_the_firm_has_booked_around_it(world: cast.World) -> None:
    first = cast.offered(world, "bob", city="Vincennes")
    bob = signed_in(world, "bob")
    page = html(bob.get(url("take_charge", first.pk)))
    slot = re.findall(r'name="slot" value="([^"]+)"', page)[0]
    bob.post(url("take_charge", first.pk), hidden(page) | {"needs_visit": "yes", "slot": slot})
    second = cast.offered(world, "bob")
    shown = html(bob.get(url("take_charge", second.pk)))
    assert "Vincennes" in shown
    assert "vous êtes libre" in shown


# -- isolation


def test_a_foreign_firm_finds_none_of_the_pages(world: cast.World) -> None:
    job = cast.assigned(world, "bob")
    charlie = signed_in(world, "charlie")
    for name in ("job_offer", "take_charge", "decline", "job", "visit_report"):
        assert charlie.get(url(name, job.pk)).status_code == 404, name
        assert charlie.get(url(name, 10**30)).status_code == 404, name
    for action in ("record_contact", "log_attempt", "message_operator", "promise"):
        assert charlie.get(url("act", job.pk, action)).status_code == 404
    for name in ("take_charge", "decline", "job", "visit_report"):
        assert charlie.post(url(name, job.pk), {"action": "record_works_date"}).status_code == 404, name
    assert charlie.post(url("act", job.pk, "record_contact"), {}).status_code == 404
    assert job.claim.reference not in html(charlie.get(url("my_jobs")))


def test_a_firm_that_lost_the_job_finds_its_details_no_more(world: cast.World) -> None:
    job = cast.assigned(world, "bob")
    bob = signed_in(world, "bob")
    assert bob.get(url("job", job.pk)).status_code == 200
    cast.act(job, "reassign", world.actor("dirk"), {"reason": "Absent."})
    assert bob.get(url("job", job.pk)).status_code == 404
    assert bob.post(url("act", job.pk, "record_contact"), {}).status_code == 404


@pytest.mark.parametrize("name", ["alice", "ines"])
def test_only_contractors_find_these_pages(world: cast.World, name: str) -> None:
    client = signed_in(world, name)
    assert [client.get(url(one)).status_code for one in ("new_jobs", "my_jobs", "agenda")] == [404] * 3


def test_a_stranger_is_asked_to_sign_in(world: cast.World) -> None:
    assert Client().get(url("new_jobs")).status_code == 302


def test_the_journal_shows_neither_internal_notes_nor_other_firms(world: cast.World) -> None:
    job = cast.offered(world, "bob", "charlie")
    cast.act(job, "add_note", world.actor("alice"), {"comment": "Assurée difficile."})
    bob = signed_in(world, "bob")
    take(bob, job, needs_visit="no")
    page = html(bob.get(url("job", job.pk)))
    assert "Assurée difficile" not in page
    assert "Charlie" not in page
    assert "Proposer à plusieurs prestataires" in page


def test_papers_of_another_firm_are_not_listed(world: cast.World) -> None:
    job = cast.assigned(world, "bob")
    common = {"claim_id": job.claim_id, "size": 1, "sha256": "0" * 64, "at": clock.now(), "kind": "other"}
    for name, role, firm, visibility in (
        ("shared.pdf", "case_handler", "network", "parties"),
        ("internal.pdf", "case_handler", "network", "internal"),
        ("theirs.pdf", "contractor", "charlie", "parties"),
        ("mine.pdf", "contractor", "bob", "holder"),
    ):
        Document.objects.create(
            filename=name,
            role=role,
            organisation_id=world.id(firm),
            visibility=visibility,
            media_type="application/pdf",
            **common,
        )
    page = html(signed_in(world, "bob").get(url("job", job.pk)))
    assert [one for one in ("shared", "internal", "theirs", "mine") if f"{one}.pdf" in page] == [
        "shared",
        "mine",
    ]


# -- other acts, and their way back


def test_a_job_that_is_declined_leads_back_to_the_list(world: cast.World) -> None:
    job = cast.assigned(world, "bob")
    bob = signed_in(world, "bob")
    page = html(bob.get(url("act", job.pk, "decline")))
    answer = bob.post(url("act", job.pk, "decline"), hidden(page) | {"reason": "Complet."})
    assert answer["Location"] == url("my_jobs")


def test_an_estimate_stands_with_what_was_decided(world: cast.World) -> None:
    job = visited(world)
    done = {"works_can_be_planned": "no", "works_start_at_0": "", "works_start_at_1": "", "planned_days": ""}
    bob = signed_in(world, "bob")
    bob.post(url("visit_report", job.pk), report(html(bob.get(url("visit_report", job.pk))), **done))
    job.refresh_from_db()
    assert job.step == "estimate_to_submit"
    cast.act(
        job,
        "submit_estimate",
        world.actor("bob"),
        {"estimate_total": Decimal("1284.50"), "estimate_file": ("x",)},
    )
    cast.act(job, "approve", world.actor("emma"), {"approved_total": Decimal("1284.50")})
    page = html(bob.get(url("job", job.pk)))
    assert "Vos devis" in page
    assert "Accorder le devis" in page
    assert page.count("284,50") >= 3


def test_an_action_of_others_does_not_exist_here(world: cast.World) -> None:
    job = cast.assigned(world, "bob")
    bob = signed_in(world, "bob")
    assert bob.get(url("act", job.pk, "no_such_action")).status_code == 404
    assert bob.get(url("act", job.pk, "close_without_works")).status_code == 409


def test_the_agenda_shows_visits_and_the_days_of_the_works(world: cast.World) -> None:
    visited(world, at=soon(3))
    works_booked(world)
    page = html(signed_in(world, "bob").get(url("agenda")))
    assert page.count("12 rue du Viaduc") == 3  # one visit, works of two days


# -- cost


def test_the_lists_cost_the_same_for_one_job_and_for_many(
    world: cast.World, django_assert_max_num_queries: Any
) -> None:
    bob = signed_in(world, "bob")
    counts = []
    for more in (1, 4):
        for _one in range(more):
            cast.offered(world, "bob")
            cast.assigned(world, "bob")
        counts.append([_queries(bob, url(name)) for name in ("new_jobs", "my_jobs", "agenda")])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 15, counts


def test_the_pages_of_one_job_stay_cheap(world: cast.World) -> None:
    offer, job = cast.offered(world, "bob"), visited(world)
    bob = signed_in(world, "bob")
    pages = [
        url("job_offer", offer.pk),
        url("take_charge", offer.pk),
        url("job", job.pk),
        url("visit_report", job.pk),
    ]
    counts = {page: _queries(bob, page) for page in pages}
    assert max(counts.values()) <= 15, counts


def _queries(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def visited(world: cast.World, *, at: datetime | None = None) -> Assignment:
    """A job of Bob's with a technical visit booked."""
    job = cast.offered(world, "bob")
    cast.act(job, "take_charge", world.actor("bob"), {"needs_visit": True, "visit_at": at or soon()})
    return job


def works_booked(world: cast.World) -> Assignment:
    """A job of Bob's without a visit, its works booked for two days."""
    job = cast.offered(world, "bob")
    bob = world.actor("bob")
    cast.act(job, "take_charge", bob, {"needs_visit": False})
    cast.act(job, "record_works_date", bob, {"works_start_at": soon(6), "planned_days": 2})
    return job
