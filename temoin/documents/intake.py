"""The one way in for files: measured, opened elsewhere, kept under a fresh id, all of a batch or none."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.files.base import File
from django.db import transaction

from temoin import clock
from temoin.documents import inspection, names, storage
from temoin.documents.findings import Found
from temoin.documents.models import Document, Kind, MediaType, Visibility
from temoin.documents.refusals import LARGEST, MOST_FILES, Reason, Refused
from temoin.documents.storage import Part
from temoin.parties.models import Organisation, User


@dataclass(frozen=True, slots=True)
class _Received:
    """An upload on the disk, before anybody has looked inside."""

    file: Path
    name: str
    size: int
    sha256: str


def take(
    upload: File[bytes],
    *,
    claim_id: int,
    kind: str | None = None,
    assignment: int | None = None,
    user: User | None = None,
    organisation: Organisation | None = None,
    role: str = "",
    visibility: str = Visibility.INTERNAL,
    at: datetime | None = None,
) -> Document:
    """Take one file; as `take_all`."""
    (document,) = take_all(
        [upload],
        claim_id=claim_id,
        kind=kind,
        assignment=assignment,
        user=user,
        organisation=organisation,
        role=role,
        visibility=visibility,
        at=at,
    )
    return document


def take_all(
    uploads: Sequence[File[bytes]],
    *,
    claim_id: int,
    kind: str | None = None,
    assignment: int | None = None,
    user: User | None = None,
    organisation: Organisation | None = None,
    role: str = "",
    visibility: str = Visibility.INTERNAL,
    at: datetime | None = None,
) -> list[Document]:
    """Take the files of one form, in their order; `kind` is found (photo or other) where none is named.

    Raises Refused, with the reason and the first file it holds for; nothing is kept then.
    """
    if len(uploads) > MOST_FILES:
        raise Refused(Reason.TOO_MANY)
    if not uploads:
        return []
    incoming = storage.root() / "incoming"
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=incoming) as place:
        folder = Path(place)
        received = [_receive(upload, folder / str(index)) for index, upload in enumerate(uploads)]
        found = inspection.inspect(folder, [one.name for one in received])
        documents = [
            Document(
                id=uuid.uuid4(),
                claim_id=claim_id,
                assignment=assignment,
                kind=_kind(kind, what, one.name),
                filename=one.name,
                sha256=one.sha256,
                size=one.size,
                media_type=what.media_type,
                width=what.width,
                height=what.height,
                uploaded_by=user,
                organisation=organisation,
                role=role,
                visibility=visibility,
                at=at or clock.now(),
            )
            for one, what in zip(received, found, strict=True)
        ]
        _keep(documents, received)
    return documents


def take_made(
    contents: bytes,
    *,
    claim_id: int,
    filename: str,
    kind: str,
    media_type: MediaType = MediaType.PDF,
    assignment: int | None = None,
    user: int | None = None,
    organisation: int | None = None,
    role: str = "",
    visibility: str = Visibility.INTERNAL,
    at: datetime | None = None,
) -> Document:
    """Keep a PDF that we made ourselves (`documents.making`): nothing of it has to be looked into.

    Or an XML file that its own reader has read to the end and found harmless (no DTD, no entity, no stylesheet): it
    is only ever handed out to be saved, and nobody sends one as a document, since `take` refuses it.
    """
    document = Document(
        id=uuid.uuid4(),
        claim_id=claim_id,
        assignment=assignment,
        kind=Kind(kind),
        filename=names.clean(filename),
        sha256=hashlib.sha256(contents).hexdigest(),
        size=len(contents),
        media_type=media_type,
        uploaded_by_id=user,
        organisation_id=organisation,
        role=role,
        visibility=visibility,
        at=at or clock.now(),
    )
    incoming = storage.root() / "incoming"
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=incoming) as place:
        file = Path(place) / "0"
        file.write_bytes(contents)
        shutil.copyfile(file, file.with_suffix(_copy(document).value[-4:]))
        _keep([document], [_Received(file, document.filename, document.size, document.sha256)])
    return document


def _receive(upload: File[bytes], file: Path) -> _Received:
    """Write an upload down in pieces, so that its size costs no memory, and stop where it is too large."""
    name = names.clean(upload.name)
    digest, size = hashlib.sha256(), 0
    with file.open("xb") as target:
        for chunk in upload.chunks():
            size += len(chunk)
            if size > LARGEST:
                raise Refused(Reason.TOO_LARGE, name)
            digest.update(chunk)
            target.write(chunk)
    if size == 0:
        raise Refused(Reason.EMPTY, name)
    return _Received(file, name, size, digest.hexdigest())


def _kind(wanted: str | None, found: Found, name: str) -> str:
    is_picture = found.media_type != MediaType.PDF
    if wanted is None:
        return Kind.PHOTO if is_picture else Kind.OTHER
    if wanted == Kind.PHOTO and not is_picture:
        raise Refused(Reason.NOT_A_PICTURE, name)
    return Kind(wanted)


def _keep(documents: list[Document], received: list[_Received]) -> None:
    kept: list[uuid.UUID] = []
    try:
        with transaction.atomic():
            for document, one in zip(documents, received, strict=True):
                kept.append(document.pk)
                storage.keep(document.pk, _parts(document, one.file))
            Document.objects.bulk_create(documents)
    except BaseException:
        for pk in kept:
            storage.discard(pk)
        raise


def _parts(document: Document, file: Path) -> dict[Part, Path]:
    if not document.is_picture:
        copy = _copy(document)
        return {Part.ORIGINAL: file, copy: file.with_suffix(copy.value[-4:])}
    return {
        Part.ORIGINAL: file,
        Part.VIEW: file.with_suffix(".view.webp"),
        Part.THUMBNAIL: file.with_suffix(".thumbnail.webp"),
    }


def _copy(document: Document) -> Part:
    """What is handed out of a document that is no picture."""
    return Part.DATA if document.media_type == MediaType.XML else Part.PDF
