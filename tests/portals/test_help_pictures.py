"""The pictures of the help pages: all there, taken by the browser tests, light enough for a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from temoin.portals.help import pictures
from temoin.portals.help.management.commands import help_pictures

TEXTS = Path(pictures.__file__).parent / "templates" / "help" / "pages"


@pytest.mark.parametrize("name", pictures.NAMES)
def test_the_picture_has_been_taken(name: str) -> None:
    """Missing? `./run test tests/browser`, then `./run manage help_pictures`."""
    size = pictures.size(name)
    assert size is not None
    assert size[0] <= pictures.WIDEST
    assert (pictures.FOLDER / f"{name}.webp").stat().st_size < 200_000


def test_every_listed_picture_is_shown_and_every_shown_one_is_listed() -> None:
    shown = set()
    for path in TEXTS.glob("*.fr.html"):
        shown |= set(re.findall(r'{% picture "([^"]+)"', path.read_text(encoding="utf-8")))
    assert shown == set(pictures.NAMES)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pictures are brought to `here` and `readme` under this folder."""
    monkeypatch.setattr(pictures, "FOLDER", tmp_path / "here")
    monkeypatch.setattr(help_pictures, "README", tmp_path / "readme")
    return tmp_path


def test_pictures_are_brought_small_and_only_when_they_changed(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "NAMES", ("desk-queue", "phone"))
    for name, size in (("desk-queue", (2880, 1800)), ("phone", (390, 844))):
        Image.new("RGBA", size, "teal").save(elsewhere / f"{name}.png")
    call_command("help_pictures", folder=elsewhere)
    assert (pictures.size("desk-queue"), pictures.size("phone")) == ((1200, 750), (390, 844))
    assert [path.name for path in (elsewhere / "readme").iterdir()] == ["queue.png"]
    assert not pictures.bring(elsewhere / "phone.png", elsewhere / "here" / "phone.webp")


def test_a_picture_that_was_not_taken_is_named(elsewhere: Path) -> None:
    with pytest.raises(CommandError, match="old-journal"):
        call_command("help_pictures", folder=elsewhere)
