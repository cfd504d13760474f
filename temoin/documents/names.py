"""Names that people gave their files: shown and offered for saving, never used on the disk."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
_ENDINGS = {"application/pdf": ".pdf", "application/xml": ".xml", "image/webp": ".webp"}
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def clean(name: str | None) -> str:
    """A name fit to be shown: its last part, without control, bidi or other invisible characters."""
    text = unicodedata.normalize("NFC", name or "")
    text = re.split(r"[/\\]", text)[-1]
    # categories C*: control, format (bidi overrides), surrogates, private use; Zl and Zp: line breaks
    text = "".join(
        c for c in text if unicodedata.category(c)[0] != "C" and unicodedata.category(c) not in {"Zl", "Zp"}
    )
    text = re.sub(r'[<>:"|?*%;]', "_", " ".join(text.split())).strip(". ")
    if not text or _DEVICES.fullmatch(text):
        return "document"
    return shorten(text)


def shorten(name: str) -> str:
    """At most `LONGEST` characters, with the ending kept."""
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 8:
        return name[:LONGEST].rstrip(". ")
    return f"{stem[: LONGEST - len(ending) - 1].rstrip('. ')}.{ending}"


def for_download(name: str, media_type: str) -> str:
    """The name with the ending of what is really sent."""
    ending = _ENDINGS[media_type]
    if name.lower().endswith(ending):
        return name
    stem, dot, old = name.rpartition(".")
    return (stem if dot and len(old) <= 4 else name) + ending
