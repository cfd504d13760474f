"""Compiles the translations that are newer than what was compiled before."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from temoin.launch.places import CHECKOUT

PACKAGE = CHECKOUT / "temoin"


def sources(package: Path = PACKAGE) -> list[Path]:
    """Every .po file of the applications, in a stable order."""
    return sorted(package.glob("**/locale/*/LC_MESSAGES/django.po"))


def compile_newer(package: Path = PACKAGE) -> int:
    """Compiles what has changed and says how many catalogues that were."""
    stale = [source for source in sources(package) if _is_stale(source)]
    for source in stale:
        _compile(source)
    return len(stale)


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> None:
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parents[1].name)
    # whole or not there: a web process may be starting beside us
    handle, name = tempfile.mkstemp(dir=source.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as binary:
        write_mo(binary, catalogue)
    Path(name).chmod(0o644)
    Path(name).replace(source.with_suffix(".mo"))
