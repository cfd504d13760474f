"""Files by the API: for their sender until an action names them, then for those whom it tells."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from temoin.documents.models import Document, Kind, Visibility
from tests import world as cast
from tests.exchange.test_arriving import program

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def photo(colour: str = "red") -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (40, 30), colour).save(made, "JPEG")
    return SimpleUploadedFile("plaque.jpg", made.getvalue(), "image/jpeg")


def sent(client: Any, claim: Any, file: Any, **more: Any) -> Any:
    return client.post(f"/api/v1/claims/{claim.reference}/documents", {"file": file, **more})


def test_a_file_is_its_senders_until_an_action_tells_of_it(world: cast.World) -> None:
    job = cast.mission(world)
    cast.act(job, "start_estimate", world.actor("carl"))
    carl, ines = program(world, "carl"), program(world, "ines")
    answer = sent(carl, job.claim, photo())
    assert answer.status_code == 201, answer.content
    said = answer.json()
    address = f"/api/v1/documents/{said['id']}"
    assert carl.get(address)["Content-Type"] == "image/webp"
    assert ines.get(address).status_code == 404
    values = {"vehicle_status": "stored", "total_loss_photos": [said["id"]]}
    done = carl.post(
        f"/api/v1/claims/{job.claim.reference}/assignments/1/actions/declare_total_loss",
        {"values": values},
        content_type="application/json",
        headers={"idempotency-key": "total-loss-1"},
    )
    assert done.status_code == 201, done.content
    assert ines.get(address).status_code == 200
    assert program(world, "bob").get(address).status_code == 404


def test_the_kind_follows_the_field_so_that_prices_stay_hidden(world: cast.World) -> None:
    from temoin.claims import papers
    from temoin.parties.acting import Acting
    from temoin.procedures.files import procedure

    job = cast.mission(world)
    rules = procedure("vehicle_expertise")
    row = Document.objects.create(
        claim_id=job.claim_id, kind=Kind.OTHER, filename="c.pdf", sha256="0" * 64, size=1,
        media_type="application/pdf", visibility=Visibility.HOLDER, organisation=world.organisations["carl"],
        at=job.claim.opened_at,
    )  # fmt: skip
    values, close = {"estimate_file": (str(row.pk),)}, rules.actions["close_and_transmit"]
    papers.hand_over(job.claim, rules, close, values, Acting(organisation=world.organisations["bob"]))
    row.refresh_from_db()
    assert row.visibility == Visibility.HOLDER
    papers.hand_over(job.claim, rules, close, values, Acting(organisation=world.organisations["carl"]))
    row.refresh_from_db()
    assert (row.visibility, row.kind) == (Visibility.PARTIES, Kind.ESTIMATE)


def test_the_same_file_is_kept_once(world: cast.World) -> None:
    claim, carl = cast.mission(world).claim, program(world, "carl")
    first, again, other = (
        sent(carl, claim, photo()),
        sent(carl, claim, photo()),
        sent(carl, claim, photo("blue")),
    )
    assert [one.status_code for one in (first, again, other)] == [201, 200, 201]
    assert first.json() == again.json()
    assert Document.objects.count() == 2


def test_bad_files_and_foreign_claims_are_refused_and_nothing_is_kept(world: cast.World) -> None:
    claim = cast.mission(world).claim
    carl, bob = program(world, "carl"), program(world, "bob")
    for data in (b"", b"MZ\x90", b"<svg onload='x'/>", b"%PDF-1.4 broken"):
        answer = sent(carl, claim, SimpleUploadedFile("x.pdf", data))
        assert (answer.status_code, list(answer.json()["fields"])) == (422, ["file"]), data
    assert (
        carl.post(f"/api/v1/claims/{claim.reference}/documents").json()["fields"]["file"]["code"] == "missing"
    )
    for number in (2, 99, 2**40, -1, "x"):
        assert sent(carl, claim, photo(), assignment=number).status_code in (404, 422)
    assert sent(bob, claim, photo()).status_code == 404
    assert not Document.objects.exists()
