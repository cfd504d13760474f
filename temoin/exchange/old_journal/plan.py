"""From a report to the claims to create: what will be written into the journal, decided without a database.

Importing the same file twice gives the same keys, so that the second import finds everything there already.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from temoin.exchange.old_journal.entries import (
    Entry,
    Fact,
    Kind,
    Machine,
    Party,
    Remark,
    RemarkCode,
)
from temoin.exchange.old_journal.report import Report
from temoin.exchange.old_journal.splitting import Piece, Why
from temoin.exchange.old_journal.stamps import to_utc


@dataclass(frozen=True, slots=True)
class Actor:
    """Who wrote an entry in the old system; all empty where the stamp named nobody."""

    number: str | None = None
    name: str = ""
    machine: Machine | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEntry:
    """One entry of the journal to write; instants are aware, in UTC."""

    key: str  # stable and unique within the claim
    occurred_at: datetime
    time_borrowed: bool  # the entry has no time of its own: that of its neighbour in the file is used
    action: str  # "imported_<kind>"
    kind: Kind
    text: str  # as it stands in the file, without the stamp
    step: str | None
    label: str
    due_at: datetime | None
    norm: int | None  # days
    comment: str
    assignment: int | None
    actor: Actor
    parties: tuple[Party, ...]
    facts: Mapping[str, Fact]
    remarks: tuple[Remark, ...]
    line: int
    repeats: int | None  # first line of the identical entry earlier in the file


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPlan:
    """One claim to create from an old journal, its entries in order of occurrence."""

    key: str  # digest of the content: the same claim in another file, encoding or line wrapping has the same
    opening_key: str | None  # digest of the opening alone: tells a longer print of a claim already imported
    opened_at: datetime  # of the opening, else of the earliest entry
    complete: bool  # begins with its opening
    why: Why
    first_line: int
    authority_limit: Decimal | None
    assignments: tuple[int, ...]  # the numbers met, rising
    entries: tuple[PlannedEntry, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would create, and why some of the file's claims are not among it."""

    claims: tuple[ClaimPlan, ...]
    remarks: tuple[Remark, ...]


def plan(report: Report) -> Plan:
    """The claims to create from a report. A claim that stands twice in the file is planned once."""
    claims: dict[str, ClaimPlan] = {}
    remarks: list[Remark] = []
    for piece in report.claims:
        planned = _claim(piece)
        if planned is None:
            remarks.append(Remark(RemarkCode.NO_TIME_IN_CLAIM, piece.line))
        elif planned.key in claims:
            first = claims[planned.key].first_line
            remarks.append(Remark(RemarkCode.SAME_CLAIM_TWICE, piece.line, str(first)))
        else:
            claims[planned.key] = planned
    return Plan(tuple(claims.values()), tuple(remarks))


def _claim(piece: Piece) -> ClaimPlan | None:
    """One claim; None where not a single entry has a time."""
    times = _times(piece.entries)
    if times is None:
        return None
    keys = _unique_keys(piece.entries)
    planned = sorted(
        (_entry(entry, key, at) for entry, key, at in zip(piece.entries, keys, times, strict=True)),
        key=lambda entry: entry.occurred_at,
    )
    opening = piece.entries[0] if piece.complete else None
    limits = (entry.facts.get("authority_limit") for entry in piece.entries)
    return ClaimPlan(
        key=_digest(keys),
        opening_key=opening.key if opening else None,
        opened_at=times[0] if opening else planned[0].occurred_at,
        complete=piece.complete,
        why=piece.why,
        first_line=piece.line,
        authority_limit=next((limit for limit in limits if isinstance(limit, Decimal)), None),
        assignments=tuple(
            sorted({entry.assignment for entry in piece.entries if entry.assignment is not None})
        ),
        entries=tuple(planned),
    )


def _times(entries: Sequence[Entry]) -> list[datetime] | None:
    """The instant of every entry; one without a time has that of the entry before it, or else of the next."""
    times = [to_utc(entry.stamp.at) if entry.stamp and entry.stamp.at else None for entry in entries]
    known = next((time for time in times if time is not None), None)
    if known is None:
        return None
    filled: list[datetime] = []
    for time in times:
        known = time or known
        filled.append(known)
    return filled


def _unique_keys(entries: Sequence[Entry]) -> list[str]:
    """The entries' keys, repeats numbered: a repeat is kept, so it needs a key of its own."""
    counts: Counter[str] = Counter()
    keys = []
    for entry in entries:
        counts[entry.key] += 1
        number = counts[entry.key]
        keys.append(entry.key if number == 1 else f"{entry.key}-{number}")
    return keys


def _digest(keys: Sequence[str]) -> str:
    return hashlib.blake2b("\n".join(sorted(keys)).encode(), digest_size=16).hexdigest()


def _entry(entry: Entry, key: str, at: datetime) -> PlannedEntry:
    stamp = entry.stamp
    return PlannedEntry(
        key=key,
        occurred_at=at,
        time_borrowed=stamp is None or stamp.at is None,
        action=f"imported_{entry.kind}",
        kind=entry.kind,
        text=entry.text,
        step=entry.step,
        label=entry.label,
        due_at=to_utc(entry.due) if entry.due else None,
        norm=entry.norm,
        comment=entry.comment,
        assignment=entry.assignment,
        actor=Actor(stamp.number, stamp.name, stamp.machine) if stamp else Actor(),
        parties=entry.parties,
        facts=entry.facts,
        remarks=entry.remarks,
        line=entry.span.first,
        repeats=entry.repeats,
    )
