"""The codes of every message there is: one per template, so that a procedure cannot tell what nobody wrote."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "templates" / "mail"


def _written(language: str) -> frozenset[str]:
    """Those whose text stands in a language; names that begin with `_` are parts of others."""
    names = (path.name.removesuffix(f".{language}.txt") for path in FOLDER.glob(f"*.{language}.txt"))
    return frozenset(name for name in names if not name.startswith("_"))


MESSAGES: frozenset[str] = _written("fr")
