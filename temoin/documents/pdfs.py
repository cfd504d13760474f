"""Walks through every object of a PDF for what could act by itself; runs in the child process.

Searching the bytes for `/JavaScript` finds one of three: names can be written in hexadecimal and
objects can lie compressed. What passes is written anew, so that nothing stands before, between or
after its objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from temoin.documents.findings import Found, Unfit

MOST_OBJECTS = 300_000
_KEYS = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/Rendition",
    "/RichMediaExecute",
    "/Movie",
    "/Sound",
    "/GoToE",
    "/GoToR",
    "/GoTo3DView",
}
_SUBTYPES = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}


def inspect(file: Path) -> Found:
    """Refuse active content and locks, write `N.pdf` beside the file. Raises Unfit."""
    try:
        opened = pikepdf.open(file)
    except pikepdf.PasswordError:
        raise Unfit("locked") from None
    with opened as pdf:
        if not len(pdf.pages):
            raise Unfit("broken")
        if len(pdf.objects) > MOST_OBJECTS:
            raise Unfit("too_costly")
        for held in _dictionaries(pdf):
            _check(held)
        pdf.remove_unreferenced_resources()
        pdf.save(file.with_suffix(".pdf"), static_id=True)
    return Found("application/pdf")


def _dictionaries(pdf: Any) -> Iterator[Any]:
    """Every dictionary of the file once, those inside object streams and arrays included."""
    waiting = [pdf.trailer, *pdf.objects]
    while waiting:
        held = waiting.pop()
        if isinstance(held, pikepdf.Array):
            children: list[Any] = list(held)
        elif isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
            yield held
            children = [held.get(key) for key in held.keys()]  # noqa: SIM118  iterating a stream reads its lines
        else:
            continue
        waiting.extend(
            child for child in children if isinstance(child, pikepdf.Object) and not child.is_indirect
        )


def _check(held: Any) -> None:
    if _KEYS & set(held.keys()):
        raise Unfit("active_content")
    if _name(held, "/S") in _ACTIONS or _name(held, "/Subtype") in _SUBTYPES:
        raise Unfit("active_content")
    if "/EF" in held and not all(_is_data(held["/EF"].get(key)) for key in held["/EF"].keys()):  # noqa: SIM118
        raise Unfit("attachment")
    if _name(held, "/Type") == "/EmbeddedFile" and not _is_data(held):
        raise Unfit("attachment")


def _name(held: Any, key: str) -> str:
    value = held.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _is_data(stream: Any) -> bool:
    """Whether an attached file is the XML of an electronic invoice, the one kind that belongs in a PDF."""
    if not isinstance(stream, pikepdf.Stream):
        return False
    contents = stream.read_bytes().removeprefix(b"\xef\xbb\xbf").lstrip()
    return contents.startswith(b"<?xml") and b"<script" not in contents.lower()
