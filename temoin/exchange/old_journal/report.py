"""What a file of old journals holds: every entry explained, every line accounted for, every claim set apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from temoin.exchange.old_journal import bodies, splitting
from temoin.exchange.old_journal.blocks import RawEntry, RawProse
from temoin.exchange.old_journal.entries import (
    Entry,
    Item,
    Kind,
    Prose,
    Remark,
    RemarkCode,
    Span,
    Unreadable,
)
from temoin.exchange.old_journal.grammar import Assembler
from temoin.exchange.old_journal.lines import Shape, lines
from temoin.exchange.old_journal.reading import read
from temoin.exchange.old_journal.recognise import Recogniser
from temoin.exchange.old_journal.stamps import from_utc


@dataclass(frozen=True, slots=True)
class Accounting:
    """Where the lines of a file went; `lost` and `doubled` are line numbers and must be empty."""

    in_entries: int
    in_prose: int
    unreadable: int
    blank: int
    lost: tuple[int, ...]
    doubled: tuple[int, ...]

    @property
    def proven(self) -> bool:
        """Whether every line that is not blank belongs to exactly one entry, prose block or unreadable item."""
        return not self.lost and not self.doubled


@dataclass(frozen=True, slots=True)
class Report:
    """The whole of what was understood of a file, and of what was not."""

    name: str
    encoding: str
    line_count: int
    accounting: Accounting
    items: tuple[Item, ...]
    claims: tuple[splitting.Piece, ...]
    rule: splitting.Rule
    file_remarks: tuple[Remark, ...] = ()
    refused: bool = False

    @property
    def entries(self) -> Iterator[Entry]:
        """The entries, in the order of the file."""
        return (item for item in self.items if isinstance(item, Entry))

    @property
    def prose(self) -> Iterator[Prose]:
        """The blocks of text that is no entry, in the order of the file."""
        return (item for item in self.items if isinstance(item, Prose))

    @property
    def unreadable(self) -> Iterator[Unreadable]:
        """The lines that could not be read, in the order of the file."""
        return (item for item in self.items if isinstance(item, Unreadable))

    @property
    def kinds(self) -> Mapping[Kind, int]:
        """How many entries there are of each kind."""
        return Counter(entry.kind for entry in self.entries)

    @property
    def remarks(self) -> Iterator[Remark]:
        """Everything that was not understood, repaired or odd: first of the file, then line by line."""
        yield from self.file_remarks
        for item in self.items:
            match item:
                case Entry():
                    yield from item.remarks
                case Unreadable():
                    yield item.remark
                case Prose():
                    pass


def understand(
    data: bytes,
    *,
    name: str,
    labels: Mapping[str, str],
    rule: splitting.Rule | None = None,
    now: datetime | None = None,
) -> Report:
    """Reads the bytes of a file of old journals; never raises for what they hold.

    `labels` are the French labels of the procedure's steps ({code: label}); `now` (aware), where given, makes
    stamps that lie after it impossible. Time and memory grow in proportion to the file.
    """
    rule = rule or splitting.Rule()
    reading = read(data)
    if reading.refused:
        nothing = account((), ())
        return Report(name, "", 0, nothing, (), (), rule, reading.remarks, refused=True)
    latest = from_utc(now) if now is not None else None
    items = tuple(_items(reading.lines, Recogniser(labels), latest))
    claims = splitting.split(items, rule)
    remarks = list(reading.remarks)
    if not claims:
        remarks.append(Remark(RemarkCode.NO_ENTRIES, 0))
    if splitting.newest_first(items):
        remarks.append(Remark(RemarkCode.NEWEST_FIRST, 0))
    return Report(
        name,
        reading.encoding,
        len(reading.lines),
        account(items, reading.lines),
        items,
        claims,
        rule,
        tuple(remarks),
    )


def _items(texts: Sequence[str], recogniser: Recogniser, latest: datetime | None) -> Iterator[Item]:
    seen: dict[str, int] = {}
    for block in Assembler(lines(texts), explains=recogniser.explains).blocks():
        match block:
            case RawProse():
                span = Span(block.lines[0].number, block.lines[-1].last)
                yield Prose(span, "\n".join(line.text for line in block.lines))
            case RawEntry():
                yield _repeats(_not_later(bodies.entry(block, recogniser), latest), seen)
            case _:
                code = (
                    RemarkCode.LINE_TOO_LONG
                    if block.line.shape is Shape.TOO_LONG
                    else RemarkCode.DAMAGED_STAMP
                )
                text = block.line.text.strip()[:200]
                span = Span(block.line.number, block.line.last)
                yield Unreadable(span, text, Remark(code, block.line.number, text))


def _not_later(entry: Entry, latest: datetime | None) -> Entry:
    """The entry without its time, where that lies in the future: nothing can have happened then."""
    stamp = entry.stamp
    if latest is None or stamp is None or stamp.at is None or stamp.at <= latest:
        return entry
    remark = Remark(RemarkCode.IN_FUTURE, entry.span.last, stamp.written)
    return replace(entry, stamp=replace(stamp, at=None), remarks=(*entry.remarks, remark))


def _repeats(entry: Entry, seen: dict[str, int]) -> Entry:
    """The entry, marked where an identical one with a text stands earlier in the file."""
    if entry.kind is Kind.STAMP_ONLY:
        return entry
    first = seen.setdefault(entry.key, entry.span.first)
    if first == entry.span.first:
        return entry
    remark = Remark(RemarkCode.REPEATED, entry.span.first, str(first))
    return replace(entry, repeats=first, remarks=(*entry.remarks, remark))


def account(items: Sequence[Item], texts: Sequence[str]) -> Accounting:
    """Counts every line of `texts` (the file's lines) against the items read, independently of the parser."""
    changes: dict[type[Item], list[int]] = {
        kind: [0] * (len(texts) + 2) for kind in (Entry, Prose, Unreadable)
    }
    for item in items:
        changes[type(item)][item.span.first] += 1
        changes[type(item)][item.span.last + 1] -= 1
    owners: Counter[type[Item]] = Counter()
    counts: Counter[type[Item]] = Counter()
    lost: list[int] = []
    doubled: list[int] = []
    blank = 0
    for number, text in enumerate(texts, 1):
        for kind, change in changes.items():
            owners[kind] += change[number]
        if not text.strip():
            blank += 1
            continue
        match owners.total():
            case 0:
                lost.append(number)
            case 1:
                counts.update(+owners)
            case _:
                doubled.append(number)
    return Accounting(counts[Entry], counts[Prose], counts[Unreadable], blank, tuple(lost), tuple(doubled))
