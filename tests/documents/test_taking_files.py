"""What becomes of a file that is taken."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from temoin.documents import access, inspection, intake, names, storage
from temoin.documents.models import Document, MediaType
from temoin.documents.refusals import MOST_FILES, Reason, Refused
from temoin.documents.storage import Part
from temoin.parties.models import Organisation, User
from tests.documents import corpus

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def photo(size: tuple[int, int] = (64, 48), **options: object) -> ContentFile[bytes]:
    return ContentFile(corpus.saved(corpus.picture(size), "JPEG", **options), name="salon.jpg")


def paper() -> ContentFile[bytes]:
    return ContentFile(corpus.pdf(), name="devis.pdf")


def made(document: Document, part: Part) -> Image.Image:
    return Image.open(storage.path(document.pk, part))


def test_a_photo_is_measured_and_kept_as_evidence() -> None:
    firm = Organisation.objects.create(kind="contractor", name="Morel")
    alice = User.objects.create_user("C-1", "alice@morel.example")
    upload = photo((2000, 1000))
    contents = upload.read()
    document = intake.take(
        upload,
        claim_id=7,
        assignment=2,
        user=alice,
        organisation=firm,
        role="contractor",
        visibility="parties",
    )
    kept = Document.objects.get()
    assert kept == document
    assert (kept.claim_id, kept.assignment, kept.kind, kept.filename) == (7, 2, "photo", "salon.jpg")
    assert (kept.media_type, kept.width, kept.height) == ("image/jpeg", 2000, 1000)
    assert (kept.size, kept.sha256) == (len(contents), hashlib.sha256(contents).hexdigest())
    assert (kept.uploaded_by, kept.organisation, kept.role, kept.visibility) == (
        alice,
        firm,
        "contractor",
        "parties",
    )
    assert storage.path(kept.pk, Part.ORIGINAL).read_bytes() == contents
    assert made(kept, Part.VIEW).size == (1600, 800)
    assert made(kept, Part.THUMBNAIL).size == (320, 160)


def test_the_narrowest_visibility_is_the_default() -> None:
    assert intake.take(photo(), claim_id=7).visibility == "internal"


def test_a_small_photo_is_not_blown_up() -> None:
    assert made(intake.take(photo((64, 48)), claim_id=7), Part.VIEW).size == (64, 48)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(orientation: int) -> None:
    upright = corpus.picture((60, 40))
    from PIL import ImageOps

    laid = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright.transpose(laid[orientation]) if orientation in laid else upright
    contents = corpus.saved(stored, "JPEG", exif=corpus.exif(orientation), quality=95)
    assert ImageOps.exif_transpose(Image.open(io.BytesIO(contents))).size == (60, 40)
    document = intake.take(ContentFile(contents, name="x.jpg"), claim_id=7)
    assert (document.width, document.height) == (60, 40)
    view = made(document, Part.VIEW)
    assert view.size == (60, 40)
    left, right = view.getpixel((10, 20)), view.getpixel((50, 20))
    assert left[0] > 200  # type: ignore[index]
    assert right[0] < 60  # type: ignore[index]


def test_what_shines_through_is_white() -> None:
    clear = ContentFile(corpus.saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"), name="x.png")
    assert made(intake.take(clear, claim_id=7), Part.VIEW).getpixel((5, 5)) == (255, 255, 255)


def test_sixteen_bits_of_grey_stay_grey() -> None:
    grey = ContentFile(corpus.saved(Image.new("I;16", (20, 20), 128 * 256), "PNG"), name="x.png")
    level = made(intake.take(grey, claim_id=7), Part.VIEW).getpixel((5, 5))
    assert 120 < level[0] < 136  # type: ignore[index]


def test_a_pdf_is_an_other_document_unless_said_and_never_a_photo() -> None:
    assert intake.take(paper(), claim_id=7).kind == "other"
    assert intake.take(paper(), claim_id=7, kind="estimate").kind == "estimate"
    with pytest.raises(Refused) as refused:
        intake.take(paper(), claim_id=7, kind="photo")
    assert refused.value.reason is Reason.NOT_A_PICTURE


def test_of_a_batch_all_are_taken_or_none() -> None:
    bad = ContentFile(b"no picture", name="virus.jpg")
    with pytest.raises(Refused) as refused:
        intake.take_all([photo(), paper(), bad, photo()], claim_id=7)
    assert (refused.value.code, refused.value.filename) == ("not_allowed", "virus.jpg")
    assert not Document.objects.exists()
    assert [path for path in storage.root().rglob("*") if path.is_file()] == []
    assert [one.filename for one in intake.take_all([photo(), paper()], claim_id=7)] == [
        "salon.jpg",
        "devis.pdf",
    ]


def test_more_than_thirty_at_a_time_are_refused_and_none_is_nothing() -> None:
    with pytest.raises(Refused) as refused:
        intake.take_all([photo()] * (MOST_FILES + 1), claim_id=7)
    assert refused.value.code == "too_many"
    assert intake.take_all([], claim_id=7) == []


def test_nothing_is_left_when_the_database_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Document.objects, "bulk_create", full)
    with pytest.raises(OSError, match="disk full"):
        intake.take(photo(), claim_id=7)
    assert [path for path in storage.root().rglob("*") if path.is_file()] == []


def test_the_sweep_removes_what_was_never_committed_and_only_that(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = intake.take(photo(), claim_id=7)
    with transaction.atomic():
        lost = intake.take(photo(), claim_id=7)
        transaction.set_rollback(True)
    assert Document.objects.get() == kept
    assert storage.folder(lost.pk).exists()
    assert storage.sweep() == 0  # an upload may still be under way
    later = time.time() + storage.STALE + 60
    monkeypatch.setattr("temoin.documents.storage.time.time", lambda: later)
    assert storage.sweep() == 1
    assert not storage.folder(lost.pk).exists()
    assert storage.folder(kept.pk).exists()


def test_the_child_knows_no_secret_and_is_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMOIN_SECRET_KEY", "do not tell")
    seen: dict[str, object] = {}
    real = subprocess.run

    def watched(command: list[str], **options: object) -> object:
        seen.update(options, command=command)
        return real(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr("temoin.documents.inspection.subprocess.run", watched)
    intake.take(photo(), claim_id=7)
    assert seen["env"] == {}
    assert seen["command"][:2] == [sys.executable, "-I"]  # type: ignore[index]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space of a process")
@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("bytearray(2_000_000_000)", "MemoryError"),
        ("\nwhile True: pass", ""),
        ("open('f','wb').write(bytes(61_000_000))", "OSError"),
    ],
)
def test_the_limits_of_the_child_hold(deed: str, told: str, tmp_path: Path) -> None:
    start = f"import sys; sys.path.insert(0, {inspection._ROOT!r}); from temoin.documents.child import limit; limit(1)\n{deed}"
    done = subprocess.run(
        [sys.executable, "-I", "-c", start], cwd=tmp_path, capture_output=True, timeout=30, check=False
    )
    assert done.returncode != 0
    assert told in done.stderr.decode()


def test_what_a_child_says_without_having_made_it_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    lie = {"media_type": "image/jpeg", "width": 10, "height": 10}
    monkeypatch.setattr(inspection, "_ask", lambda folder, count: [lie])
    with pytest.raises(Refused) as refused:
        intake.take(photo(), claim_id=7)
    assert refused.value.code == "broken"


def test_a_child_that_dies_is_a_refusal_that_names_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "_ask", lambda folder, count: [])
    with pytest.raises(Refused) as refused:
        intake.take(photo(), claim_id=7)
    assert (refused.value.code, refused.value.filename) == ("too_costly", "salon.jpg")


def test_nobody_sees_a_document_until_the_wiring_has_spoken(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "may_see", access.nobody)
    document = intake.take(photo(), claim_id=7)
    assert client.get(document.get_absolute_url()).status_code == 404
    assert client.get(document.get_thumbnail_url()).status_code == 404


def test_a_foreign_document_answers_as_one_that_does_not_exist(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, foreign = intake.take(photo(), claim_id=7), intake.take(photo(), claim_id=8)
    monkeypatch.setattr(access, "may_see", lambda request, document: document.claim_id == 7)
    assert client.get(mine.get_absolute_url()).status_code == 200
    nowhere = "00000000-0000-4000-8000-000000000000"
    answers = [client.get(reverse("document", args=[pk])) for pk in (foreign.pk, nowhere)]
    assert [answer.status_code for answer in answers] == [404, 404]
    said = [
        re.sub(r'value="\w{64}"', "", answer.content.decode()) for answer in answers
    ]  # the form tokens differ
    assert said[0].replace(str(foreign.pk), "") == said[1].replace(nowhere, "")
    assert client.post(mine.get_absolute_url()).status_code == 405


def test_a_data_file_is_kept_after_its_reader_and_only_ever_saved(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "may_see", lambda request, document: True)
    contents = b"<calculation/>"
    document = intake.take_made(
        contents, claim_id=7, filename="calcul.txt", kind="estimate", media_type=MediaType.XML
    )
    assert (document.is_picture, document.get_thumbnail_url()) == (False, "")
    answer = client.get(document.get_absolute_url())
    assert b"".join(answer.streaming_content) == contents  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/xml"
    assert answer["Content-Disposition"] == 'attachment; filename="calcul.xml"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(reverse("thumbnail", args=[document.pk])).status_code == 404


def test_nobody_sends_a_data_file_as_a_document() -> None:
    with pytest.raises(Refused) as refused:
        intake.take(ContentFile(b"<?xml version='1.0'?><x/>", name="photo.jpg"), claim_id=7)
    assert refused.value.reason is Reason.NOT_ALLOWED


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_refusal_is_said_in_every_language(reason: Reason, language: str) -> None:
    with translation.override("en"):
        english = str(reason.value)
    with translation.override(language):
        assert str(reason.value) not in {"", english}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Photo du salon.jpg", "Photo du salon.jpg"),
        ("dossier/été.pdf", "été.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        (None, "document"),
        ("nul.png", "document"),
        ("x" * 300 + ".jpeg", "x" * 115 + ".jpeg"),
    ],
)
def test_names_are_shown_cleaned(given: str | None, shown: str) -> None:
    assert names.clean(given) == shown


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("a.jpg", "a.webp"),
        ("facture.exe", "facture.webp"),
        ("n° 12.final version", "n° 12.final version.webp"),
    ],
)
def test_a_download_ends_in_what_it_is(name: str, saved: str) -> None:
    assert names.for_download(name, "image/webp") == saved


def test_four_photos_of_a_phone_take_little_time_and_memory() -> None:
    import resource

    shot = corpus.saved(
        Image.effect_noise((2000, 1500), 60).convert("RGB").resize((4000, 3000)), "JPEG", quality=85
    )
    uploads = [ContentFile(shot, name=f"{n}.jpg") for n in range(4)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    intake.take_all(uploads, claim_id=7)
    assert time.monotonic() - started < 12  # four of twelve megapixels; about one second on a quiet machine
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 50 * 1024  # kilobytes: no picture is opened in this process
