"""What one line of an old journal is: blank, the head of an entry, a stamp, a title, or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from temoin.exchange.old_journal.entries import Kind, Stamp
from temoin.exchange.old_journal.stamps import BEGINS_STAMP, DAMAGED_STAMP, STAMP_AT_END, STAMP_LINE, stamp

MAX_LENGTH = 20_000
"""Characters of one line; a longer one is no journal."""


class Shape(Enum):
    """The part a line can play in an entry."""

    TEXT = auto()
    HEAD = auto()
    STAMP = auto()
    DAMAGED_STAMP = auto()
    TITLE = auto()
    TOO_LONG = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank (two, where a stamp was wrapped); `number` is 1-based."""

    number: int
    last: int
    text: str
    shape: Shape
    gap: bool  # a blank line, or the file's beginning, stands before it
    kind: Kind | None = None  # of a head
    cut: bool = False  # a head whose first letters are missing
    stamp: Stamp | None = None  # of a stamp, or one that stands inside or at the end of the line


def _cut(word: str, kept: int) -> str:
    """A pattern for `word` with any of its first letters missing, `kept` letters at least remaining."""
    accents = {"E": "[EÉÈÊ]", "A": "[AÀ]"}
    letters = [accents.get(letter, letter) for letter in word]
    optional = letters[: len(letters) - kept]
    pattern = ""
    for letter in optional:
        pattern = f"(?:{pattern}{letter})?"
    return pattern + "".join(letters[len(optional) :])


_HEADS: dict[Kind, tuple[str, str]] = {
    Kind.STATE: ("ET", _cut("ETAT", 2) + r"\s*:"),
    Kind.OPENING: ("OU", _cut("OUVERTURE", 5) + r"\s*:"),
    Kind.FIRST_DATE: ("RE", _cut("REALISATION", 6) + r"\s*:"),
    Kind.ASSIGNED: ("AS", _cut("ASSIGNER", 5) + r"\s*:"),
    Kind.SUB_ASSIGNED: ("IN", rf"(?:{_cut('INTERVENTION', 4)}\s+)?sous[- ]?assign[ée]e?\s+[àa]\s*:"),
    Kind.ACTION_DONE: ("AC", rf"(?:{_cut('ACTION', 3)}\s+)?r[ée]alis[ée]e\s*:"),
    Kind.CONTACT: ("CO", rf"(?:{_cut('CONTACT', 2)}\s*)\d{{1,2}}\s*:\s*-?\s*Date\s+du\s+contact"),
    Kind.INCOMING: ("ME", r"(?:Mensaje|Message)\s+de\s+[0-9A-Za-z]{3,12}#\d{1,9}"),
    Kind.MESSAGE: ("ME", rf"{_cut('MESSAGE', 4)}\s+DE\s*(?:\.?\s*\(|\.?\s*$)"),
    Kind.RECEIPT: ("RE", rf"{_cut('REMIS', 3)}\s+DE\s*:"),
    Kind.FILE_CHECKED: ("DO", r"Dossier\s+contr[ôo]l[ée]"),
    Kind.AUTHORITY_LIMIT: ("LA", r"(?:La\s+)?limite\s+maximum\s+d.\s?autonomie"),
}
_HEAD = re.compile(
    r"\s*(?:" + "|".join(f"(?P<{kind}>{pattern})" for kind, (_, pattern) in _HEADS.items()) + ")",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\W*(?:date d.action (?:d['’ ]|de |d[’'eé]|sp[ée]cifique)|d[ée]roulement dossier)[^.]{0,80}$",
    re.IGNORECASE,
)
# The beginnings of heads that a wrapped line can end with, and the kinds that may follow.
_BEGINNINGS = re.compile(
    r"\s*(?:Action|Intervention(?:\s+sous[- ]assign[ée]e)?|MESSAGE|REMIS|Dossier)\s*$", re.IGNORECASE
)
_INLINE = (Kind.OPENING, Kind.RECEIPT)


