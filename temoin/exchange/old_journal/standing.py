"""Which claims of an old journal are in Témoin already: asked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from temoin.claims import scope
from temoin.claims.models import Claim
from temoin.engine.calendar import Calendar
from temoin.exchange.old_journal import stack
from temoin.exchange.old_journal.plan import ClaimPlan
from temoin.journal.models import JournalEntry

ASKED_AT_ONCE = 2000


class Standing(StrEnum):
    """How a planned claim stands to what is in the database."""

    NEW = "new"
    THERE = "there"  # imported before, entry for entry
    OTHER_PRINT = "other_print"  # a shorter or longer print of a claim imported before
    BEYOND_CALENDAR = "beyond_calendar"  # of years for which no calendar is known: nothing could be reckoned


@dataclass(frozen=True, slots=True)
class Found:
    """A planned claim, how it stands, the claim that it is, and how many of its entries are not in there."""

    plan: ClaimPlan
    standing: Standing
    reference: str = ""
    further: int = 0


def begins_with(plan: ClaimPlan) -> str:
    """The digest of the entry that a claim's journal begins with: a longer print of it has the same."""
    return plan.opening_key or plan.entries[0].key


def found(plans: Sequence[ClaimPlan], calendar: Calendar) -> list[Found]:
    """How each claim stands, in the order given. Reads claims and journal in the operator's scope."""
    with scope.within("network"):
        there = _references("imported_from", (plan.key for plan in plans))
        begun = _references("imported_start", map(begins_with, plans))
        return [_found(plan, there, begun, calendar) for plan in plans]


Known = dict[str, list[tuple[int, str]]]


def _references(field: str, keys: Iterable[str]) -> Known:
    """(id, reference) of the imported claims by one of their digests."""
    known: Known = {}
    wanted = iter(set(keys))
    while part := list(islice(wanted, ASKED_AT_ONCE)):
        rows = Claim.objects.filter(**{f"{field}__in": part}).values_list(field, "pk", "reference")
        for key, claim, reference in rows:
            known.setdefault(key, []).append((claim, reference))
    return known


def _found(plan: ClaimPlan, there: Known, begun: Known, calendar: Calendar) -> Found:
    for _claim, reference in there.get(plan.key, ()):
        return Found(plan, Standing.THERE, reference)
    for claim, reference in begun.get(begins_with(plan), ()):
        keys = {entry.key for entry in plan.entries}
        kept = kept_keys(claim)
        if same_claim(keys, kept, begins_with(plan)):
            return Found(plan, Standing.OTHER_PRINT, reference, further=len(keys - kept))
    if not all(stack.known(calendar, entry.occurred_at) for entry in (plan.entries[0], plan.entries[-1])):
        return Found(plan, Standing.BEYOND_CALENDAR)
    return Found(plan, Standing.NEW)


def kept_keys(claim: int) -> set[str]:
    """The digests of the entries with which a claim was imported."""
    rows = JournalEntry.objects.filter(claim_id=claim, imported=True)
    return set(rows.values_list("data__values__key", flat=True))


def same_claim(keys: set[str], kept: set[str], start: str) -> bool:
    """Whether two prints that begin alike are of one claim: they share more than that, or one has nothing more.

    A program opens many claims in one minute, so that the beginning alone proves nothing.
    """
    more, kept_more = keys - {start}, kept - {start}
    return bool(more & kept_more) or not more or not kept_more
