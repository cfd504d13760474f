"""Small pictures of numbers as SVG paths and widths: attributes only, since pages carry no inline style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 120, 36, 3


@dataclass(frozen=True, slots=True)
class Spark:
    """A line and the area beneath it, in a box of 120 by 36."""

    line: str
    area: str


def spark(values: Sequence[float | None]) -> Spark | None:
    """The course of a number; None where fewer than two points are known."""
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return None
    low, high = min(value for _i, value in known), max(value for _i, value in known)
    span, last = (high - low) or 1, len(values) - 1
    points = [
        (index * WIDTH / last, HEIGHT - MARGIN - (value - low) * (HEIGHT - 2 * MARGIN) / span)
        for index, value in known
    ]
    line = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return Spark(line, f"{line} L{points[-1][0]:.1f} {HEIGHT} L{points[0][0]:.1f} {HEIGHT}Z")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar: its class, number and words, from where and how wide in per cent; `middle` for its text."""

    kind: str
    number: int
    words: str
    x: str
    width: str
    middle: str
    url: str = ""
    wide: bool = False  # enough to write the number in it


def percent(value: float) -> str:
    """For an attribute, whatever the reader's language."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def parts(pieces: Sequence[tuple[str, int, str, str]], whole: float) -> list[Part]:
    """Pieces (class, number, words, address) one after the other on a bar that stands for `whole`."""
    found, x = [], 0.0
    for kind, number, words, url in pieces:
        width = 100 * number / whole if whole else 0
        if number:
            found.append(
                Part(
                    kind,
                    number,
                    words,
                    percent(x),
                    percent(width),
                    percent(x + width / 2),
                    url,
                    wide=width > 6,
                )
            )
        x += width
    return found
