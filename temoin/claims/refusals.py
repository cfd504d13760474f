"""Refusals that only the door can give: the file has moved on, the same key twice."""

from __future__ import annotations

from temoin.engine.refusals import Refused
from temoin.journal.models import JournalEntry


class MovedOn(Refused):
    """The form was drawn from an earlier entry; `entries` are what happened since."""

    code = "moved_on"

    def __init__(self, entries: list[JournalEntry]) -> None:
        super().__init__(entries=len(entries))
        self.entries = entries


class KeyReused(Refused):
    """The same idempotency key came with other values, or for another action."""

    code = "key_reused"


class NoSuchClaim(Refused):
    """The claim does not exist, or not for the one who asks: both answer alike."""

    code = "no_such_claim"
