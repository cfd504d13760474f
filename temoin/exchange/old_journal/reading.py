"""From the bytes of a file to its lines of text: encodings, size limits, damaged characters.

It never raises: what cannot be read is refused with a remark, what had to be repaired is told line by line.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from temoin.exchange.old_journal.entries import Remark, RemarkCode

MAX_BYTES = 128 * 1024 * 1024
MAX_LINES = 1_500_000
DAMAGED = "\N{REPLACEMENT CHARACTER}"
MAX_REMARKS = 200
"""Remarks of one sort kept for a file: after that the reader knows, and memory stays bounded."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_FILES = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
    b"\x1f\x8b",
    b"GIF8",
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_TWICE = re.compile(r"[ÂÃ][\u0080-\u00bf\u2018-\u2122\u0152-\u0178\u02c6\u02dc]|â€")


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a file in order, without their line ends; `refused` means that none could be read."""

    encoding: str
    lines: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()
    refused: bool = False


def read(data: bytes) -> Reading:
    """The lines of `data` (at most MAX_BYTES and MAX_LINES), or a refusal that says why."""
    if len(data) > MAX_BYTES:
        return _refusal(RemarkCode.TOO_LARGE, f"{len(data)} > {MAX_BYTES}")
    if not data.strip(b"\0 \t\r\n\xff\xfe\xef\xbb\xbf"):
        return _refusal(RemarkCode.EMPTY)
    if data.startswith(_OTHER_FILES):
        return _refusal(RemarkCode.NOT_TEXT)
    remarks = _Remarks()
    encoding, lines = _decode(data, remarks)
    if len(lines) > MAX_LINES:
        return _refusal(RemarkCode.TOO_MANY_LINES, f"{len(lines)} > {MAX_LINES}")
    lines = _untwice(lines, remarks)
    controls = 0
    for index, line in enumerate(lines):
        if _CONTROL.search(line):
            controls += len(_CONTROL.findall(line))
            lines[index] = _CONTROL.sub(DAMAGED, line)
        if DAMAGED in lines[index]:
            remarks.tell(RemarkCode.DAMAGED_CHARACTER, index + 1)
    if controls * 20 > sum(map(len, lines)):
        return _refusal(RemarkCode.NOT_TEXT)
    return Reading(encoding, tuple(lines), tuple(remarks.kept))


def _refusal(code: RemarkCode, detail: str = "") -> Reading:
    return Reading("", (), (Remark(code, 0, detail),), refused=True)


class _Remarks:
    """Remarks on lines, at most MAX_REMARKS of each sort."""

    def __init__(self) -> None:
        self.kept: list[Remark] = []
        self._counts: Counter[RemarkCode] = Counter()

    def tell(self, code: RemarkCode, line: int) -> None:
        self._counts[code] += 1
        if self._counts[code] <= MAX_REMARKS:
            self.kept.append(Remark(code, line))


def _decode(data: bytes, remarks: _Remarks) -> tuple[str, list[str]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, _split(data[len(mark) :].decode(encoding, errors="replace"))
    sample = data[:4000]
    if sample.count(0) * 3 > len(sample):  # UTF-16 without its mark: every other byte of French text is 0
        encoding = "utf-16-le" if sample[1::2].count(0) >= sample[0::2].count(0) else "utf-16-be"
        return encoding, _split(data.decode(encoding, errors="replace"))
    try:
        return "utf-8", _split(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _decode_by_line(data, remarks)


def _split(text: str) -> list[str]:
    lines = _LINE_END.split(text)
    if lines and not lines[-1]:
        lines.pop()
    return lines


def _decode_by_line(data: bytes, remarks: _Remarks) -> tuple[str, list[str]]:
    """Each line as UTF-8 where it is, else as Windows-1252; both in one file is told."""
    raw = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    if raw and not raw[-1]:
        raw.pop()
    lines: list[str] = []
    accented = 0
    foreign: list[int] = []
    for number, line in enumerate(raw, 1):
        try:
            lines.append(line.decode("utf-8"))
            accented += not line.isascii()
        except UnicodeDecodeError as error:
            cut = number == len(raw) and error.end == len(line) and error.reason == "unexpected end of data"
            if cut and accented:
                lines.append(line.decode("utf-8", errors="replace"))
            else:
                lines.append(line.decode("cp1252", errors="replace"))
                foreign.append(number)
    if accented:
        for number in foreign:
            remarks.tell(RemarkCode.MIXED_ENCODING, number)
    return ("utf-8" if accented else "cp1252"), lines


def _untwice(lines: list[str], remarks: _Remarks) -> list[str]:
    """Lines that were encoded twice (`rÃ©alisÃ©e`) set right where that is certain."""
    for index, line in enumerate(lines):
        if not _TWICE.search(line):
            continue
        try:
            right = line.encode("cp1252").decode("utf-8")
        except UnicodeError:
            continue
        lines[index] = right
        remarks.tell(RemarkCode.ENCODED_TWICE, index + 1)
    return lines
