"""Which claims a partner reaches: his organisation's, and no others, without the help of row-level security."""

from __future__ import annotations

import re

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from temoin import clock
from temoin.claims.models import Assignment, Claim, ClaimParty
from temoin.journal.models import JournalEntry
from temoin.parties import links
from temoin.parties.models import Membership, Organisation, User
from tests import world as cast

pytestmark = pytest.mark.django_db

WORKLIST, LISTE = "/dossiers/", "/dossiers/liste/"


@pytest.fixture
def world() -> cast.World:
    """The cast, with a second insurer's Marc, and Bea of a broker's firm."""
    world = cast.build()
    world.organisations["broker"] = Organisation.objects.create(
        kind="intermediary", name="Courtage Bea", tier="gold"
    )
    world.organisations["other"] = Organisation.objects.create(kind="counterparty_insurer", name="Tiers SA")
    for number, (name, firm, role) in enumerate(
        (
            ("marc", "meridia", "insurer"),
            ("bea", "broker", "intermediary"),
            ("theo", "other", "counterparty_insurer"),
        ),
        start=90,
    ):
        user = User.objects.create_user(
            username=f"T-{number:05d}",
            email=f"{name}@example.test",
            password=cast.PASSWORD,
            first_name=name.title(),
            language="en",
        )
        world.people[name] = user
        Membership.objects.create(user=user, organisation=world.organisations[firm], role=role)
    User.objects.update(language="en")
    return world


