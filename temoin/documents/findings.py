"""What can be found of a file, without Django: its type by its first bytes, its size in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MOST_PIXELS = 50_000_000
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"hevc", b"hevx"}


class Unfit(Exception):
    """The file is refused, with the code of the reason (`refusals`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is; width and height are upright pixels, None for a PDF."""

    media_type: str
    width: int | None = None
    height: int | None = None


def sniff(file: Path) -> str:
    """The media type that the first bytes say. Raises Unfit for whatever is not on the list."""
    with file.open("rb") as contents:
        head = contents.read(16)
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "image/heif"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    raise Unfit("not_allowed")
