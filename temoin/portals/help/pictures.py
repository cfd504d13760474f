"""The pictures that help pages show: taken by the browser tests, so that they are never stale."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import Image

NAMES = (
    "contractor-new-jobs",
    "contractor-job-offer",
    "contractor-job",
    "contractor-take-charge",
    "contractor-my-jobs",
    "contractor-visit-report",
    "contractor-works-date",
    "contractor-estimate",
    "desk-queue",
    "desk-file",
    "desk-intake",
    "desk-assign",
    "desk-why",
    "shop-boards",
    "insured-tracking",
    "insured-sign",
    "procedure",
    "old-journal",
)
"""What a browser test must save as .temoin/pictures/NAME.png; `manage help_pictures` brings it here."""

FOLDER = Path(__file__).parent / "static" / "help" / "pictures"
OF_README = {
    "desk-queue": "queue",
    "contractor-new-jobs": "new-jobs",
    "insured-tracking": "tracking",
    "shop-boards": "boards",
    "procedure": "procedure",
}
"""Those that the README shows too, with their names under docs/pictures."""

WIDEST = 1200
"""Pixels; a wider picture is made smaller."""


def size(name: str) -> tuple[int, int] | None:
    """Width and height of a picture, None where it has not been taken yet."""
    path = FOLDER / f"{name}.webp"
    return _measured(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=64)
def _measured(path: Path, changed: int) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.size


def bring(source: Path, target: Path) -> bool:
    """Make a page's picture from the one that was taken, in the format of `target`; False where it is the same already."""
    with Image.open(source) as taken:
        picture = taken.convert("RGB")
    if picture.width > WIDEST:
        height = round(picture.height * WIDEST / picture.width)
        picture = picture.resize((WIDEST, height), Image.Resampling.LANCZOS)
    fresh = target.with_suffix(".new")
    if target.suffix == ".webp":
        picture.save(fresh, format="WEBP", quality=82, method=6)
    else:
        picture.quantize(256, dither=Image.Dither.NONE).save(fresh, format="PNG", optimize=True)
    if target.exists() and target.read_bytes() == fresh.read_bytes():
        fresh.unlink()
        return False
    fresh.replace(target)
    return True