def _head(match: re.Match[str], *, number: int, text: str, gap: bool) -> Line:
    kind = Kind(match.lastgroup or "")
    begins = match[0].strip().upper().replace("É", "E")
    full = _HEADS[kind][0]
    cut = not begins.startswith(full) and kind is not Kind.AUTHORITY_LIMIT
    within = STAMP_LINE.match(text[match.end() :].lstrip(" -:")) if kind in _INLINE else None
    at_end = within or STAMP_AT_END.search(text)
    found = stamp(at_end) if at_end and (within or at_end[6]) else None
    return Line(number, number, text, Shape.HEAD, gap, kind=kind, cut=cut, stamp=found)


def line(number: int, text: str, *, gap: bool) -> Line:
    """What the non-blank line `text` is, looked at alone."""
    if len(text) > MAX_LENGTH:
        return Line(number, number, text, Shape.TOO_LONG, gap)
    if BEGINS_STAMP.match(text) or text.lstrip()[:1].isdigit():
        found = STAMP_LINE.match(text)
        if found:
            return Line(number, number, text, Shape.STAMP, gap, stamp=stamp(found))
        if DAMAGED_STAMP.match(text):
            return Line(number, number, text, Shape.DAMAGED_STAMP, gap)
    head = _HEAD.match(text)
    if head:
        return _head(head, number=number, text=text, gap=gap)
    if _TITLE.match(text):
        return Line(number, number, text, Shape.TITLE, gap)
    at_end = STAMP_AT_END.search(text)
    found_ = stamp(at_end) if at_end and at_end[6] else None
    return Line(number, number, text, Shape.TEXT, gap, stamp=found_)


def _joined(first: Line, second: Line) -> Line | None:
    """The two as one line, where a stamp or the word that opens an entry was wrapped."""
    if second.gap:
        return None
    open_stamp = first.stamp is None or (first.stamp.number is None and second.text.lstrip().startswith("("))
    if BEGINS_STAMP.match(first.text) and open_stamp:
        for between in ("", " "):
            found = STAMP_LINE.match(first.text.strip() + between + second.text.strip())
            if found:
                return replace(first, last=second.last, shape=Shape.STAMP, stamp=stamp(found))
    if first.shape is Shape.HEAD and first.kind in _INLINE and first.stamp is None:
        both = _HEAD.match(joined := f"{first.text.rstrip()}{second.text.strip()}")
        if both and (head := _head(both, number=first.number, text=joined, gap=first.gap)).stamp:
            return replace(head, last=second.last, text=f"{first.text}\n{second.text}")
    if first.shape is Shape.TEXT and _BEGINNINGS.match(first.text):
        text = f"{first.text.rstrip()} {second.text.strip()}"
        both = _HEAD.match(text)
        if both:
            head = _head(both, number=first.number, text=text, gap=first.gap)
            return replace(head, last=second.last, text=f"{first.text}\n{second.text}")
    return None


def spacing(texts: Sequence[str]) -> int:
    """How many blank lines stand between any two lines of the file: 1 where it is printed with double spacing."""
    filled = adjacent = 0
    previous = False
    for text in texts:
        current = bool(text) and not text.isspace()
        filled += current
        adjacent += current and previous
        previous = current
    return 1 if filled > 20 and adjacent * 50 < filled else 0


def lines(texts: Sequence[str]) -> Iterator[Line]:
    """Every line that is not blank, in order, each looked at once, wrapped stamps and heads joined."""
    usual = spacing(texts)
    blanks = usual + 1
    held: Line | None = None
    for number, text in enumerate(texts, 1):
        if not text or text.isspace():
            blanks += 1
            continue
        current = line(number, text.rstrip(), gap=blanks > usual)
        blanks = 0
        if held is not None:
            both = _joined(held, current)
            if both is not None:
                yield both
                held = None
                continue
            yield held
        held = current
    if held is not None:
        yield held
