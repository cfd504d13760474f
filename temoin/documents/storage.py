"""Where the bytes of a document lie: under its id, never under a name that somebody chose.

Each document has a folder with what came in (`original`, kept as evidence and never served) and
what was made of it: two pictures, or a PDF written anew.
"""

from __future__ import annotations

import os
import shutil
import time
import uuid
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from temoin.documents.models import Document


class Part(StrEnum):
    """The files of a document's folder."""

    ORIGINAL = "original"
    VIEW = "view.webp"  # at most 1600 pixels wide and high
    THUMBNAIL = "thumbnail.webp"  # at most 320
    PDF = "copy.pdf"  # the same pages, without what stood around them
    DATA = "data.xml"  # a data file, as its reader read it


MEDIA_TYPES = {
    Part.VIEW: "image/webp",
    Part.THUMBNAIL: "image/webp",
    Part.PDF: "application/pdf",
    Part.DATA: "application/xml",
}
STALE = 24 * 3600  # seconds after which a folder without a document is a leftover


def root() -> Path:
    return Path(settings.MEDIA_ROOT) / "documents"


def folder(pk: uuid.UUID) -> Path:
    """A document's folder; two levels above it keep directories small."""
    name = pk.hex
    return root() / name[:2] / name[2:4] / name


def path(pk: uuid.UUID, part: Part) -> Path:
    return folder(pk) / part.value


def keep(pk: uuid.UUID, made: dict[Part, Path]) -> None:
    """Move files into a document's folder, on the disk for good before this returns."""
    home = folder(pk)
    home.mkdir(parents=True, mode=0o700)
    for part, source in made.items():
        target = home / part.value
        shutil.move(source, target)
        target.chmod(0o600)
        _sync(target)
    _sync(home)
    _sync(home.parent)


def discard(pk: uuid.UUID) -> None:
    """Remove a document's folder, if there is one."""
    shutil.rmtree(folder(pk), ignore_errors=True)


def sweep() -> int:
    """Remove folders whose document was never committed; returns how many."""
    found = [home for home in root().glob("??/??/*") if time.time() - home.stat().st_mtime > STALE]
    ids = {uuid.UUID(hex=home.name): home for home in found}
    known = set(Document.objects.filter(pk__in=ids).values_list("pk", flat=True))
    leftover = [pk for pk in ids if pk not in known]
    for pk in leftover:
        discard(pk)
    return len(leftover)


def _sync(target: Path) -> None:
    handle = os.open(target, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
