"""The estimate made from a mission: kept as it is filled in, refused with each missing thing, sent in one step."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from temoin import clock
from temoin.claims import scope
from temoin.claims.models import Assignment, FormDraft
from temoin.documents.models import Document, Kind, MediaType, Visibility
from temoin.estimates.calculation.model import Vehicle
from temoin.estimates.calculation.writing import plausible, write
from temoin.estimates.models import Version
from tests.world import VIEWS, World, act, build, mission

pytestmark = pytest.mark.django_db
FRAME = ("total_loss", "several_zones", "advice", "inspection", "on_site")


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world() -> World:
    return build()


@pytest.fixture
def job(world: World) -> Assignment:
    found = mission(world)
    act(found, "start_estimate", world.actor("carl"))
    return found


def signed_in(world: World, name: str = "carl") -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def url(job: Assignment) -> str:
    return reverse("body_shop:estimate", args=[job.pk])


def photo(name: str = "avant.jpg") -> SimpleUploadedFile:
    kept = BytesIO()
    Image.new("RGB", (64, 48), "#888888").save(kept, "JPEG")
    return SimpleUploadedFile(name, kept.getvalue(), "image/jpeg")


def xml(**changes: str) -> SimpleUploadedFile:
    known: dict[str, Any] = {"plate": "AB-123-CD", "vin": "VF1RFB00X56123456", **changes}
    vehicle = Vehicle(**known)
    said = plausible(vehicle, number="C-77", on=clock.now().date(), vat_rate=Decimal(20))
    return SimpleUploadedFile("calcul.xml", write(said), "text/xml")


def with_photos(world: World, job: Assignment) -> None:
    """A photo in every slot, as uploads leave them."""
    draft, _new = FormDraft.objects.get_or_create(
        assignment=job,
        action="close_and_transmit",
        organisation=world.organisations["carl"],
        defaults={"updated_at": clock.now()},
    )
    for view in VIEWS:
        kept = Document.objects.create(
            id=uuid4(),
            claim_id=job.claim_id,
            assignment=job.number,
            kind=Kind.PHOTO,
            filename=f"{view}.jpg",
            sha256="0" * 64,
            size=4,
            media_type=MediaType.JPEG,
            organisation=world.organisations["carl"],
            role="body_shop",
            visibility=Visibility.HOLDER,
            at=clock.now(),
        )
        code = f"photo_{view}"
        draft.fields[code] = {"said": {code: [str(kept.pk)]}, "changed": 1, "by": "Carl", "before": {}}
    draft.save()


ANSWERS = {
    "impact_zone": "front",
    "immobilisation_days": "3",
    "mileage": "48010",
    **{f"frame_{one}": "no" for one in FRAME},
}


def said(client: Client, job: Assignment, **values: str) -> None:
    """Fill in fields one after another, as the page does."""
    for code, value in values.items():
        body = {"do": f"field:{code}", code: value, f"seen-{code}": "999999"}
        assert client.post(url(job), body, headers={"HX-Request": "true"}).status_code == 200


def test_everything_of_the_mission_is_carried_over(world: World, job: Assignment) -> None:
    page = signed_in(world).get(url(job)).content.decode()
    for words in ("AZ-2026-0815", "VF1RFB00X56123456", "Renault Clio", "Azur Assurances"):
        assert words in page
    assert 'value="48000"' in page
    assert 'value="250,00"' in page


def test_what_one_fills_in_his_colleague_sees_and_does_not_overwrite_unseen(
    world: World, job: Assignment
) -> None:
    carl, greta = signed_in(world), signed_in(world, "greta")
    headers = {"HX-Request": "true"}
    first = {"do": "field:mileage", "mileage": "48111", "seen-mileage": "0"}
    assert "48111" in carl.post(url(job), first, headers=headers).content.decode()
    stale = {"do": "field:mileage", "mileage": "48222", "seen-mileage": "0"}
    answer = greta.post(url(job), stale, headers=headers).content.decode()
    assert "Carl Carrossier a modifié ce champ entre-temps" in answer
    assert 'value="48111"' in answer
    again = {"do": "field:mileage", "mileage": "48222", "seen-mileage": "1"}
    greta.post(url(job), again, headers=headers)
    assert 'value="48222"' in carl.get(url(job)).content.decode()


def test_saving_without_scripts_keeps_everything_and_takes_no_colleagues_work_away(
    world: World, job: Assignment
) -> None:
    carl, greta = signed_in(world), signed_in(world, "greta")
    codes = ("mileage", "immobilisation_days", "deductible_amount", "recoverable_vat_pct")
    drawn = {"mileage": "48000", "deductible_amount": "250.00", "recoverable_vat_pct": "0"}
    drawn |= {f"seen-{code}": "0" for code in codes}
    greta.post(url(job), {**drawn, "do": "keep", "immobilisation_days": "4"})
    carl.post(url(job), {**drawn, "do": "keep", "mileage": "x km"})
    kept = FormDraft.objects.get(assignment=job)
    assert kept.fields["immobilisation_days"]["said"] == {"immobilisation_days": ["4"]}
    page = carl.get(url(job)).content.decode()
    assert 'value="x km"' in page
    assert "Écrivez un nombre entier" in page


def test_a_photo_is_kept_at_once_for_the_garage_alone(world: World, job: Assignment) -> None:
    carl = signed_in(world)
    body = {"do": "field:photo_plate", "seen-photo_plate": "0", "photo_plate": [photo(), photo("deux.jpg")]}
    answer = carl.post(url(job), body, headers={"HX-Request": "true"})
    assert answer.content.decode().count("<img") == 2
    one, two = Document.objects.filter(claim_id=job.claim_id)
    for name, status in (("carl", 200), ("greta", 200), ("ines", 404), ("felix", 404)):
        assert signed_in(world, name).get(one.get_thumbnail_url()).status_code == status
    carl.post(url(job), {"do": f"remove:photo_plate:{one.pk}"}, headers={"HX-Request": "true"})
    assert list(Document.objects.filter(claim_id=job.claim_id)) == [two]


def test_what_is_no_photo_is_refused_beside_its_slot(world: World, job: Assignment) -> None:
    wrong = SimpleUploadedFile("avant.jpg", b"MZ not a photo", "image/jpeg")
    body = {"do": "field:photo_plate", "seen-photo_plate": "0", "photo_plate": wrong}
    answer = signed_in(world).post(url(job), body, headers={"HX-Request": "true"})
    assert "Seuls les photos" in answer.content.decode()
    assert not Document.objects.filter(claim_id=job.claim_id).exists()


def test_a_calculation_of_another_vehicle_is_refused_with_both_plates(world: World, job: Assignment) -> None:
    answer = signed_in(world).post(url(job), {"do": "take", "calculation_xml": xml(plate="ZZ-111-ZZ")})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "ZZ-111-ZZ" in page
    assert "AB-123-CD" in page


def test_closing_names_each_missing_thing_with_a_link_to_it(world: World, job: Assignment) -> None:
    carl = signed_in(world)
    said(carl, job, impact_zone="front", frame_advice="no")
    answer = carl.post(url(job), {"do": "send"})
    assert answer.status_code == 422
    page = answer.content.decode()
    lacking = ["#calcul", *(f"#f-photo_{view}" for view in VIEWS)]
    lacking += [f"#f-frame_{one}" for one in FRAME if one != "advice"] + ["#f-immobilisation_days"]
    named = [line for line in lacking if f'<li><a class="link" href="{line}">' in page]
    assert named == lacking
    assert page.count('<li><a class="link" href="#f-') == len(lacking) - 1
    job.refresh_from_db()
    assert job.step == "smart_new"


def test_closed_and_transmitted_in_one_step_with_its_sentence_at_once(world: World, job: Assignment) -> None:
    carl = signed_in(world)
    with_photos(world, job)
    assert carl.post(url(job), {"do": "take", "calculation_xml": xml()}).status_code == 302
    said(carl, job, **ANSWERS)
    sent = carl.post(url(job), {"do": "send", "seen": str(job.moved_seq), "key": "k" * 32}, follow=True)
    assert sent.redirect_chain == [(reverse("body_shop:mission", args=[job.pk]), 302)]
    assert "VOTRE DEVIS EST EN COURS D&#x27;ANALYSE" in sent.content.decode()
    job.refresh_from_db()
    assert (job.step, job.state["facts"]["mileage"]) == ("smart_in_analysis", 48010)
    version = Version.objects.get(assignment=job)
    assert str(version.gross_amount) == job.state["facts"]["estimate_total"]
    photos = Document.objects.filter(claim_id=job.claim_id, kind=Kind.PHOTO)
    assert {one.visibility for one in photos} == {Visibility.PARTIES}
    assert not FormDraft.objects.exists()


def test_completing_begins_with_what_was_transmitted(world: World, job: Assignment) -> None:
    carl = signed_in(world)
    with_photos(world, job)
    carl.post(url(job), {"do": "take", "calculation_xml": xml()})
    said(carl, job, **ANSWERS)
    carl.post(url(job), {"do": "send"})
    act(job, "ask_completion", world.actor("felix"), {"comment": "Une photo du longeron, svp."})
    page = carl.get(url(job)).content.decode()
    assert 'value="48010"' in page
    assert "C-77" in page
    assert page.count("<img") == len(VIEWS)
    said(carl, job, immobilisation_days="5")
    assert carl.post(url(job), {"do": "send"}).status_code == 302
    job.refresh_from_db()
    assert (job.step, job.state["facts"]["immobilisation_days"]) == ("smart_in_analysis", 5)
    assert Version.objects.filter(assignment=job).count() == 2


def test_the_database_shows_a_draft_to_its_firm_alone(world: World, job: Assignment) -> None:
    said(signed_in(world), job, mileage="48111")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE temoin_app")
        for name, found in (("carl", True), ("expert", False), ("az", False)):
            with scope.within(f"organisation:{world.id(name)}"):
                assert FormDraft.objects.exists() is found
        cursor.execute("RESET ROLE")


def test_after_the_date_the_form_says_why_not_and_the_work_is_kept(world: World, job: Assignment) -> None:
    carl = signed_in(world)
    said(carl, job, mileage="48111")
    assert job.due_at is not None
    with clock.at(job.due_at + timedelta(minutes=1)):
        assert carl.get(reverse("body_shop:mission", args=[job.pk])).status_code == 200
        assert carl.get(url(job)).status_code == 409
    assert FormDraft.objects.filter(assignment=job).exists()


def test_a_total_loss_asks_for_the_status_and_photos_and_no_calculation(world: World) -> None:
    job, carl = mission(world), signed_in(world)
    where = reverse("body_shop:act", args=[job.pk, "declare_total_loss"])
    page = carl.post(where, {"do": "send"}).content.decode()
    assert "#f-vehicle_status" in page
    assert "#f-total_loss_photos" in page
    assert "calculation_xml" not in page
    body = {"do": "field:total_loss_photos", "seen-total_loss_photos": "0", "total_loss_photos": photo()}
    carl.post(where, body, headers={"HX-Request": "true"})
    sent = carl.post(where, {"do": "send", "vehicle_status": "stored", "seen-vehicle_status": "0"})
    assert sent.status_code == 302
    job.refresh_from_db()
    assert job.step == "total_loss_review"
