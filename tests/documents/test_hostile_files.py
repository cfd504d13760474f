"""Nothing dangerous is taken, and nothing of what a harmless-looking file carries is served."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from temoin.documents import access, intake, storage
from temoin.documents.models import Document
from temoin.documents.refusals import LARGEST, Refused
from tests.documents import corpus

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def everybody_may_see(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "may_see", lambda request, document: True)


def upload(contents: bytes, name: str = "photo.jpg") -> ContentFile[bytes]:
    return ContentFile(contents, name=name)


def files_kept() -> list[Path]:
    return [path for path in storage.root().rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", corpus.REFUSED)
def test_a_hostile_file_is_refused_with_its_reason_and_leaves_nothing(name: str) -> None:
    code, make = corpus.REFUSED[name]
    contents = make()
    started = time.monotonic()
    with pytest.raises(Refused) as refused:
        intake.take(upload(contents), claim_id=7)
    assert refused.value.code == code
    assert str(refused.value).startswith("photo.jpg: ")
    assert not Document.objects.exists()
    assert files_kept() == []
    assert (
        time.monotonic() - started < 20
    )  # the limit of processor time holds; the usual figure is below one second


def test_a_pdf_that_unpacks_to_gigabytes_is_stopped_by_the_limits() -> None:
    with pytest.raises(Refused) as refused:
        intake.take(upload(corpus.pdf_bomb()), claim_id=7)
    assert refused.value.code in {"broken", "too_costly"}
    assert files_kept() == []


def test_a_file_above_the_limit_is_refused_before_it_is_opened() -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(LARGEST // 65536 + 1):
            yield bytes(65536)
        raise AssertionError("read on after the limit")

    endless = upload(b"")
    endless.chunks = lambda chunk_size=None: pieces()  # type: ignore[method-assign]
    with pytest.raises(Refused) as refused:
        intake.take(endless, claim_id=7)
    assert refused.value.code == "too_large"


@pytest.mark.usefixtures("everybody_may_see")
def test_what_is_served_of_harmless_files_holds_nothing_but_what_one_sees(client: Client) -> None:
    documents = intake.take_all([upload(make()) for make in corpus.HARMLESS.values()], claim_id=7)
    for name, document in zip(corpus.HARMLESS, documents, strict=True):
        answer = client.get(document.get_absolute_url())
        body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert corpus.MARK not in body, name
        guarded(answer)
        if document.is_picture:
            assert answer["Content-Type"] == "image/webp", name
            only_pixels(body, name)
            small = b"".join(client.get(document.get_thumbnail_url()).streaming_content)  # type: ignore[attr-defined]
            only_pixels(small, name)
        else:
            assert answer["Content-Type"] == "application/pdf", name
            assert answer["Content-Disposition"].startswith("attachment"), name
            assert len(pikepdf.open(io.BytesIO(body)).pages) == 1
            assert client.get(reverse("thumbnail", args=[document.pk])).status_code == 404
        assert storage.path(document.pk, storage.Part.ORIGINAL).read_bytes()  # evidence, never served


def only_pixels(body: bytes, name: str) -> None:
    with Image.open(io.BytesIO(body), formats=["WEBP"]) as image:
        image.load()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info), name
        assert not dict(image.getexif()), name
    chunks = re.findall(rb"EXIF|XMP |ICCP", body[:64])
    assert not chunks, name


def guarded(answer: HttpResponse) -> None:
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_thirty_hostile_names_never_reach_a_path_nor_a_header(
    client: Client, everybody_may_see: None, tmp_path: Path
) -> None:
    small = corpus.saved(corpus.picture((8, 8)), "PNG")
    uploads = []
    for name in corpus.NAMES:
        one = upload(small)
        one.name = name
        uploads.append(one)
    documents = intake.take_all(uploads, claim_id=7)
    assert len(documents) == 30
    home = re.compile(r"documents/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}/(original|view\.webp|thumbnail\.webp)")
    found = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(found) == 90
    assert [path for path in found if not home.fullmatch(path)] == []
    for document in documents:
        shown = document.filename
        assert 0 < len(shown) <= 120
        assert not re.search(r"[\x00-\x1f\x7f/\\<>\"|\u2028\u202e\u200b\ufeff]", shown)
        assert shown not in {".", ".."}
        header = client.get(document.get_absolute_url())["Content-Disposition"]
        assert not re.search(r"[\r\n]", header)
        assert header.startswith("inline")
        assert ".php" not in header.replace("photo.php", "").replace("a.png_.php", "")
        assert header.rstrip("\"'").endswith(".webp")
