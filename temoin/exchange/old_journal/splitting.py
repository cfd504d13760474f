"""Which entries belong to one claim, where a file holds the journals of several without saying so.

The rules, in the order in which they are asked at every entry:
1. an opening starts a claim (unless it repeats the opening just read);
2. dates that jump back by more than `back_days` start another: a journal is written in order of time;
3. in a claim read from its opening on, an assignment number that leaves one out (N°3 where only N°1 was seen) starts
   another when a title or an explanation stands between: assignments are numbered one after the other;
4. in a piece without its opening, a gap of more than `gap_days` starts another when a title or an explanation
   stands between: nothing else than nearness in time holds such a piece together.
A claim that does not begin with an opening is incomplete. A file printed newest first is read from its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from temoin.exchange.old_journal.entries import Entry, Item, Kind, Prose


class Why(StrEnum):
    """Why a new claim begins at an entry."""

    ONE_CLAIM = "one_claim"
    OPENING = "opening"
    FIRST_ENTRY = "first_entry"
    JUMPED_BACK = "jumped_back"
    NUMBER_LEFT_OUT = "number_left_out"
    LONG_GAP = "long_gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The numbers of the splitting rules, in days; `one_claim` puts the whole file into a single claim."""

    one_claim: bool = False
    back_days: int = 7
    gap_days: int = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """The entries of one claim, in the order of the file (oldest first)."""

    entries: tuple[Entry, ...]
    why: Why
    complete: bool  # begins with its opening
    days: int = 0  # of the jump or gap; the assignment number for NUMBER_LEFT_OUT

    @property
    def line(self) -> int:
        """The first line of the piece's first entry."""
        return self.entries[0].span.first


@dataclass(slots=True)
class _Open:
    """The piece being gathered."""

    entries: list[Entry]
    why: Why
    days: int
    complete: bool
    last_at: datetime | None = None
    highest: int = 0

    def take(self, entry: Entry) -> None:
        self.entries.append(entry)
        if entry.stamp and entry.stamp.at:
            self.last_at = entry.stamp.at
        self.highest = max(self.highest, entry.assignment or 0)

    def piece(self) -> Piece:
        return Piece(tuple(self.entries), self.why, self.complete, self.days)


def newest_first(items: Iterable[Item]) -> bool:
    """Whether the file is printed from the newest entry down: its dates fall far more often than they rise."""
    falls = rises = 0
    previous: datetime | None = None
    for item in items:
        at = item.stamp.at if isinstance(item, Entry) and item.stamp else None
        if at is None:
            continue
        if previous is not None:
            falls += at < previous
            rises += at > previous
        previous = at
    return falls >= 5 and falls > 3 * rises


def split(items: Sequence[Item], rule: Rule) -> tuple[Piece, ...]:
    """The claims of a file, oldest entry first within each; items that are no entries belong to none."""
    pieces: list[Piece] = []
    current: _Open | None = None
    title_between = False
    for item in reversed(items) if newest_first(items) else items:
        if isinstance(item, Prose):
            title_between = True
        if not isinstance(item, Entry):
            continue
        begins = _begins(item, current, rule, title_between=title_between)
        if begins is not None:
            if current is not None:
                pieces.append(current.piece())
            current = _Open([], begins[0], begins[1], complete=item.kind is Kind.OPENING)
        assert current is not None
        current.take(item)
        title_between = False
    if current is not None:
        pieces.append(current.piece())
    return tuple(pieces)


def _begins(
    entry: Entry, current: _Open | None, rule: Rule, *, title_between: bool
) -> tuple[Why, int] | None:
    """Why this entry starts a claim, with the number that speaks for it; None where it goes on with the current one."""
    if current is None:
        if rule.one_claim:
            return Why.ONE_CLAIM, 0
        return (Why.OPENING if entry.kind is Kind.OPENING else Why.FIRST_ENTRY), 0
    if rule.one_claim:
        return None
    if entry.kind is Kind.OPENING and entry.key != current.entries[0].key:
        return Why.OPENING, 0
    at = entry.stamp.at if entry.stamp else None
    if at is not None and current.last_at is not None:
        days = (at.date() - current.last_at.date()).days
        if -days > rule.back_days:
            return Why.JUMPED_BACK, -days
        if title_between and not current.complete and days > rule.gap_days:
            return Why.LONG_GAP, days
    if title_between and current.complete and (entry.assignment or 0) > current.highest + 1:
        return Why.NUMBER_LEFT_OUT, entry.assignment or 0
    return None
