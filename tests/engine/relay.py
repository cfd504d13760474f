"""A small sound procedure, and ways to break it in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from temoin.engine import language
from temoin.engine.language import ProcedureErrors
from temoin.engine.model import Procedure

NAME = "relay.yaml"
TEXT = (Path(__file__).parent / NAME).read_text(encoding="utf-8")


def sound() -> Procedure:
    return language.load(TEXT, name=NAME)


def changed(*changes: tuple[str, str], text: str = TEXT) -> str:
    """The text with each part, which must stand there exactly once, replaced."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    return text


def errors(text: str, *, shared_fields: str = "", messages: frozenset[str] | None = None) -> list[str]:
    """Everything that is said of a text that must not load."""
    with pytest.raises(ProcedureErrors) as caught:
        language.load(text, name=NAME, shared_fields=shared_fields, messages=messages)
    return [str(problem) for problem in caught.value.problems]


def line_of(text: str, part: str) -> str:
    """`relay.yaml:LINE: ` of the only line that holds the part."""
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if part in line]
    assert len(lines) == 1, f"{part!r} stands on lines {lines}"
    return f"{NAME}:{lines[0]}: "
