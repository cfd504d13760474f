"""Works: the choice of supplies, progress, reservations and the reception, at the pages of those who do them."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from temoin import clock
from temoin.claims import rebuild, reservations
from temoin.claims.models import Assignment
from temoin.documents import storage
from temoin.documents.models import Document
from temoin.documents.storage import Part
from temoin.journal.models import JournalEntry
from temoin.messages.models import Mail
from tests import world as cast
from tests.portals.test_insured_page import follower, working

pytestmark = pytest.mark.django_db
CHOICE = {
    "supply_product": "Carrelage grès gris",
    "supply_brand": "Marazzi",
    "supply_quantity": "12 m²",
    "supply_price": "500,00",
    "supply_covered": "420",
    "supply_samples": "yes",
    "supply_week": "14",
}


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> cast.World:
    settings.MEDIA_ROOT = tmp_path
    return cast.build()


def picture(name: str = "photo.jpg", kind: str = "JPEG") -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (200, 80), "white").save(drawn, kind)
    return SimpleUploadedFile(name, drawn.getvalue(), f"image/{kind.lower()}")


def signed_in(world: cast.World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def form(assignment: Assignment, **values: object) -> dict[str, object]:
    assignment.refresh_from_db()
    return {"seen": assignment.moved_seq, **values}


def booked(world: cast.World) -> Assignment:
    """Bob has fixed the works in five days."""
    assignment = cast.offered(world, "bob")
    bob = world.actor("bob")
    cast.act(assignment, "take_charge", bob, {"needs_visit": False})
    start = clock.now() + timedelta(days=5)
    cast.act(assignment, "record_works_date", bob, {"works_start_at": start, "planned_days": 3})
    return assignment


def chosen(world: cast.World) -> tuple[Assignment, Client]:
    """Bob has written down what Claire chose."""
    assignment, bob = booked(world), signed_in(world, "bob")
    answer = bob.post(doing(assignment, "describe_supplies"), form(assignment, **CHOICE))
    assert answer.status_code == 302, answer.content.decode()
    return assignment, bob


def doing(assignment: Assignment, action: str) -> str:
    return reverse("contractor:act", args=[assignment.pk, action])


def his(action: str) -> str:
    return reverse("insured:act", args=[1, action])


def evidence(assignment: Assignment) -> dict[str, Any]:
    found = JournalEntry.objects.filter(claim_id=assignment.claim_id, action="signature_sealed").last()
    assert found is not None
    assert found.visibility == "internal"
    sealed: dict[str, Any] = found.data["evidence"]
    return sealed


# ---- the choice of supplies


def test_the_insured_signs_his_choice_by_his_link_after_reading_it(world: cast.World) -> None:
    assignment, bob = chosen(world)
    refused = bob.get(doing(assignment, "start_works"))
    assert refused.status_code == 409
    assert "attestation avant de commencer" in refused.content.decode()
    claire = follower(assignment.claim)
    assert "please sign the choice of your supplies" in claire.get("/s/").content.decode()
    page = claire.get(his("sign_supply_choice")).content.decode()
    for words in ("Carrelage grès gris", "Marazzi", "€500.00", "€420.00", "€80.00", "14"):
        assert words in page
    assert (
        page.index("Carrelage grès gris") < page.index("I have chosen these supplies") < page.index("<canvas")
    )
    sent = form(
        assignment,
        supply_agreed="on",
        signed_by="Claire Lambrecht",
        signature=picture("signature.png", "PNG"),
    )
    answer = claire.post(his("sign_supply_choice"), sent, HTTP_USER_AGENT="Phone/1", REMOTE_ADDR="192.0.2.7")
    assert answer.status_code == 302
    assignment.refresh_from_db()
    assert assignment.state["facts"]["supplies_signed"] is True
    assert "supply_choice_signed" in Mail.objects.values_list("code", flat=True)


def test_the_evidence_is_whole_and_can_be_checked(world: cast.World) -> None:
    assignment, _bob = chosen(world)
    claire = follower(assignment.claim, "nl")
    drawn = picture("signature.png", "PNG")
    sent = form(assignment, supply_agreed="on", signed_by="Claire Lambrecht", signature=drawn)
    claire.post(his("sign_supply_choice"), sent, HTTP_USER_AGENT="Phone/1", REMOTE_ADDR="192.0.2.7")
    found = evidence(assignment)
    document = Document.objects.get(pk=found["document"]["id"])
    contents = storage.path(document.pk, Part.PDF).read_bytes()
    assert contents.startswith(b"%PDF")
    assert found["document"]["sha256"] == hashlib.sha256(contents).hexdigest()
    assert (document.visibility, document.assignment) == ("parties", 1)
    signed = JournalEntry.objects.get(claim_id=assignment.claim_id, seq=found["signed"]["seq"])
    assert (signed.action, signed.hash) == ("sign_supply_choice", found["signed"]["hash"])
    assert found["signer"] == {"name": "Claire Lambrecht", "on_behalf": False, "reason": ""}
    assert found["verified"]["how"] == "link"
    assert found["verified"]["link"] is not None
    assert (found["ip"], found["user_agent"]) == ("192.0.2.7", "Phone/1")
    assert found["at"].endswith("+00:00")
    wording = found["wording"]
    assert (wording["field"], wording["language"]) == ("supply_agreed", "nl")
    assert wording["text"].startswith("Ik heb deze materialen gekozen")
    assert wording["sha256"] == hashlib.sha256(wording["text"].encode()).hexdigest()
    assert (wording["procedure"], wording["version"]) == ("home_repair", assignment.procedure_version)
    drawing = Document.objects.get(pk=found["drawing"]["id"])
    assert (drawing.sha256, drawing.visibility) == (found["drawing"]["sha256"], "internal")
    assert [broken for _claim, broken in rebuild.verify() if broken] == []
    assert [different for _one, different in rebuild.compare() if different] == []


def test_without_a_drawing_the_typed_name_and_the_ticked_sentence_sign(world: cast.World) -> None:
    assignment, _bob = chosen(world)
    claire = follower(assignment.claim)
    unticked = claire.post(his("sign_supply_choice"), form(assignment, signed_by="Claire Lambrecht"))
    assert unticked.status_code == 422
    assert "Tick this box" in unticked.content.decode()
    assert 'value="Claire Lambrecht"' in unticked.content.decode()
    claire.post(his("sign_supply_choice"), form(assignment, supply_agreed="on", signed_by="Claire Lambrecht"))
    assert evidence(assignment)["drawing"] is None


def test_a_choice_changed_meanwhile_is_not_signed_unseen(world: cast.World) -> None:
    assignment, bob = chosen(world)
    sent = form(assignment, supply_agreed="on", signed_by="Claire Lambrecht")
    bob.post(doing(assignment, "describe_supplies"), form(assignment, **CHOICE | {"supply_price": "900"}))
    assert follower(assignment.claim).post(his("sign_supply_choice"), sent).status_code == 409


def test_on_the_contractors_phone_a_signature_for_the_insured_is_marked_and_told(world: cast.World) -> None:
    assignment, bob = chosen(world)
    address = doing(assignment, "sign_supply_choice_on_site")
    page = bob.get(address).content.decode()
    assert "Carrelage grès gris" in page
    assert 'value="Claire Lambrecht"' in page
    neighbour = {"supply_agreed": "on", "signed_by": "Paul Voisin", "on_behalf": "on"}
    without = bob.post(address, form(assignment, **neighbour, signature=picture("signature.png", "PNG")))
    assert without.status_code == 422
    told = form(
        assignment, **neighbour, behalf_reason="elle est en voyage", signature=picture("signature.png", "PNG")
    )
    assert bob.post(address, told).status_code == 302
    found = evidence(assignment)
    assert found["signer"] == {"name": "Paul Voisin", "on_behalf": True, "reason": "elle est en voyage"}
    assert (found["verified"]["how"], found["verified"]["by"]["person"]) == (
        "on_site",
        world.people["bob"].pk,
    )
    mail = Mail.objects.get(code="signed_on_behalf")
    assert mail.to_email == "claire@example.test"
    assert "Paul Voisin" in mail.body
    assert "elle est en voyage" in mail.body
    claire = follower(assignment.claim)
    claire.post(his("object_to_signature"), form(assignment, reason="je n'étais pas d'accord"))
    assignment.refresh_from_db()
    assert assignment.step == "operator_action_pending"


@pytest.mark.parametrize(
    "action", ["describe_supplies", "sign_supply_choice_on_site", "report_progress", "sign_on_site"]
)
def test_another_firm_finds_nothing_to_sign_or_report(world: cast.World, action: str) -> None:
    assignment, _bob = chosen(world)
    charlie = signed_in(world, "charlie")
    assert charlie.get(doing(assignment, action)).status_code == 404
    assert charlie.post(doing(assignment, action), form(assignment, **CHOICE)).status_code == 404


def test_another_claims_link_signs_nothing_here(world: cast.World) -> None:
    assignment, _bob = chosen(world)
    other = cast.open_claim(world)
    sent = form(assignment, supply_agreed="on", signed_by="X")
    assert (
        follower(other).post(his("sign_supply_choice"), sent).status_code == 409
    )  # his own claim has no choice
    document = Document.objects.filter(claim_id=assignment.claim_id).first()
    assert document is None or follower(other).get(document.get_absolute_url()).status_code == 404


# ---- the reception


def sealed(client: Client, assignment: Assignment, action: str = "sign", **more: object) -> int:
    sent = form(assignment, works_agreed="on", signed_by="Claire Lambrecht", **more)
    return int(client.post(his(action), sent).status_code)


def test_the_reception_is_signed_by_link_and_its_report_is_there_for_both(world: cast.World) -> None:
    assignment = working(world)
    claire = follower(assignment.claim)
    page = claire.get(his("sign")).content.decode()
    assert "legal warranties run from" in page
    assert "€" not in page.split("<main", 1)[-1]  # no amounts: they are not his to pay
    assert sealed(claire, assignment, rating="satisfied") == 302
    found = evidence(assignment)
    assert (found["paper"], found["wording"]["field"]) == ("reception", "works_agreed")
    document = Document.objects.get(pk=found["document"]["id"])
    for who in (claire, signed_in(world, "bob"), signed_in(world, "alice")):
        assert who.get(document.get_absolute_url()).status_code == 200
    assert signed_in(world, "charlie").get(document.get_absolute_url()).status_code == 404


def reserved(assignment: Assignment, client: Client, **more: object) -> None:
    sent = form(
        assignment,
        place_0="Salle de bain",
        what_0="joint manquant",
        photos_0=[picture("a.jpg"), picture("b.jpg")],
        what_1="tache au plafond",
        by_on_1=(clock.now().date() + timedelta(days=10)).isoformat(),
        photos_1=picture("c.jpg"),
        **more,
    )
    answer = client.post(his("make_reservations"), sent)
    assert answer.status_code == 302, answer.content.decode()


def found(assignment: Assignment) -> list[reservations.Reservation]:
    return reservations.of(reservations.entries(assignment.claim_id, 1), 1)


def test_reservations_are_a_list_with_places_photos_and_dates(world: cast.World) -> None:
    assignment = working(world)
    reserved(assignment, follower(assignment.claim), signed_by="Claire Lambrecht", reservations_agreed="on")
    first, second = found(assignment)
    assert (first.number, first.place, first.what, len(first.photos)) == (
        1,
        "Salle de bain",
        "joint manquant",
        2,
    )
    assert (second.number, second.place, len(second.photos)) == (2, "", 1)
    assert second.by_on == clock.now().date() + timedelta(days=10)
    assert Document.objects.get(pk=second.photos[0]).filename == "c.jpg"
    assert evidence(assignment)["signed"]["action"] == "make_reservations"
    mail = Mail.objects.filter(code="anomaly_signalled").latest("pk")
    assert "Salle de bain : joint manquant" in mail.body
    assert "{" not in mail.body


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Say what is not right."),
        ({"place_0": "Salon"}, "Say what is not right."),
        ({"what_0": "fissure", "by_on_0": "2001-01-01"}, "This day must lie ahead."),
        ({"what_0": "fissure", "place_1": "Couloir"}, "Say what is not right."),
    ],
)
def test_a_reservation_that_says_nothing_is_told_beside_it_and_what_was_typed_stays(
    world: cast.World, typed: dict[str, str], said: str
) -> None:
    assignment = working(world)
    answer = follower(assignment.claim).post(his("make_reservations"), form(assignment, **typed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    for value in typed.values():
        assert value in page
    assert not Document.objects.exists()
    assert not found(assignment)


def test_each_reservation_is_lifted_once_and_only_then_are_the_works_signed(world: cast.World) -> None:
    assignment = working(world)
    claire, alice = follower(assignment.claim), world.actor("alice")
    reserved(assignment, claire)
    cast.act(assignment, "order_rework", alice, {"reason": "à reprendre"})
    bob = world.actor("bob")
    cast.act(
        assignment,
        "record_works_date",
        bob,
        {"works_start_at": clock.now() + timedelta(days=2), "planned_days": 1},
    )
    cast.act(assignment, "start_works", bob, {"started_at": clock.now()})
    cast.act(assignment, "complete_works", bob, {"completed_on": clock.now().date(), "photos_after": ("a",)})
    assert sealed(claire, assignment) == 409
    for number, status in ((3, 422), (1, 302), (1, 422), (2, 302)):
        sent = form(assignment, lifted_reservation=str(number))
        assert claire.post(his("lift_reservation"), sent).status_code == status, number
    assert all(one.lifted_by == "Claire Lambrecht" for one in found(assignment))
    assert sealed(claire, assignment) == 302


def test_the_handler_lifts_by_his_word_too(world: cast.World) -> None:
    assignment = working(world)
    reserved(assignment, follower(assignment.claim))
    alice = signed_in(world, "alice")
    address = reverse("desk:act", args=[assignment.claim.reference, 1, "lift_reservation"])
    for number in (2, 1):
        assert alice.post(address, form(assignment, lifted_reservation=str(number))).status_code == 302
    assignment.refresh_from_db()
    assert assignment.step == "sign_off"
    assert {one.lifted_by for one in found(assignment)} == {"Alice Handler"}
    cast.act(assignment, "make_reservations", world.actor("insured"), {"reservations": "en texte simple"})
    assert [one.what for one in found(assignment)][-1] == "en texte simple"
    cast.act(assignment, "settle_reservations", world.actor("alice"), {"comment": "réglé au téléphone"})
    assert all(one.lifted_at for one in found(assignment))


def test_the_contractor_reports_progress_and_may_not_move_his_date_by_it(world: cast.World) -> None:
    assignment = booked(world)
    cast.act(assignment, "start_works", world.actor("bob"), {"started_at": clock.now()})
    due_at, bob = assignment.due_at, signed_in(world, "bob")
    nothing = bob.post(doing(assignment, "report_progress"), form(assignment, remarks="ça avance"))
    assert nothing.status_code == 409
    assert (
        "Give a percentage or a stage." in nothing.content.decode()
        or "pourcentage" in nothing.content.decode()
    )
    sent = form(assignment, progress="40", photos=picture())
    assert bob.post(doing(assignment, "report_progress"), sent).status_code == 302
    assignment.refresh_from_db()
    assert (assignment.due_at, assignment.state["facts"]["progress"]) == (due_at, 40)


# ---- what the pages show


def test_the_job_shows_how_far_it_is_and_where_photos_are_missing(world: cast.World) -> None:
    assignment = booked(world)
    bob = signed_in(world, "bob")
    job = reverse("contractor:job", args=[assignment.pk])
    bob.post(
        doing(assignment, "start_works"),
        form(
            assignment,
            started_at_0=timezone.localdate().isoformat(),
            started_at_1=f"{timezone.localtime():%H:%M}",
        ),
    )
    assignment.refresh_from_db()
    assert assignment.step == "works_in_progress"
    page = bob.get(job).content.decode()
    assert page.count('class="slotphoto"') == 2
    assert doing(assignment, "complete_works") in page
    bob.post(doing(assignment, "report_progress"), form(assignment, progress="40", photos=picture()))
    claire = follower(assignment.claim)
    for text in (bob.get(job).content.decode(), claire.get("/s/").content.decode()):
        assert "40 % done" in text or "40 % réalisés" in text
        assert str(Document.objects.get().pk) in text


def test_open_reservations_are_his_to_lift_on_his_page(world: cast.World) -> None:
    assignment = working(world)
    claire = follower(assignment.claim)
    reserved(assignment, claire)
    page = claire.get("/s/").content.decode()
    assert page.count('name="lifted_reservation"') == 2
    assert "joint manquant" in page
    claire.post(his("lift_reservation"), form(assignment, lifted_reservation="1"))
    page = claire.get("/s/").content.decode()
    assert page.count('name="lifted_reservation"') == 1
    assert "lifted on" in page
    assert (
        "joint manquant"
        in signed_in(world, "bob").get(reverse("contractor:job", args=[assignment.pk])).content.decode()
    )


def test_the_desk_reads_the_evidence_and_lifts_from_the_list(world: cast.World) -> None:
    assignment = working(world)
    claire, alice = follower(assignment.claim), signed_in(world, "alice")
    reserved(assignment, claire, signed_by="Claire Lambrecht", reservations_agreed="on")
    file = reverse("desk:file", args=[assignment.claim.reference])
    page = alice.get(file, {"onglet": "works"}).content.decode()
    lift = reverse("desk:act", args=[assignment.claim.reference, 1, "lift_reservation"])
    assert page.count(f"{lift}?reserve=") == 2
    assert evidence(assignment)["document"]["sha256"] in page
    assert 'value="2"' in alice.get(lift, {"reserve": "2"}).content.decode()
    for who in (claire, signed_in(world, "bob")):
        job = "/s/" if who is claire else reverse("contractor:job", args=[assignment.pk])
        assert evidence(assignment)["ip"] not in who.get(job).content.decode()