def signed_in(world: cast.World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def waiting_insurer(world: cast.World, **changes: object) -> Assignment:
    """A claim on which the insurer is asked something."""
    assignment = cast.assigned(world, **changes)
    asked = {"question": "Le plafond est-il couvert ?", "comment": "à trancher"}
    cast.act(assignment, "wait_insurer", world.actor("alice"), asked)
    return assignment


def everything(world: cast.World, client: Client, assignment: Assignment) -> set[int]:
    """The answers of every page that names one assignment's claim."""
    reference = assignment.claim.reference
    act = reverse("partner:act", args=[reference, assignment.number, "insurer_answers"])
    return {
        client.get(reverse("partner:claim", args=[reference])).status_code,
        client.get(act).status_code,
        client.post(act, {"answer": "oui"}).status_code,
    }


def test_a_foreign_claim_answers_as_one_that_does_not_exist(world: cast.World) -> None:
    assignment = waiting_insurer(world)
    marc = signed_in(world, "marc")
    before = JournalEntry.objects.count()
    assert everything(world, marc, assignment) == {404}
    foreign = marc.get(reverse("partner:claim", args=[assignment.claim.reference]))
    none = marc.get(reverse("partner:claim", args=["00-000000"]))
    assert _plain(foreign).replace(assignment.claim.reference, "00-000000") == _plain(none)
    assert JournalEntry.objects.count() == before
    for address in (WORKLIST, LISTE, f"{LISTE}?etat=clos", f"{LISTE}?q={assignment.claim.reference}"):
        page = marc.get(address).content.decode()
        assert reverse("partner:claim", args=[assignment.claim.reference]) not in page


def _plain(page: HttpResponse) -> str:
    """A page without what differs at every request: its token against forgery."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


def test_a_party_no_longer_is_one_at_its_next_request(world: cast.World) -> None:
    assignment = waiting_insurer(world)
    ines = signed_in(world, "ines")
    assert ines.get(reverse("partner:claim", args=[assignment.claim.reference])).status_code == 200
    ClaimParty.objects.filter(claim=assignment.claim).update(until_at=clock.now())
    assert everything(world, ines, assignment) == {404}
    for address in (WORKLIST, LISTE):
        assert assignment.claim.reference not in ines.get(address).content.decode()


def test_a_removed_member_has_no_right_left(world: cast.World) -> None:
    assignment = waiting_insurer(world)
    ines = signed_in(world, "ines")
    assert ines.get(WORKLIST).status_code == 200
    Membership.objects.filter(user=world.people["ines"]).update(active=False)
    assert everything(world, ines, assignment) == {404}
    assert ines.get(WORKLIST).status_code == 404


def test_strangers_sign_in_and_other_roles_find_nothing(world: cast.World) -> None:
    assignment = waiting_insurer(world)
    pages = (WORKLIST, LISTE, reverse("partner:claim", args=[assignment.claim.reference]))
    assert {Client().get(page).status_code for page in pages} == {302}
    for name in ("alice", "bob"):
        assert {signed_in(world, name).get(page).status_code for page in pages} == {404}


def test_an_adjuster_sees_the_claims_that_he_was_asked_to_look_at(world: cast.World) -> None:
    assignment, other = cast.assigned(world), cast.assigned(world, insured_surname="Autre")
    felix = signed_in(world, "felix")
    assert everything(world, felix, assignment) == {404}
    asked = {"loss_adjuster": world.id("expert"), "question": "Cause ?", "comment": "à voir"}
    cast.act(assignment, "wait_adjuster", world.actor("alice"), asked)
    assert assignment.claim.reference in felix.get(WORKLIST).content.decode()
    listed = felix.get(LISTE).content.decode()
    assert assignment.claim.reference in listed
    assert other.claim.reference not in listed


def test_the_worklist_holds_what_this_organisation_must_do(world: cast.World) -> None:
    waiting, working = waiting_insurer(world), cast.assigned(world, insured_surname="Autre")
    page = signed_in(world, "ines").get(WORKLIST).content.decode()
    assert waiting.claim.reference in page
    assert "Awaiting the insurer" in page
    assert working.claim.reference not in page


def test_claims_stand_under_way_or_closed(world: cast.World) -> None:
    going, over = cast.assigned(world), cast.assigned(world, insured_surname="Autre")
    cast.act(over, "cancel", world.actor("ines"), {"reason": "doublon"})
    ines = signed_in(world, "ines")
    under_way, closed = ines.get(LISTE).content.decode(), ines.get(f"{LISTE}?etat=clos").content.decode()
    assert (going.claim.reference in under_way, over.claim.reference in under_way) == (True, False)
    assert (going.claim.reference in closed, over.claim.reference in closed) == (False, True)


@pytest.mark.parametrize("text", ["lambr", "Lambrecht Claire", "SIN-4711", "sin4711", "REFERENCE"])
def test_a_claim_is_found_by_reference_number_or_surname(world: cast.World, text: str) -> None:
    claim = cast.open_claim(world, insurer_claim_number="SIN-4711")
    cast.open_claim(world, insured_surname="Zed", insurer_claim_number="SIN-9")
    text = text.replace("REFERENCE", claim.reference.lower())
    page = signed_in(world, "ines").get(LISTE, {"q": text}).content.decode()
    assert claim.reference in page
    assert "Zed" not in page


@pytest.mark.parametrize("text", ["%", "_", "a", "' OR 1=1", "x" * 5000, "é" * 300])
def test_odd_searches_find_nothing_and_break_nothing(world: cast.World, text: str) -> None:
    claim = cast.open_claim(world)
    page = signed_in(world, "ines").get(LISTE, {"q": text, "page": "-3"})
    assert page.status_code == 200
    assert reverse("partner:claim", args=[claim.reference]) not in page.content.decode()


def test_an_address_with_a_nul_is_no_address(world: cast.World) -> None:
    assert signed_in(world, "ines").get(LISTE, {"q": "\x00"}).status_code == 404


def test_lists_and_file_cost_the_same_queries_however_many_claims_there_are(world: cast.World) -> None:
    claim = waiting_insurer(world).claim
    ines = signed_in(world, "ines")
    pages = (WORKLIST, LISTE, reverse("partner:claim", args=[claim.reference]))
    before = {page: _queries(ines, page) for page in pages}
    for number in range(4):
        waiting_insurer(world, insured_surname=f"Nom{number}")
    cast.open_claim(world, trades=("plumbing", "painting"))
    for _ in range(3):
        cast.act(claim.assignments.get(), "attach_documents", world.actor("ines"), {"documents": ("x",)})
    assert {page: _queries(ines, page) for page in pages} == before
    assert max(before.values()) <= 14


def _queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def test_by_link_the_other_sides_insurer_sees_the_one_claim_that_it_opens(world: cast.World) -> None:
    claim, other = cast.open_claim(world), cast.open_claim(world, insured_surname="Autre")
    _, token = links.issue(
        claim_id=claim.pk,
        role="counterparty_insurer",
        organisation=world.organisations["other"],
        name="Théo",
        language="en",
    )
    client = Client()
    assert client.post(f"/s/{token}/", follow=True).status_code == 200
    assert client.get(reverse("partner:claim", args=[claim.reference])).status_code == 200
    assert client.get(reverse("partner:claim", args=[other.reference])).status_code == 404
    listed = client.get(LISTE).content.decode()
    assert claim.reference in listed
    assert other.reference not in listed
    assert client.get("/s/").status_code == 404


def test_the_pages_work_as_the_runtime_role_under_row_level_security(world: cast.World) -> None:
    assignment = waiting_insurer(world)
    address = reverse("partner:claim", args=[assignment.claim.reference])
    ines, marc = signed_in(world, "ines"), signed_in(world, "marc")
    _, token = links.issue(
        claim_id=assignment.claim_id, role="counterparty_insurer", organisation=world.organisations["other"]
    )
    by_link = Client()
    by_link.post(f"/s/{token}/")
    sent = {"answer": "oui", "seen": assignment.moved_seq, "key": "k" * 32}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE temoin_app")
        seen = [client.get(address).status_code for client in (ines, marc, by_link)]
        listed = assignment.claim.reference in ines.get(WORKLIST).content.decode()
        answered = ines.post(f"{address}1/insurer_answers/", sent).status_code
        cursor.execute("RESET ROLE")
    assert (seen, listed, answered) == ([200, 404, 200], True, 302)


def joined(claim: Claim, organisation: Organisation, role: str) -> None:
    ClaimParty.objects.create(
        claim=claim, organisation=organisation, role=role, assignment_number=0, since_at=clock.now()
    )
