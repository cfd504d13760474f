"""Every icon that a page, a procedure or the code names exists: an unknown one would break the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lucide import IconDoesNotExist

from temoin.ui.templatetags.ui import icon
from temoin.ui.urgency import Urgency

PACKAGE = Path(__file__).resolve().parents[2] / "temoin"
IN_TEMPLATES = re.compile(r"""{%\s*icon\s+["']([^"']+)["']""")
IN_PROCEDURES = re.compile(r"\bicon:\s*[\"']?([a-z0-9-]+)")
IN_PYTHON = re.compile(
    r"""(?:\bicon\s*=\s*|["']icon["']\s*:\s*|place\("[^"]+",\s*|\bitem\()["']([a-z0-9-]+)["']"""
)


def named() -> set[tuple[str, str]]:
    kinds = [("*.html", IN_TEMPLATES), ("*.yaml", IN_PROCEDURES), ("*.py", IN_PYTHON)]
    return {
        (str(path.relative_to(PACKAGE)), name)
        for pattern, expression in kinds
        for path in PACKAGE.rglob(pattern)
        for name in expression.findall(path.read_text(encoding="utf-8"))
    }


def test_every_named_icon_can_be_drawn() -> None:
    found = named()
    assert len(found) > 50
    assert [(place, name) for place, name in sorted(found) if not _drawn(name)] == []


def test_an_unknown_icon_is_noticed() -> None:
    with pytest.raises(IconDoesNotExist):
        icon("circle-help")


def test_every_urgency_has_its_icon() -> None:
    assert {_drawn(level.icon) for level in Urgency} == {True}


def test_an_icon_is_hidden_from_screen_readers_and_carries_its_classes() -> None:
    drawn = icon("phone", "chev")
    assert 'aria-hidden="true"' in drawn
    assert 'class="icon chev"' in drawn
    assert "\n" not in drawn


def _drawn(name: str) -> bool:
    try:
        return icon(name).startswith("<svg")
    except IconDoesNotExist:
        return False
