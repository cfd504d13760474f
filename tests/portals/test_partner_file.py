"""A claim as insurers, adjusters and brokers see it, and what the first two do there."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from temoin import clock
from temoin.claims.models import Assignment, Claim
from temoin.documents.models import Document
from temoin.journal.models import JournalEntry
from tests import world as cast
from tests.portals.test_partner_reach import LISTE, joined, signed_in, waiting_insurer
from tests.portals.test_partner_reach import world as world

pytestmark = pytest.mark.django_db


def read(world: cast.World, name: str, claim: Claim) -> str:
    page = signed_in(world, name).get(reverse("partner:claim", args=[claim.reference]))
    assert page.status_code == 200
    return page.content.decode()


def form(assignment: Assignment, **values: object) -> dict[str, object]:
    assignment.refresh_from_db()
    return {"seen": assignment.moved_seq, "key": "k" * 32, **values}


def estimated(world: cast.World) -> Assignment:
    """An estimate of 1,284.50 that the estimator is studying."""
    assignment = cast.assigned(world)
    cast.act(
        assignment,
        "adjuster_reports",
        world.actor("alice"),
        {
            "loss_adjuster": world.id("expert"),
            "adjuster_report": ("x",),
            "adjuster_total": Decimal("1284.50"),
        },
    )
    return assignment


def paper(claim: Claim, name: str, **changes: object) -> None:
    Document.objects.create(
        **{
            "claim_id": claim.pk,
            "kind": "photo",
            "filename": name,
            "sha256": "0" * 64,
            "size": 1,
            "media_type": "image/jpeg",
            "visibility": "parties",
            "at": clock.now(),
            **changes,
        }
    )


def test_the_insurer_reads_whom_it_happened_to_whose_turn_it_is_and_by_when(world: cast.World) -> None:
    page = read(world, "ines", waiting_insurer(world).claim)
    for words in (
        "Claire Lambrecht",
        "06 12 34 56 78",
        "12 rue du Viaduc",
        "Your turn",
        "Bob Plomberie",
        "Awaiting the insurer",
    ):
        assert words in page


def test_whoever_is_asked_reads_the_question_which_others_do_not(world: cast.World) -> None:
    assignment = waiting_insurer(world)
    joined(assignment.claim, world.organisations["expert"], "loss_adjuster")
    assert "Le plafond est-il couvert ?" in read(world, "ines", assignment.claim)
    assert "Le plafond est-il couvert ?" not in read(world, "felix", assignment.claim)


def test_internal_entries_and_papers_stay_inside(world: cast.World) -> None:
    assignment = waiting_insurer(world)
    cast.act(assignment, "add_note", world.actor("alice"), {"comment": "soupçon de fraude"})
    paper(assignment.claim, "interne.jpg", visibility="internal")
    paper(assignment.claim, "bob.jpg", visibility="holder", organisation=world.organisations["bob"])
    paper(assignment.claim, "ines.jpg", visibility="holder", organisation=world.organisations["az"])
    paper(assignment.claim, "commun.jpg")
    page = read(world, "ines", assignment.claim)
    for hidden in ("soupçon", "internal note", "interne.jpg", "bob.jpg"):
        assert hidden not in page
    for shown in ("ines.jpg", "commun.jpg"):
        assert shown in page


def test_the_insurer_answers_and_the_file_goes_on(world: cast.World) -> None:
    assignment = waiting_insurer(world)
    ines = signed_in(world, "ines")
    address = reverse("partner:act", args=[assignment.claim.reference, 1, "insurer_answers"])
    assert address in read(world, "ines", assignment.claim)
    assert ines.get(address).status_code == 200
    assert ines.post(address, form(assignment)).status_code == 422
    answer = ines.post(address, form(assignment, answer="Oui, couvert."))
    assert answer["Location"] == reverse("partner:claim", args=[assignment.claim.reference])
    entry = JournalEntry.objects.filter(claim_id=assignment.claim_id).latest("seq")
    assert (entry.action, entry.actor_role, entry.actor_organisation) == (
        "insurer_answers",
        "insurer",
        world.id("az"),
    )
    assert "Oui, couvert." in read(world, "ines", assignment.claim)  # his own words


def test_the_adjuster_answers_what_he_was_asked(world: cast.World) -> None:
    assignment = cast.assigned(world)
    asked = {"loss_adjuster": world.id("expert"), "question": "Quelle est la cause ?", "comment": "à voir"}
    cast.act(assignment, "wait_adjuster", world.actor("alice"), asked)
    assert "Quelle est la cause ?" in read(world, "felix", assignment.claim)
    address = reverse("partner:act", args=[assignment.claim.reference, 1, "adjuster_answers"])
    assert signed_in(world, "felix").post(address, form(assignment, answer="Une fuite.")).status_code == 302
    assignment.refresh_from_db()
    assert assignment.step == "contact_for_estimate"


def test_actions_of_others_do_not_exist_for_a_partner(world: cast.World) -> None:
    assignment = waiting_insurer(world)
    ines = signed_in(world, "ines")
    for code in ("assign", "adjuster_answers", "add_note", "override", "sign", "nothing_of_the_kind"):
        address = reverse("partner:act", args=[assignment.claim.reference, 1, code])
        assert ines.get(address).status_code == 404
        assert ines.post(address, form(assignment)).status_code == 404


def test_what_moved_meanwhile_is_shown_without_what_is_internal(world: cast.World) -> None:
    assignment = waiting_insurer(world)
    sent = form(assignment, answer="Oui, couvert.")
    cast.act(assignment, "add_note", world.actor("alice"), {"comment": "soupçon"})
    cast.act(assignment, "insurer_answers", world.actor("alice"), {"answer": "par téléphone"})
    address = reverse("partner:act", args=[assignment.claim.reference, 1, "insurer_answers"])
    page = signed_in(world, "ines").post(address, sent)
    assert page.status_code == 409
    assert "Oui, couvert." in page.content.decode()
    assert "internal note" not in page.content.decode()


def test_the_insurer_sees_amounts_and_the_broker_none(world: cast.World) -> None:
    assignment = estimated(world)
    joined(assignment.claim, world.organisations["broker"], "intermediary")
    paper(assignment.claim, "devis.pdf", kind="estimate", media_type="application/pdf")
    paper(assignment.claim, "plafond.jpg")
    assert "€1,284.50" in read(world, "ines", assignment.claim)
    page = read(world, "bea", assignment.claim)
    assert "1,284" not in page
    assert "devis.pdf" not in page
    assert "plafond.jpg" in page


def test_the_broker_reads_plain_words_and_who_acts_but_nobodys_reasons_or_names(world: cast.World) -> None:
    assignment = cast.assigned(world)
    joined(assignment.claim, world.organisations["broker"], "intermediary")
    cast.act(assignment, "decline", world.actor("bob"), {"reason": "client insolvable"})
    page = read(world, "bea", assignment.claim)
    assert "Claire Lambrecht" in page
    assert "We are looking for the right professional near you." in page
    assert "Decline the job" in page
    for hidden in ("insolvable", "Bob Plombier", "Alice", "To assign"):
        assert hidden not in page


def test_the_broker_can_do_nothing(world: cast.World) -> None:
    assignment = waiting_insurer(world)
    joined(assignment.claim, world.organisations["broker"], "intermediary")
    bea = signed_in(world, "bea")
    address = reverse("partner:act", args=[assignment.claim.reference, 1, "attach_documents"])
    assert bea.get(address).status_code == 404
    assert bea.post(address, form(assignment, comment="x")).status_code == 404
    assert "/1/" not in read(world, "bea", assignment.claim)
    assert "nothing is asked of you here" in bea.get("/dossiers/").content.decode()


def test_the_other_sides_insurer_is_not_told_who_the_insured_is(world: cast.World) -> None:
    assignment = cast.assigned(world)
    joined(assignment.claim, world.organisations["other"], "counterparty_insurer")
    theo: Client = signed_in(world, "theo")
    for page in (read(world, "theo", assignment.claim), theo.get(LISTE).content.decode()):
        assert assignment.claim.reference in page
        for hidden in ("Lambrecht", "Claire", "06 12 34", "Viaduc"):
            assert hidden not in page
    assert assignment.claim.reference not in theo.get(LISTE, {"q": "Lambrecht"}).content.decode()
    assert assignment.claim.reference in theo.get(LISTE, {"q": assignment.claim.reference}).content.decode()


@pytest.mark.parametrize(("language", "words"), [("fr", "À vous"), ("nl", "Aan u"), ("en", "Your turn")])
def test_the_file_speaks_the_readers_language(world: cast.World, language: str, words: str) -> None:
    claim = waiting_insurer(world).claim
    person = world.people["ines"]
    person.language = language
    person.save()
    assert words in read(world, "ines", claim)
