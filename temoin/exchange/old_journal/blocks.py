"""What lines are put together into: the raw lines of an entry, prose, or something unreadable."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from temoin.exchange.old_journal.entries import Kind, Stamp
from temoin.exchange.old_journal.lines import Line


@dataclass(frozen=True, slots=True)
class RawEntry:
    """The lines of one entry; `stamp_line` is its stamp's own line, where the stamp has one."""

    head: Kind | None
    body: tuple[Line, ...]
    stamp: Stamp | None
    stamp_line: Line | None
    before: bool = False  # the stamp was taken from before the text, for want of one after it

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of the entry, in the order of the file."""
        if self.stamp_line is None:
            return self.body
        if self.body and self.stamp_line.number < self.body[0].number:
            return (self.stamp_line, *self.body)
        return (*self.body, self.stamp_line)


@dataclass(frozen=True, slots=True)
class RawProse:
    """Lines that belong to no entry."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RawUnreadable:
    """A line that looks like part of an entry and cannot be read."""

    line: Line


Block = RawEntry | RawProse | RawUnreadable


class Ahead:
    """Lines one by one, with a bounded look at those that come next."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._source = iter(lines)
        self._next: deque[Line] = deque()

    def __iter__(self) -> Iterator[Line]:
        return self

    def __next__(self) -> Line:
        return self._next.popleft() if self._next else next(self._source)

    def peek(self, index: int = 0) -> Line | None:
        """The line that comes `index` lines after the next, without taking it; None after the last."""
        while len(self._next) <= index:
            found = next(self._source, None)
            if found is None:
                return None
            self._next.append(found)
        return self._next[index]
