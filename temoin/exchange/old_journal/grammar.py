"""From lines to blocks: which lines make an entry, which stamp belongs to it, and what is prose.

A stamp normally follows the text it signs. It precedes it where the two share a paragraph that has no other stamp
(messages are always so), and where the text has none of its own and the stamp before it is otherwise unused. Every
line goes into exactly one block; a stamp that signs nothing is a block of its own.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from temoin.exchange.old_journal.blocks import Ahead, Block, RawEntry, RawProse, RawUnreadable
from temoin.exchange.old_journal.entries import Kind, Stamp
from temoin.exchange.old_journal.lines import Line, Shape
from temoin.exchange.old_journal.stamps import DATE_TEXT, INSTANT_TEXT, day

MAX_BODY = 80
"""Lines of one entry's text; a longer run of text without a stamp is prose."""
MAX_NAMES = 50_000
"""User names remembered, so that memory does not depend on what a damaged file holds."""
LOOK_AHEAD = 12
"""Lines in which the end of a state wrapped over blank lines is looked for."""

STATE_END = re.compile(rf"\(\s?{DATE_TEXT}\s?-\s?N\s?[°ºo.]?\s?(\d{{1,3}})\s?\)$")
_RECEIPT_END = re.compile(rf"\(\d{{1,3}}\)\s?-.*(?<!\d){INSTANT_TEXT}$")
_NAME = re.compile(r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_a-zß-öø-ÿ]|[' .-]){0,60}$")
_STAMPS = (Shape.STAMP, Shape.DAMAGED_STAMP)
_SELF_STAMPED = (Kind.OPENING, Kind.RECEIPT)


def _tail(lines: Sequence[Line]) -> str:
    return " ".join(line.text.strip() for line in lines[-3:])


class Assembler:
    """Puts lines together into blocks; `explains` says whether a paragraph is an explanation of a step."""

    def __init__(self, lines: Iterable[Line], *, explains: Callable[[Sequence[str]], bool]) -> None:
        self._ahead = Ahead(lines)
        self._explains = explains
        self._head: Kind | None = None
        self._body: list[Line] = []
        self._before: Line | None = None  # the stamp that certainly signs the open text, standing before it
        self._held: Line | None = None  # a stamp that signs nothing so far
        self._prose: list[Line] = []
        self._out: deque[Block] = deque()
        self._names: dict[str, str] = {}  # user names by number, as first read

    def blocks(self) -> Iterator[Block]:
        """Every block, in the order of the file."""
        for line in self._ahead:
            self._take(line)
            while self._out:
                yield self._out.popleft()
        self._close()
        self._flush_prose()
        yield from self._out

    def _take(self, line: Line) -> None:
        if line.stamp is not None:
            line = self._with_name(line, line.stamp)
        match line.shape:
            case Shape.TITLE:
                self._close()
                self._prose.append(line)
                self._rest_of_title()
            case Shape.TOO_LONG:
                self._close()
                self._emit(RawUnreadable(line))
            case Shape.HEAD:
                self._begin(line)
            case Shape.TEXT:
                self._text(line)
            case Shape.STAMP | Shape.DAMAGED_STAMP:
                self._stamp(line)

    def _rest_of_title(self) -> None:
        """Takes the one line on which a wrapped title ends, where a blank line shows that it is the end."""
        rest, after = self._ahead.peek(0), self._ahead.peek(1)
        if (
            rest
            and not rest.gap
            and rest.shape is Shape.TEXT
            and not rest.stamp
            and (after is None or after.gap)
        ):
            self._prose.append(next(self._ahead))

    def _begin(self, line: Line) -> None:
        if line.kind is self._head is Kind.FIRST_DATE and not line.gap and len(self._body) == 1:
            self._body.append(
                line
            )  # the word stands twice in the entry, and may be wrapped before the second
            return
        if self._body:
            self._close()
        self._head, self._body = line.kind, [line]
        if line.kind in _SELF_STAMPED and line.stamp is not None:
            self._bare(self._before)
            self._bare(self._held)
            self._before = self._held = None
            if line.kind is Kind.OPENING:
                self._finish(line.stamp, None)
        elif line.stamp is not None:
            self._finish(line.stamp, None)
        elif line.kind is Kind.MESSAGE and self._before is None:
            self._before, self._held = self._held, None

    def _text(self, line: Line) -> None:
        if self._body and not self._goes_on(line):
            self._close()
        self._body.append(line)
        if line.stamp is not None and self._before is None:
            self._finish(line.stamp, None)

    def _goes_on(self, line: Line) -> bool:
        """Whether this line of text belongs to the text that is open."""
        if len(self._body) >= MAX_BODY:
            return False
        match self._head:
            case Kind.STATE:
                if self._has_end():
                    return False
                return not line.gap or self._end_ahead(line)
            case Kind.RECEIPT:
                if not line.gap:
                    return not _RECEIPT_END.search(_tail(self._body))
                return len(self._body) == 1 and self._names_a_step(line)
            case Kind.MESSAGE:
                return not line.gap or not any("POUR" in known.text for known in self._body)
            case _:
                return not line.gap

    def _end_ahead(self, line: Line) -> bool:
        """Whether the end of the open state comes soon, before anything else begins."""
        lines = [*self._body[-1:], line]
        for index in range(LOOK_AHEAD):
            if STATE_END.search(_tail(lines)):
                return True
            following = self._ahead.peek(index)
            if following is None or following.shape is not Shape.TEXT:
                return False
            lines = [*lines[-2:], following]
        return False

    def _names_a_step(self, line: Line) -> bool:
        texts = [line.text]
        for index in range(4):
            following = self._ahead.peek(index)
            if following is None or following.gap or following.shape is not Shape.TEXT:
                break
            texts.append(following.text)
        return re.search(r"\(\d{1,3}\)\s?-", " ".join(texts)) is not None

    def _stamp(self, line: Line) -> None:
        if self._body and self._signs_open(line):
            self._finish(line.stamp, line)
            return
        self._close()
        self._without_text(line)

    def _signs_open(self, line: Line) -> bool:
        """Whether the stamp belongs to the text that is open, rather than to what follows or to nothing."""
        if self._before is not None or (self._head in _SELF_STAMPED and self._body[0].stamp is not None):
            return False
        if not line.gap:
            return True
        following = self._ahead.peek()
        if following is not None and not following.gap and following.kind is Kind.MESSAGE:
            return False
        if self._head is None:
            return not self._explains([known.text for known in self._body]) and not self._signs_what_follows(
                line
            )
        if self._head is Kind.STATE and self._has_end() and not self._of_day(line):
            return not (self._held and self._of_day(self._held)) and not self._signs_what_follows(line)
        return True

    def _without_text(self, line: Line) -> None:
        following = self._ahead.peek()
        if line.shape is Shape.DAMAGED_STAMP:
            self._emit(RawUnreadable(line))
        elif following is None or following.shape not in (Shape.HEAD, Shape.TEXT):
            self._bare(line)
        elif self._signs_what_follows(line):
            self._before = line
        elif following.shape is Shape.HEAD:
            self._held = line
        else:
            self._bare(line)

    def _signs_what_follows(self, line: Line) -> bool:
        """Whether the stamp opens a paragraph of text that has no other stamp."""
        following = self._ahead.peek()
        if (
            not line.gap
            or following is None
            or following.gap
            or following.shape not in (Shape.HEAD, Shape.TEXT)
        ):
            return False
        if following.kind is Kind.MESSAGE:
            return True
        if following.kind in _SELF_STAMPED and following.stamp is not None:
            return False
        for index in range(MAX_BODY):
            known = self._ahead.peek(index)
            if known is None or known.gap or known.shape is Shape.TITLE:
                return True
            if known.shape in _STAMPS or (known.stamp is not None and known.kind is not Kind.RECEIPT):
                return False
        return False

    def _with_name(self, line: Line, stamp: Stamp) -> Line:
        """The line with its stamp's user name complete, where the rest of the name was wrapped (capitals only)."""
        following, after = self._ahead.peek(0), self._ahead.peek(1)
        known = self._names.get(stamp.number or "")
        wrapped = (
            stamp.number is not None
            and (known is None or known != stamp.name)
            and following is not None
            and not following.gap
            and following.shape is Shape.TEXT
            and len(following.text.split()) <= (5 if not stamp.name else 3)
            and _NAME.match(following.text.strip()) is not None
            and (not stamp.name or after is None or after.gap or after.shape is Shape.HEAD)
        )
        if wrapped and following is not None:
            next(self._ahead)
            name = f"{stamp.name} {following.text.strip()}".strip().removesuffix(" .")
            stamp = replace(stamp, name=name, written=f"{stamp.written} {following.text.strip()}")
            line = replace(line, last=following.last, text=f"{line.text}\n{following.text}", stamp=stamp)
        if stamp.number is not None and len(self._names) < MAX_NAMES:
            self._names.setdefault(stamp.number, stamp.name)
        return line

    def _has_end(self) -> bool:
        return STATE_END.search(_tail(self._body)) is not None

    def _of_day(self, stamp: Line) -> bool:
        """Whether the open text is a state whose closing date is the stamp's (a state carries its own date)."""
        if self._head is not Kind.STATE:
            return False
        end = STATE_END.search(_tail(self._body))
        at = stamp.stamp.at if stamp.stamp else None
        return end is not None and at is not None and day((end[1], end[2], end[3])) == at.date()

    def _close(self) -> None:
        """Ends the open text where no stamp follows it."""
        body, head, before, held = self._body, self._head, self._before, self._held
        if not body:
            self._bare(held)
            self._bare(before)
            self._reset()
        elif before is not None:
            self._finish(before.stamp, before)
        elif head in _SELF_STAMPED and body[0].stamp is not None:
            self._finish(body[0].stamp, None)
        elif head is None and not STATE_END.search(_tail(body)):
            self._reset()
            self._prose.extend(body)
        elif held is not None and (head is not Kind.STATE or self._of_day(held)):
            self._held = None
            self._finish(held.stamp, held, before=True)
        else:
            self._finish(None, None)

    def _finish(self, stamp: Stamp | None, line: Line | None, *, before: bool = False) -> None:
        self._bare(self._held)
        entry = RawEntry(self._head, tuple(self._body), stamp, line, before=before)
        self._reset()
        self._emit(entry)

    def _bare(self, line: Line | None) -> None:
        if line is not None:
            self._emit(RawEntry(None, (), line.stamp, line))

    def _reset(self) -> None:
        self._head, self._body, self._before, self._held = None, [], None, None

    def _emit(self, block: Block) -> None:
        self._flush_prose()
        self._out.append(block)

    def _flush_prose(self) -> None:
        if self._prose:
            self._out.append(RawProse(tuple(self._prose)))
            self._prose = []
