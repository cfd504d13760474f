"""Where an assignment stands, in the words that its reader is given, and whether it is his turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from temoin.claims import history
from temoin.claims.history import Current
from temoin.claims.models import Assignment, Claim
from temoin.claims.sentences import said
from temoin.engine.state import Actor
from temoin.portals.partner.access import NARROW


@dataclass(frozen=True, slots=True)
class Standing:
    """`words` are the step's own, or the plain ones of the insured's page for whoever reads narrowly."""

    now: Current
    trade: str
    words: str
    holder: str
    mine: bool
    due_at: datetime | None

    @property
    def closed(self) -> bool:
        return self.now.state.outcome is not None


def standing(assignment: Assignment, claim: Claim, reader: Actor) -> Standing:
    """One assignment as a partner sees it."""
    now = history.current(assignment, claim)
    step, end = now.procedure.steps.get(now.state.step or ""), now.procedure.ends.get(now.state.outcome or "")
    shown = step or end
    label = shown.plain if shown and reader.role in NARROW else shown.label if shown else None
    return Standing(
        now=now,
        trade=said(now.procedure.fields["trade"].choices.get(assignment.trade)),
        words=said(label),
        holder=said(now.procedure.roles[step.holder].label) if step else "",
        mine=assignment.holder_role == reader.role and assignment.holder_organisation == reader.organisation,
        due_at=assignment.due_at,
    )
