"""The desk over HTTP: a call becomes a claim, the queue shows it, an action moves it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from temoin.claims.models import Assignment, Claim
from temoin.documents.models import Document
from temoin.journal.models import JournalEntry
from tests import world as cast
from tests.documents.corpus import picture, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def signed_in(world: cast.World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def call(world: cast.World, **changes: Any) -> dict[str, Any]:
    return {
        "insurer": world.id("az"),
        "insured_given": "Claire",
        "insured_surname": "Lambrecht",
        "insured_phone": "06 12 34 56 78",
        "insured_email": "claire@example.test",
        "insured_language": "fr",
        "street": "12 rue du Viaduc",
        "postcode": "75011",
        "city": "Paris",
        "country": "FR",
        "loss_type": "water_damage",
        "loss_on": "2026-01-05",
        "description": "Fuite au plafond",
        "trades": ["plumbing", "painting"],
        "platform": "",
        "key": "0123456789abcdef",
        **changes,
    }


def test_a_call_becomes_a_claim_with_an_assignment_for_each_trade(world: cast.World) -> None:
    client = signed_in(world, "alice")
    answer = client.post(reverse("desk:open_claim"), call(world))
    claim = Claim.objects.get()
    assert answer.status_code == 302
    assert answer["Location"].endswith("/1/affecter/")
    assert [one.trade for one in claim.assignments.order_by("number")] == ["plumbing", "painting"]
    assert claim.authority_limit_amount == 1550


def test_the_same_call_sent_twice_is_one_claim(world: cast.World) -> None:
    client = signed_in(world, "alice")
    client.post(reverse("desk:open_claim"), call(world))
    client.post(reverse("desk:open_claim"), call(world))
    assert Claim.objects.count() == 1


def test_the_same_call_with_photos_sent_twice_keeps_them_once(world: cast.World) -> None:
    client = signed_in(world, "alice")
    for _ in range(2):
        photo = SimpleUploadedFile("plafond.png", saved(picture(), "PNG"), "image/png")
        client.post(reverse("desk:open_claim"), call(world, photos=photo))
    assert (Claim.objects.count(), Document.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"postcode": "99999"}, "postal"),
        ({"loss_on": "2999-01-01"}, "avenir"),
        ({"insured_surname": ""}, "nécessaire"),
        ({"insured_phone": "", "insured_email": ""}, "téléphone"),
        ({"trades": []}, "obligatoire"),
        ({"slot": ["never"]}, "moment"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(
    world: cast.World, change: dict[str, Any], said: str
) -> None:
    answer = signed_in(world, "alice").post(reverse("desk:open_claim"), call(world, **change))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Fuite au plafond" in page
    assert Claim.objects.count() == 0


def test_possible_duplicates_are_shown(world: cast.World) -> None:
    claim = cast.open_claim(world)
    page = signed_in(world, "alice").get(
        reverse("desk:duplicates"),
        {"insured_surname": "LAMBRÉCHT", "postcode": "75011", "country": "FR"},
    )
    assert claim.reference in page.content.decode()


def test_the_proposal_is_explained_and_a_click_assigns(world: cast.World) -> None:
    claim = cast.open_claim(world)
    client = signed_in(world, "dirk")
    url = reverse("desk:assign", args=[claim.reference, 1])
    page = client.get(url).content.decode()
    assert "Bob Plomberie" in page
    assert "km" in page
    client.post(url, {"contractor": world.id("bob"), "explanation": "nearest", "seen": "2"})
    assert Assignment.objects.get().contractor == world.id("bob")


def test_several_firms_are_offered_the_job_by_ticking_them(world: cast.World) -> None:
    claim = cast.open_claim(world)
    url = reverse("desk:assign", args=[claim.reference, 1])
    signed_in(world, "dirk").post(url, {"offer": "1", "invited": [world.id("bob"), world.id("charlie")]})
    assert Assignment.objects.get().step == "available"


def test_a_note_is_written_and_read(world: cast.World) -> None:
    assignment = cast.assigned(world)
    client = signed_in(world, "alice")
    url = reverse("desk:act", args=[assignment.claim.reference, 1, "add_note"])
    assert client.get(url).status_code == 200
    client.post(url, {"comment": "Assurée rappelée", "key": "f" * 32})
    page = client.get(reverse("desk:file", args=[assignment.claim.reference])).content.decode()
    assert "Assurée rappelée" in page


def test_an_action_of_another_role_is_refused_with_the_reason(world: cast.World) -> None:
    assignment = cast.assigned(world)
    before = JournalEntry.objects.count()
    url = reverse("desk:act", args=[assignment.claim.reference, 1, "record_contact"])
    answer = signed_in(world, "emma").get(url)
    assert answer.status_code == 409
    assert JournalEntry.objects.count() == before


@pytest.mark.parametrize(
    "tab", ["journal", "assignments", "documents", "mail", "messages", "works", "readings"]
)
def test_every_tab_of_the_file_opens_with_few_queries(
    world: cast.World, tab: str, django_assert_max_num_queries: Any
) -> None:
    assignment = cast.assigned(world)
    for number in range(20):
        cast.act(assignment, "add_note", world.actor("alice"), {"comment": f"note {number}"})
    client = signed_in(world, "alice")
    with django_assert_max_num_queries(24):
        page = client.get(reverse("desk:file", args=[assignment.claim.reference]), {"onglet": tab})
    assert page.status_code == 200


def test_the_queue_needs_as_many_queries_for_thirty_files_as_for_three(world: cast.World) -> None:
    client = signed_in(world, "dirk")
    counts = []
    for _ in range(2):
        for _ in range(3 if not counts else 27):
            cast.open_claim(world)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("desk:queue"))
        counts.append(len(queries))
    assert page.content.decode().count("qrow ") >= 30
    assert counts[0] == counts[1] <= 26


def test_a_trade_added_twice_by_a_double_click_is_one_assignment(world: cast.World) -> None:
    claim = cast.open_claim(world)
    client, url = signed_in(world, "alice"), reverse("desk:add_assignment", args=[claim.reference])
    for _ in range(2):
        client.post(url, {"trade": "painting", "key": "0123456789abcdef"})
    assert [one.trade for one in claim.assignments.order_by("number")] == ["plumbing", "painting"]


def test_search_finds_by_every_beginning(world: cast.World) -> None:
    claim = cast.open_claim(world, contract_number="POL-123-X", insurer_claim_number="SIN 77")
    client = signed_in(world, "alice")
    assert client.get(reverse("desk:search"), {"q": claim.reference})["Location"].endswith(
        f"{claim.reference}/"
    )
    for text in (claim.reference[:5], "lambre", "Lambrecht Cl", "0612", "pol123", "SIN77", "claire@"):
        assert claim.reference in client.get(reverse("desk:search"), {"q": text}).content.decode(), text
    assert claim.reference not in client.get(reverse("desk:search"), {"q": "brecht"}).content.decode()


def test_the_queue_asks_no_more_for_many_files_than_for_few(world: cast.World) -> None:
    client, counts = signed_in(world, "max"), []
    assignment = cast.assigned(world)
    for number in (10, 500):
        rows(assignment, number)
        for view in ("mine", "handled", "contractors", "complaints", "all", "orphans"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse("desk:queue"), {"vue": view}).status_code == 200
            counts.append(len(queries))
    assert max(counts) <= 12, counts


def rows(like: Assignment, number: int) -> None:
    """So many open assignments: only their rows, which is what lists read."""
    claim = Claim.objects.get(pk=like.claim_id)
    have = Assignment.objects.count()
    for n in range(have, number):
        claim.pk, claim.reference = None, f"77-{n:06d}"
        claim.save(force_insert=True)
        like.pk, like.claim = None, claim
        like.save(force_insert=True)


@pytest.mark.parametrize(
    "tab", ["journal", "assignments", "documents", "mail", "messages", "works", "readings"]
)
def test_the_file_asks_no_more_for_many_entries_than_for_few(world: cast.World, tab: str) -> None:
    assignment = cast.assigned(world)
    client, counts = signed_in(world, "alice"), []
    for number in (5, 200):
        while assignment.claim.head_seq < number:
            cast.act(assignment, "add_note", world.actor("alice"), {"comment": "note"})
            assignment.claim.refresh_from_db()
        with CaptureQueriesContext(connection) as queries:
            client.get(
                reverse("desk:file", args=[assignment.claim.reference]), {"onglet": tab, "vue": "handled"}
            )
        counts.append(sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE")) for one in queries))
    assert max(counts) <= 20, (
        counts
    )  # the test's own transaction around the request's makes it two savepoints
    assert counts[0] == counts[1]


def test_the_journal_shows_its_newest_entries_and_the_rest_when_asked(world: cast.World) -> None:
    assignment = cast.assigned(world)
    for number in range(60):
        cast.act(assignment, "add_note", world.actor("alice"), {"comment": f"note {number:02d}"})
    client, url = signed_in(world, "alice"), reverse("desk:file", args=[assignment.claim.reference])
    page = client.get(url).content.decode()
    assert "note 59" in page
    assert "note 05" not in page
    rest = client.get(url, {"suite": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert "note 05" in rest
    assert "note 59" not in rest
    whole = client.get(url, {"suite": "1"}).content.decode()  # without scripts
    assert "note 05" in whole
    assert "note 59" in whole
