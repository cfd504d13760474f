"""Finds the procedure files beside it and reads each of them once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from temoin.engine import language
from temoin.engine.model import Procedure

FOLDER = Path(__file__).parent
SHARED_FIELDS = FOLDER / language.SHARED_NAME


class UnknownProcedure(LookupError):
    """No file holds that procedure in that version."""


@cache
def procedure(code: str, version: int | None = None) -> Procedure:
    """The procedure as published: the current one, or the version that a running assignment began with.

    `CODE.yaml` holds the current version; one that is still lived by is kept as `CODE.VERSION.yaml`.
    Raises `UnknownProcedure`, and `language.ProcedureErrors` where the file is not sound.
    """
    current = _read(code, FOLDER / f"{code}.yaml")
    if version is None or version == current.version:
        return current
    kept = _read(code, FOLDER / f"{code}.{version}.yaml")
    if kept.version != version:
        raise UnknownProcedure(f"{code}.{version}.yaml says that it is version {kept.version}")
    return kept


def procedures() -> list[str]:
    """The codes of all procedures that can be opened, in alphabetical order."""
    return sorted(
        path.stem for path in FOLDER.glob("*.yaml") if path != SHARED_FIELDS and "." not in path.stem
    )


@cache
def _read(code: str, path: Path) -> Procedure:
    if not code.isidentifier() or path == SHARED_FIELDS or not path.is_file():
        raise UnknownProcedure(f"no procedure file {path.name}")
    shared = SHARED_FIELDS.read_text(encoding="utf-8")
    found = language.load(path.read_text(encoding="utf-8"), name=path.name, shared_fields=shared)
    if found.code != code:
        raise UnknownProcedure(f"{path.name} says that it is the procedure {found.code}")
    return found
