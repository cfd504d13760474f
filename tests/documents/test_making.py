"""Papers that we set ourselves: the same for the same data, and nothing that somebody wrote is typst."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from temoin.documents import intake, making, storage
from temoin.documents.models import Kind, Visibility
from temoin.documents.storage import Part

LETTER = "documents/typst/letter.typ"


def letter(text: str = "Bonjour") -> dict[str, Any]:
    return {
        "language": "fr",
        "made_at": "2026-11-22T10:00:00+01:00",
        "head": {"network": "Réseau Relais", "title": "Rapport", "reference": "26-000123"},
        "facts": [["Assurée", "Claire Lambrecht"]],
        "parts": [{"title": "Constat", "paragraphs": [text]}],
        "signatures": ["L'assurée", "Le prestataire"],
    }


def test_the_same_data_give_the_same_pdf_a() -> None:
    first, second = making.make_pdf(LETTER, letter()), making.make_pdf(LETTER, letter())
    assert first == second
    with pikepdf.open(io.BytesIO(first)) as pdf:
        meta = pdf.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "B")
        assert pdf.docinfo["/Title"] == "Rapport"


def test_what_people_write_is_printed_and_never_run() -> None:
    attack = '#panic("run") $x #read("/config/settings.py") #import "@preview/x:1.0.0" *fat* <label>'
    assert making.make_pdf(LETTER, letter(attack))


@pytest.mark.parametrize(
    "text", ["fini 😀👍🏽", "\x00\x1b[31m", "中文 العربية", "\ud7ff\ufeff\u202e", "e\u0301"]
)
def test_no_character_stops_a_paper(text: str) -> None:
    assert making.make_pdf(LETTER, letter(text)).startswith(b"%PDF")


@pytest.mark.django_db
def test_a_paper_we_made_is_kept_as_a_document(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    contents = making.make_pdf(LETTER, letter())
    document = intake.take_made(
        contents,
        claim_id=7,
        filename="rapport.pdf",
        kind=Kind.REPORT,
        assignment=1,
        visibility=Visibility.PARTIES,
    )
    assert storage.path(document.pk, Part.PDF).read_bytes() == contents
    assert (document.size, document.media_type, document.is_picture) == (
        len(contents),
        "application/pdf",
        False,
    )
