"""The insured's page: what he reads at each moment of the repair, and only of his own claim."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from temoin import clock
from temoin.claims.models import Assignment, Claim
from temoin.documents.models import Document
from temoin.messages.models import Mail
from temoin.parties import links
from tests import world as cast

pytestmark = pytest.mark.django_db

TRACKING = "/s/"


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def follower(claim: Claim, language: str = "en") -> Client:
    _, token = links.issue(claim_id=claim.pk, name=claim.insured_name, language=language)
    client = Client()
    client.post(f"/s/{token}/")
    return client


def read(claim: Claim, language: str = "en") -> str:
    return follower(claim, language).get(TRACKING).content.decode()


def visited(world: cast.World, **changes: object) -> Assignment:
    """A visit booked in three days."""
    assignment = cast.assigned(world, **changes)
    at = clock.now()
    cast.act(
        assignment,
        "record_contact",
        world.actor("bob"),
        {"contacted_at": at, "visit_at": (at + timedelta(days=3)).replace(microsecond=0)},
    )
    return assignment


def working(world: cast.World) -> Assignment:
    """Works booked, begun and finished: the insured is to sign."""
    assignment = cast.offered(world, "bob")
    bob, at = world.actor("bob"), clock.now()
    cast.act(assignment, "take_charge", bob, {"needs_visit": False})
    start = at + timedelta(days=5)
    cast.act(assignment, "record_works_date", bob, {"works_start_at": start, "planned_days": 3})
    cast.act(assignment, "start_works", bob, {"started_at": clock.now()})
    cast.act(assignment, "complete_works", bob, {"completed_on": clock.now().date(), "photos_after": ("a",)})
    return assignment


def test_the_title_is_what_he_must_do(world: cast.World) -> None:
    assert "Claire, please confirm your visit" in read(visited(world).claim)
    assert "Claire, please sign for the works" in read(working(world).claim)
    assert "Claire, there is nothing for you to do now" in read(cast.open_claim(world))
    assert "Claire, when can somebody come?" in read(cast.open_claim(world, availabilities=()))


def test_the_visit_stands_with_its_date_its_place_on_the_clock_and_whom_to_call(world: cast.World) -> None:
    page = read(visited(world).claim)
    for words in ("Bob Plomberie", "01 40 00 00 00", "(Paris time)", "Visit to look at the damage"):
        assert words in page
    assert reverse("insured:act", args=[1, "confirm_visit"]) in page
    assert reverse("insured:act", args=[1, "ask_other_time"]) in page


def test_once_confirmed_nothing_is_left_to_do_until_the_visit_moves(world: cast.World) -> None:
    assignment = visited(world)
    cast.act(assignment, "confirm_visit", world.actor("insured"))
    page = read(assignment.claim)
    assert "nothing for you to do now" in page
    assert "Confirmed" in page
    assert reverse("insured:act", args=[1, "confirm_visit"]) not in page
    moved = {"visit_at": clock.now() + timedelta(days=6), "agreed_by": "Claire", "agreed_how": "phone"}
    cast.act(assignment, "reschedule_visit", world.actor("bob"), moved)
    assert "please confirm your visit" in read(assignment.claim)


def test_another_time_asked_for_is_shown_until_the_professional_answers(world: cast.World) -> None:
    assignment = visited(world)
    cast.act(assignment, "ask_other_time", world.actor("insured"), {"preferred_times": "jeudi"})
    page = read(assignment.claim)
    assert "Another time asked for" in page
    assert "nothing for you to do now" in page


def test_a_visit_that_is_past_is_not_to_be_confirmed(
    world: cast.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assignment = visited(world)
    later = clock.now() + timedelta(days=4)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = read(assignment.claim)
    assert "nothing for you to do now" in page
    assert "Missed appointment" in page


def test_the_slot_on_the_table_is_his_to_accept_once_the_firm_has_agreed(world: cast.World) -> None:
    assignment = cast.open_claim(world).assignments.get()
    slot = clock.now() + timedelta(days=2)
    cast.act(
        assignment, "propose_slot", world.actor("dirk"), {"contractor": world.id("bob"), "visit_at": slot}
    )
    page = read(assignment.claim)
    assert "Proposed, not confirmed yet" in page
    assert reverse("insured:act", args=[1, "accept_slot"]) not in page
    cast.act(assignment, "counter_propose", world.actor("bob"), {"visit_at": slot + timedelta(days=1)})
    page = read(assignment.claim)
    assert "Claire, does this visit suit you?" in page
    assert reverse("insured:act", args=[1, "accept_slot"]) in page


def test_an_interruption_says_who_acts_and_leaves_the_progress_where_it_was(world: cast.World) -> None:
    assignment = visited(world)
    before = _current(read(assignment.claim))
    cast.act(assignment, "open_complaint", world.actor("insured"), {"complaint_about": "personne n'appelle"})
    page = read(assignment.claim)
    assert "Our customer service is dealing with your complaint." in page
    assert _current(page) == before == "First appointment"


def test_phases_that_were_passed_carry_their_day_and_those_left_out_say_so(world: cast.World) -> None:
    page = read(working(world).claim)
    assert _current(page) == "Completion and payment"
    steps = page[page.index("psteps") : page.index("</ol>")]
    assert steps.count('class="done"') == 3  # reported, first appointment, works
    assert "not needed" in steps  # the estimate


def _current(page: str) -> str:
    """The label of the stage that the page marks as the present one."""
    line = page[page.index('aria-current="step"') :]
    return line[line.index("<b>") + 3 : line.index("</b>")]


def test_his_silence_counts_from_a_day_that_he_can_read(world: cast.World) -> None:
    assert "Without an answer from you the works count as accepted on" in read(working(world).claim)


def test_a_closed_file_says_so_and_offers_nothing(world: cast.World) -> None:
    assignment = visited(world)
    cast.act(assignment, "cancel", world.actor("insured"), {"reason": "réparé par moi-même"})
    page = read(assignment.claim)
    assert "Claire, your file is closed" in page
    assert "Your file is closed without works." in page
    assert "/s/1/" not in page
    assert "broken off" in page  # the first appointment, which never took place


def test_every_trade_of_the_claim_has_its_part(world: cast.World) -> None:
    page = read(cast.open_claim(world, trades=("plumbing", "painting")))
    assert page.count("Where your repair stands") == 2
    assert "Plumbing" in page
    assert "Painting" in page


def test_what_was_agreed_is_shown_and_nothing_is_to_be_paid_to_the_professional(world: cast.World) -> None:
    assignment = cast.assigned(world)
    state = assignment.state
    state["facts"]["approved_total"] = "1284.50"
    Assignment.objects.filter(pk=assignment.pk).update(state=state)
    page = read(assignment.claim)
    assert "€1,284.50" in page
    assert "€0.00" in page
    assert "Nobody may ask you for money on site." in page


def test_he_sees_the_papers_of_all_parties_and_no_others(world: cast.World) -> None:
    claim, other = cast.open_claim(world), cast.open_claim(world, insured_surname="Autre")
    for name, visibility, of in (
        ("shared.jpg", "parties", claim),
        ("secret.jpg", "internal", claim),
        ("theirs.jpg", "holder", claim),
        ("foreign.jpg", "parties", other),
    ):
        Document.objects.create(
            claim_id=of.pk,
            kind="photo",
            filename=name,
            sha256="0" * 64,
            size=1,
            media_type="image/jpeg",
            visibility=visibility,
            at=clock.now(),
        )
    page = read(claim)
    assert "shared.jpg" in page
    for name in ("secret.jpg", "theirs.jpg", "foreign.jpg"):
        assert name not in page


def test_he_reads_the_mails_written_to_him_and_none_written_to_others(world: cast.World) -> None:
    assignment = visited(world)
    mine = Mail.objects.get(claim=assignment.claim, recipient_role="insured", code="visit_booked")
    others = Mail.objects.filter(claim=assignment.claim).exclude(recipient_role="insured")
    assert others.exists()
    page = read(assignment.claim)
    assert mine.subject.split(",")[0] in page
    for mail in others:
        assert mail.subject not in page
        assert mail.body[:60] not in page


def test_notes_and_names_of_staff_stay_inside(world: cast.World) -> None:
    assignment = visited(world)
    cast.act(assignment, "add_note", world.actor("alice"), {"comment": "soupçon de fraude"})
    page = read(assignment.claim)
    assert "soupçon" not in page
    assert "Alice" not in page


def test_another_claims_page_cannot_be_reached(world: cast.World) -> None:
    mine = cast.open_claim(world)
    visited(world, insured_surname="Autre")
    both = cast.open_claim(world, trades=("plumbing", "painting"), insured_surname="Tiers")
    assert both.assignments.filter(number=2).exists()
    client = follower(mine)
    for address in ("/s/2/give_availabilities/", "/s/2/cancel/", "/s/99/attach_documents/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "x"}).status_code == 404


def test_a_page_costs_the_same_queries_whatever_the_claim_holds(world: cast.World) -> None:
    small, large = cast.open_claim(world), cast.open_claim(world, trades=("plumbing", "painting", "drying"))
    for assignment in (*small.assignments.all(), *large.assignments.all()):
        cast.act(assignment, "assign", world.actor("dirk"), {"contractor": world.id("bob")})
        cast.act(assignment, "ask_availabilities", world.actor("alice"))
    for number in range(5):
        Document.objects.create(
            claim_id=large.pk,
            kind="photo",
            filename=f"{number}.jpg",
            sha256="0" * 64,
            size=1,
            media_type="image/jpeg",
            visibility="parties",
            at=clock.now(),
        )
    counts = []
    for claim in (small, large):
        client = follower(claim)
        client.get(TRACKING)
        with CaptureQueriesContext(connection) as queries:
            client.get(TRACKING)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 13


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "confirmez votre visite"), ("nl", "bevestig uw bezoek"), ("en", "please confirm your visit")],
)
def test_the_page_speaks_his_language(world: cast.World, language: str, words: str) -> None:
    assert f"Claire, {words}" in read(visited(world).claim, language)
