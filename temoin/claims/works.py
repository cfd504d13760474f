"""How works stand, for the pages of those concerned: progress, photos, the choice of supplies, reservations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from temoin.claims import reservations, signed_papers
from temoin.claims.history import Current
from temoin.claims.reservations import Reservation
from temoin.claims.sentences import said
from temoin.journal.models import JournalEntry

BEFORE, DURING, AFTER = "before", "during", "after"
TAKEN = {
    ("start_works", "photos_before"): BEFORE,
    ("report_progress", "photos"): DURING,
    ("complete_works", "photos_after"): AFTER,
}
"""Which photos an action brings, by its field."""


@dataclass(frozen=True, slots=True)
class Works:
    """The works of one assignment; photos are documents' ids, in the order in which they came."""

    under_way: bool
    percent: int | None
    stage: str
    promised_at: datetime | None  # the professional's own forecast of the end
    photos: dict[str, list[str]]  # before, during, after
    supplies: signed_papers.Pairs
    supplies_signed: bool
    reservations: list[Reservation]

    @property
    def open_reservations(self) -> int:
        return sum(one.lifted_at is None for one in self.reservations)


def of(now: Current, rows: Sequence[JournalEntry]) -> Works | None:
    """The works as far as something is known of them; None before. `rows` are the claim's entries, in order."""
    mine = [row for row in rows if row.assignment_number == now.assignment.number]
    facts, top = now.state.facts, now.state.frames[0] if now.state.frames else None
    begun = any(row.action == "start_works" for row in mine)
    chosen = bool(facts.get("supplies_chosen") and facts.get("supply_product"))
    if not begun and not chosen:
        return None
    stages = (
        now.procedure.fields["progress_stage"].choices if "progress_stage" in now.procedure.fields else {}
    )
    under_way = top is not None and top.step == "works_in_progress"
    return Works(
        under_way=under_way,
        percent=facts.get("progress"),
        stage=said(stages.get(str(facts.get("progress_stage")))),
        promised_at=top.promised_at if under_way and top is not None else None,
        photos=_photos(mine) if begun else {},
        supplies=signed_papers.chosen(now) if chosen else [],
        supplies_signed=bool(facts.get("supplies_signed") or facts.get("supply_attestation")),
        reservations=reservations.of(mine, now.assignment.number),
    )


def _photos(rows: Sequence[JournalEntry]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {BEFORE: [], DURING: [], AFTER: []}
    for row in rows:
        for (action, field), kind in TAKEN.items():
            if row.action == action:
                found[kind] += row.data.get("values", {}).get(field, [])
    return found
