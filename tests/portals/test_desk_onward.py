"""Once something is done: the next file, the way back, taking it back, and the call noted in one step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from temoin import clock
from temoin.claims.models import Assignment
from temoin.journal.models import JournalEntry
from temoin.messages.models import TextBlock
from temoin.parties.models import Absence
from tests import world as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def signed_in(world: cast.World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def messaged(world: cast.World, **changes: Any) -> Assignment:
    """A file that waits for its handler because the contractor has written."""
    assignment = cast.assigned(world, **changes)
    cast.act(assignment, "message_operator", world.actor("bob"), {"message_text": "Il annule la prestation"})
    return assignment


def do(client: Client, assignment: Assignment, action: str, query: str = "", **given: Any) -> Any:
    url = reverse("desk:act", args=[assignment.claim.reference, assignment.number, action])
    return client.post(
        url + query, {"key": f"{action:x<32}".replace("_", "-"), "confirmed": "1", **given}, follow=True
    )


def opened(answer: Any) -> str:
    return str(answer.request["PATH_INFO"])


def test_the_next_file_of_the_same_view_opens_and_the_way_back_is_offered(world: cast.World) -> None:
    one, two = messaged(world), messaged(world)
    answer = do(signed_in(world, "alice"), one, "deal_with", "?vue=handled", comment="Vu")
    assert two.claim.reference in opened(answer)
    assert answer.request["QUERY_STRING"].startswith("vue=handled")
    page = answer.content.decode()
    assert f'href="/bureau/dossiers/{one.claim.reference}/?vue=handled' in page
    assert "Y revenir" in page


def test_an_empty_queue_opens_after_its_last_file(world: cast.World) -> None:
    answer = do(signed_in(world, "alice"), messaged(world), "deal_with", comment="Vu")
    assert opened(answer) == reverse("desk:queue")


def test_a_note_moves_nothing_so_the_file_stays(world: cast.World) -> None:
    one, _two = messaged(world), messaged(world)
    answer = do(signed_in(world, "alice"), one, "add_note", comment="À suivre")
    assert one.claim.reference in opened(answer)


def test_the_file_stays_where_it_is_ones_turn_again_today(world: cast.World) -> None:
    one, _two = messaged(world), messaged(world)
    cast.act(one, "deal_with", world.actor("alice"), {"comment": "Vu"})
    given = {"target_step": "to_assign", "comment": "Mauvais prestataire"}
    answer = do(signed_in(world, "max"), one, "override", "?vue=all", **given)
    assert one.claim.reference not in opened(answer)  # the dispatcher's turn, not the manager's
    dirk = signed_in(world, "dirk")
    _other = cast.open_claim(world)
    answer = do(dirk, one, "offer", invited=[world.id("bob")])
    assert one.claim.reference not in opened(answer)
    answer = do(dirk, one, "withdraw_offer", reason="Erreur")
    assert one.claim.reference in opened(answer)  # to assign again, within two hours


def test_whoever_does_not_want_to_be_led_on_stays(world: cast.World) -> None:
    one, _two = messaged(world), messaged(world)
    alice = world.people["alice"]
    alice.opens_next = False
    alice.save()
    answer = do(signed_in(world, "alice"), one, "deal_with", comment="Vu")
    assert one.claim.reference in opened(answer)


def test_what_was_done_is_taken_back_from_the_toast(world: cast.World) -> None:
    one = messaged(world)
    client = signed_in(world, "alice")
    page = do(client, one, "deal_with", comment="Vu").content.decode()
    one.refresh_from_db()
    url = reverse("desk:undo", args=[one.claim.reference, 1, one.moved_seq])
    assert f'action="{url}"' in page
    client.post(url)
    one.refresh_from_db()
    assert one.step == "operator_action_pending"


def test_taking_back_is_refused_plainly_once_somebody_has_acted(world: cast.World) -> None:
    one = messaged(world)
    client = signed_in(world, "alice")
    do(client, one, "deal_with", comment="Vu")
    one.refresh_from_db()
    url = reverse("desk:undo", args=[one.claim.reference, 1, one.moved_seq])
    at = clock.now() + timedelta(days=1)
    cast.act(one, "record_contact", world.actor("bob"), {"contacted_at": clock.now(), "visit_at": at})
    page = client.post(url, follow=True).content.decode()
    assert "Bob Plombier" in page
    assert "Pas annulé" in page
    one.refresh_from_db()
    assert one.step == "first_visit"


def test_somebody_elses_action_is_not_offered_to_be_taken_back(world: cast.World) -> None:
    one = messaged(world)
    cast.act(one, "deal_with", world.actor("alice"), {"comment": "Vu"})
    url = reverse("desk:file", args=[one.claim.reference])
    assert "/defaire/" in signed_in(world, "alice").get(url).content.decode()
    assert "/defaire/" not in signed_in(world, "dirk").get(url).content.decode()


@pytest.mark.parametrize(("result", "words"), [("no_reply", "NRP"), ("voicemail", "répondeur")])
def test_a_call_without_answer_is_noted_by_one_button(world: cast.World, result: str, words: str) -> None:
    one = messaged(world)
    url = reverse("desk:call", args=[one.claim.reference, 1])
    page = signed_in(world, "alice").post(url, {"result": result, "key": "c" * 32}, follow=True)
    assert words in page.content.decode()
    assert JournalEntry.objects.filter(action="log_attempt").count() == 1


def test_the_call_back_of_az_is_done_by_noting_the_call(world: cast.World) -> None:
    one = cast.assigned(world)
    cast.act(one, "request_call_back", world.actor("ines"), {"comment": "Client inquiet"})
    client, url = signed_in(world, "alice"), reverse("desk:call", args=[one.claim.reference, 1])
    client.post(url, {"result": "reached"})  # what was said is missing
    one.refresh_from_db()
    assert one.step == "call_back_24h"
    client.post(url, {"result": "reached", "note": "Rassuré, attend la visite"})
    one.refresh_from_db()
    assert one.step == "contact_for_estimate"


def test_a_cancellation_is_confirmed_on_the_telephone_and_closed(world: cast.World) -> None:
    one = messaged(world)
    client = signed_in(world, "alice")
    call = reverse("desk:call", args=[one.claim.reference, 1])
    client.post(call, {"result": "voicemail"})
    client.post(call, {"result": "reached", "note": "Confirme : fait réparer par un proche"})
    do(client, one, "cancel", reason="Confirmé par téléphone")
    one.refresh_from_db()
    assert one.outcome == "closed_without_works"
    said = [row.action for row in JournalEntry.objects.order_by("seq")]
    assert said[-4:] == ["message_operator", "log_attempt", "log_call", "cancel"]


def test_the_deputy_sees_the_absent_persons_claims_among_his_own(world: cast.World) -> None:
    one = cast.assigned(world)
    on = clock.now().date()
    Absence.objects.create(
        user=world.people["alice"], deputy=world.people["max"], from_on=on, to_on=on + timedelta(days=3)
    )
    page = signed_in(world, "max").get(reverse("desk:queue"), {"vue": "handled"}).content.decode()
    assert one.claim.reference in page
    assert "pour Alice (absence" in page
    assert (
        one.claim.reference
        not in signed_in(world, "emma")
        .get(reverse("desk:queue"), {"vue": "handled"})
        .content.decode()
        .split("pane detail")[0]
    )


def test_forced_steps_are_counted_on_the_file_and_listed(world: cast.World) -> None:
    one = cast.assigned(world)
    given = {"target_step": "to_assign", "comment": "=Erreur d'affectation"}
    cast.act(one, "override", world.actor("max"), given)
    client = signed_in(world, "max")
    file = client.get(reverse("desk:file", args=[one.claim.reference])).content.decode()
    assert "Étape forcée 1×" in file
    assert one.claim.reference in client.get(reverse("desk:overrides")).content.decode()
    table = client.get(reverse("desk:overrides"), {"format": "csv"}).content.decode()
    assert f"{one.claim.reference};1;Azur Assurances" in table
    assert ";'=Erreur" in table  # no spreadsheet runs it
    early = {"du": "2020-01-01", "au": "2020-12-31"}
    assert one.claim.reference not in client.get(reverse("desk:overrides"), early).content.decode()


def test_the_palette_offers_claims_firms_people_actions_and_pages(world: cast.World) -> None:
    one = messaged(world)
    client, url = signed_in(world, "alice"), reverse("desk:palette")

    def asked(text: str) -> dict[str, str]:
        where = {"q": text, "dossier": one.claim.reference, "mission": "1"}
        return {row["label"]: row["url"] for row in client.get(url, where).json()}

    assert "Claire Lambrecht, Paris" in asked("lamb")
    assert asked("bob")["Bob Plomberie"].endswith(f"firme={world.id('bob')}")
    assert "Emma Mètre" in asked("emma")
    assert asked("annuler prest")["Annuler la prestation"].endswith("/1/cancel/")
    assert "Aide" in asked("aide")
    keys = {row["label"]: row["key"] for row in client.get(url, {"dossier": one.claim.reference}).json()}
    assert keys["Traité"] == "E"


def test_a_closed_file_is_reopened_and_settled_in_cash_from_its_menu(world: cast.World) -> None:
    one = messaged(world)
    client = signed_in(world, "alice")
    do(client, one, "cancel", reason="Annulé")
    page = client.get(reverse("desk:file", args=[one.claim.reference])).content.decode()
    assert "/1/reopen/" in page
    do(client, one, "reopen", target_step="contact_for_estimate", comment="L'assuré a changé d'avis")
    one.refresh_from_db()
    assert one.step == "contact_for_estimate"
    do(client, one, "settle_in_cash", settlement_amount="350", reason="Préfère être indemnisé")
    one.refresh_from_db()
    assert one.outcome == "transferred"


def test_what_to_say_is_in_the_insureds_language_and_the_networks_own_words_come_first(
    world: cast.World,
) -> None:
    one = messaged(world, insured_language="nl")
    client, url = signed_in(world, "alice"), reverse("desk:file", args=[one.claim.reference])
    assert "Goedendag Claire Lambrecht, Alice Handler" in client.get(url).content.decode()
    TextBlock.objects.create(
        code="annul",
        kind="script",
        title="Annulation",
        text_fr="Bonjour",
        text_nl="Dag {assure}, ik bel over {reference}",
    )
    assert f"Dag Claire Lambrecht, ik bel over {one.claim.reference}" in client.get(url).content.decode()
