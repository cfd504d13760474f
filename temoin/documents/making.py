"""Sets our own papers (estimates, reports, attestations) as PDF/A: the same data give the same bytes."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

ROOT = Path(__file__).resolve().parents[1]
STANDARD: Final = "a-2b"
NOT_SHOWN = "□"
_SURELY_SHOWN, _NEVER_SHOWN = (
    0x180,
    0x2800,
)  # the fonts of the package end there; characters between are asked
_PROBE = b'#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n#sys.inputs.text'


def make_pdf(template: Path | str, data: Mapping[str, Any]) -> bytes:
    """A PDF/A of a `.typ` file (a path below `temoin/`, such as `estimates/typst/estimate.typ`).

    `data` is JSON with at least `language`, `made_at` (ISO instant, written into the file), and `head`: `title`,
    `reference`, `network`. What people wrote is data: it is printed, never read as typst. Raises TypstError
    where the template is wrong.
    """
    made_at = datetime.fromisoformat(data["made_at"])
    return bytes(
        typst.compile(
            str(ROOT / template),
            root=str(ROOT),
            sys_inputs={"data": json.dumps(_shown(data), sort_keys=True)},
            ignore_system_fonts=True,  # another machine has others
            format="pdf",
            pdf_standards=STANDARD,
            timestamp=int(made_at.astimezone(UTC).timestamp()),
        )
    )


def _shown(value: Any) -> Any:
    """The same data with a box for every character that the fonts lack, which PDF/A refuses."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value)
        return "".join(char if _has_glyph(char) else NOT_SHOWN for char in text)
    if isinstance(value, Mapping):
        return {key: _shown(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(inner) for inner in value]
    return value


@cache
def _has_glyph(char: str) -> bool:
    code = ord(char)
    if code < _SURELY_SHOWN:
        return char in "\n\t" or unicodedata.category(char) != "Cc"
    if code >= _NEVER_SHOWN:
        return False
    try:
        typst.compile(
            _PROBE,
            sys_inputs={"text": char},
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=STANDARD,
            timestamp=0,
        )
    except typst.TypstError:
        return False
    return True
