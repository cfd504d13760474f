"""Cache against truth: every assignment's row folded anew from its journal, in batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

from temoin.claims import history, rows
from temoin.claims.models import Assignment, Claim
from temoin.journal import chain
from temoin.journal.models import JournalEntry

BATCH = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A column of an assignment's row that the journal does not give."""

    assignment: Assignment
    column: str
    stored: object
    true: object


def compare(*, repair: bool = False) -> Iterator[tuple[Assignment, list[Difference]]]:
    """Each assignment with its differences (none where cache and truth agree); `repair` writes the truth.

    People may go on working: what seems different is looked at again with its row locked.
    """
    last = 0
    while batch := list(
        Assignment.objects.select_related("claim").filter(pk__gt=last).order_by("pk")[:BATCH]
    ):
        last = batch[-1].pk
        of_claim = journals({one.claim_id for one in batch})
        for assignment in batch:
            different = _differences(assignment, of_claim.get(assignment.claim_id, []))
            yield assignment, _certain(assignment, repair=repair) if different else []


def _certain(assignment: Assignment, *, repair: bool) -> list[Difference]:
    with transaction.atomic():
        found = Assignment.objects.select_for_update(of=("self",)).select_related("claim")
        locked = found.get(pk=assignment.pk)
        different = _differences(locked, history.rows(locked.claim))
        if different and repair:
            Assignment.objects.filter(pk=locked.pk).update(**{one.column: one.true for one in different})
        return different


def _differences(assignment: Assignment, journal: list[JournalEntry]) -> list[Difference]:
    now = history.current(assignment)
    true = rows.columns(now.procedure, history.replayed(now, journal), now.calendar)
    return [
        Difference(assignment, name, getattr(assignment, name), value)
        for name, value in true.items()
        if getattr(assignment, name) != value
    ]


def journals(claims: set[int]) -> dict[int, list[JournalEntry]]:
    """The journals of these claims, in order, read at once."""
    found = JournalEntry.objects.filter(claim_id__in=claims).order_by("claim_id", "seq")
    return {claim: list(entries) for claim, entries in groupby(found, key=lambda entry: entry.claim_id)}


def verify() -> Iterator[tuple[Claim, list[chain.Broken]]]:
    """Each claim with the breaks in its journal's chain."""
    last = 0
    while batch := list(Claim.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        of_claim = journals({claim.pk for claim in batch})
        for claim in batch:
            broken = chain.verify(of_claim.get(claim.pk, []), head=claim.head_hash)
            yield claim, _surely_broken(claim) if broken else []


def _surely_broken(claim: Claim) -> list[chain.Broken]:
    with transaction.atomic():
        locked = Claim.objects.select_for_update().get(pk=claim.pk)
        return chain.verify(history.rows(locked), head=locked.head_hash)
