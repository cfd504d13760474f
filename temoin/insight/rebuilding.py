"""The rows of the ledger against the journal that they come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

from temoin.claims import history, rebuild
from temoin.claims.models import Assignment
from temoin.insight import held
from temoin.insight.models import Held
from temoin.journal.models import JournalEntry

COLUMNS = [one.attname for one in Held._meta.concrete_fields if one.attname != "id"]
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows that are kept and that the journal does not give, and the other way round."""

    assignment: Assignment
    wrong: int
    missing: int


def compare(*, repair: bool = False) -> Iterator[tuple[Assignment, Difference | None]]:
    """Each assignment with what differs (None: nothing); `repair` writes what the journal gives."""
    last = 0
    while batch := list(
        Assignment.objects.select_related("claim").filter(pk__gt=last).order_by("pk")[: rebuild.BATCH]
    ):
        last = batch[-1].pk
        journals = rebuild.journals({one.claim_id for one in batch})
        rows = Held.objects.filter(assignment__in=batch).order_by("assignment_id", "start_at")
        kept = {pk: list(found) for pk, found in groupby(rows, key=lambda row: row.assignment_id)}
        for one in batch:
            found = _difference(one, journals.get(one.claim_id, []), kept.get(one.pk, []))
            yield one, _certain(one, repair=repair) if found else None


def _certain(assignment: Assignment, *, repair: bool) -> Difference | None:
    """Looked at once more with its row locked: people go on working."""
    with transaction.atomic():
        locked = Assignment.objects.select_for_update(of=("self",)).select_related("claim")
        one = locked.get(pk=assignment.pk)
        journal = history.rows(one.claim)
        kept = Held.objects.filter(assignment=one).order_by("start_at")
        found = _difference(one, journal, list(kept))
        if found and repair:
            kept.delete()
            Held.objects.bulk_create(_true(one, journal))
        return found


def _difference(assignment: Assignment, journal: list[JournalEntry], kept: list[Held]) -> Difference | None:
    stored, true = {_row(one) for one in kept}, {_row(one) for one in _true(assignment, journal)}
    return Difference(assignment, len(stored - true), len(true - stored)) if stored != true else None


def _true(assignment: Assignment, journal: list[JournalEntry]) -> list[Held]:
    now = history.current(assignment)
    return held.rebuilt(now.claim, assignment, now.procedure, history.entries(now, journal))


def _row(held: Held) -> Row:
    return tuple(getattr(held, name) for name in COLUMNS)
