"""The chain of commitments: how an entry is sealed to the one before it, and how that is checked."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from temoin.journal.models import JournalEntry

GENESIS = "0" * 64


def payload(entry: JournalEntry) -> bytes:
    """What an entry says, as bytes that any program can make again from its columns."""
    said: dict[str, Any] = {
        "claim": entry.claim_id,
        "seq": entry.seq,
        "assignment": entry.assignment_number,
        "occurred_at": entry.occurred_at.astimezone(UTC).isoformat(),
        "recorded_at": entry.recorded_at.astimezone(UTC).isoformat(),
        "role": entry.actor_role,
        "organisation": entry.actor_organisation,
        "person": entry.actor_person,
        "name": entry.actor_name,
        "machine": entry.machine,
        "action": entry.action,
        "data": entry.data,
        "visibility": entry.visibility,
        "imported": entry.imported,
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def commit(entry: JournalEntry, previous_hash: str) -> str:
    """Fill in salt, commitment and hash; returns the new head."""
    entry.salt = secrets.token_hex(16)
    entry.previous_hash = previous_hash
    entry.commitment = commitment(entry)
    entry.hash = link(previous_hash, entry.commitment)
    return entry.hash


def commitment(entry: JournalEntry) -> str:
    """SHA-256(salt || payload), in hexadecimal."""
    return hashlib.sha256(bytes.fromhex(entry.salt) + payload(entry)).hexdigest()


def link(previous_hash: str, entry_commitment: str) -> str:
    """SHA-256(previous hash || commitment), in hexadecimal."""
    return hashlib.sha256(bytes.fromhex(previous_hash) + bytes.fromhex(entry_commitment)).hexdigest()


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where a claim's journal does not hold; `code` says how."""

    claim_id: int
    seq: int
    code: str


def verify(entries: Iterable[JournalEntry], *, head: str | None = None) -> list[Broken]:
    """Every break in one claim's entries, given in order of seq; `head` is the hash that the claim keeps."""
    found: list[Broken] = []
    previous, expected, claim_id = GENESIS, 1, 0
    for entry in entries:
        claim_id = entry.claim_id
        if entry.seq != expected:
            found.append(Broken(entry.claim_id, expected, "missing"))
        elif entry.previous_hash != previous:
            found.append(Broken(entry.claim_id, entry.seq, "unlinked"))
        if commitment(entry) != entry.commitment:
            found.append(Broken(entry.claim_id, entry.seq, "changed"))
        if link(entry.previous_hash, entry.commitment) != entry.hash:
            found.append(Broken(entry.claim_id, entry.seq, "rehashed"))
        previous, expected = entry.hash, entry.seq + 1
    if head is not None and head != previous:
        found.append(Broken(claim_id, expected, "truncated"))
    return found
