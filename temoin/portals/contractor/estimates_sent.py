"""A firm's own estimates on an assignment with what was decided, from what it may read of the journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from temoin.claims import sentences
from temoin.documents.models import Document
from temoin.engine.model import Procedure
from temoin.journal.models import JournalEntry

STUDIED = ("estimate", "adjuster")
"""The groups of steps in which others decide on an estimate."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer to an estimate."""

    at: datetime
    label: str
    amount: Decimal | None
    words: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate as it was sent; the last one sent is the one that counts."""

    at: datetime
    total: Decimal
    papers: list[Document]
    decisions: list[Decision] = field(default_factory=list)


def sent(
    rows: Iterable[JournalEntry], procedure: Procedure, firm: int, papers: dict[str, Document]
) -> list[Estimate]:
    """The estimates, newest first. `rows` are in order and hold only what the firm may read."""
    found: list[Estimate] = []
    for row in rows:
        values = row.data.get("values", {})
        if "estimate_total" in values and row.actor_organisation == firm:
            named = [papers[code] for code in values.get("estimate_file", ()) if code in papers]
            found.append(Estimate(row.occurred_at, Decimal(values["estimate_total"]), named))
        elif found and _decides(row, procedure, firm):
            found[-1].decisions.append(_decision(row, procedure, values))
    return found[::-1]


def _decides(row: JournalEntry, procedure: Procedure, firm: int) -> bool:
    """Somebody else moved the file on from a step in which estimates are studied."""
    step = procedure.steps.get(row.data.get("from") or "")
    if step is None or row.actor_organisation == firm or row.data.get("to") == step.code:
        return False
    return step.group in STUDIED


def _decision(row: JournalEntry, procedure: Procedure, values: dict[str, Any]) -> Decision:
    amount = values.get("approved_total")
    words = values.get("comment") or values.get("reason") or values.get("question") or ""
    label = sentences.entry_label(procedure, row.action)
    return Decision(row.occurred_at, label, Decimal(amount) if amount else None, str(words))
