"""An assignment's past, from its journal: entries, whose minutes, why a date is what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from temoin.claims import door
from temoin.claims.models import Assignment, Claim
from temoin.claims.scope import NETWORK_ROLES
from temoin.engine import codec, explain, ledger, permission
from temoin.engine.calendar import Calendar
from temoin.engine.choices import Choice, available
from temoin.engine.decide import fold
from temoin.engine.model import Action, Procedure
from temoin.engine.refusals import Reserved
from temoin.engine.state import Actor, Entry, State
from temoin.journal.models import JournalEntry
from temoin.parties.roles import REPAIRERS
from temoin.procedures.files import procedure as procedure_named
from temoin.procedures.reading import calendar as calendar_named


@dataclass(frozen=True, slots=True)
class Current:
    """An assignment with its rules and its state, as pages need it."""

    claim: Claim
    assignment: Assignment
    procedure: Procedure
    calendar: Calendar
    state: State

    @property
    def standing(self) -> str:
        """The code of the step, or of the end once it is over."""
        return self.state.step or self.state.outcome or ""

    def kept_from(self, actor: Actor) -> Reserved | None:
        """Why the actor can move nothing now, where the step is reserved to others."""
        return permission.kept_from(self.procedure, self.state, actor)

    def choices(self, actor: Actor, at: datetime) -> list[Choice]:
        """What the actor may do now, with reasons where not."""

        def supplied(action: Action) -> dict[str, Any]:
            return door.supplied(self.procedure, action.code, self.assignment, actor)

        return available(self.procedure, self.state, actor, at, self.calendar, supplied)


def current(assignment: Assignment, claim: Claim | None = None) -> Current:
    """The assignment's rules and state, from its row."""
    claim = claim or assignment.claim
    procedure = procedure_named(assignment.procedure, assignment.procedure_version)
    state = codec.state_from_json(procedure, assignment.state)
    return Current(claim, assignment, procedure, calendar_named(claim.calendar), state)


def rows(claim: Claim) -> list[JournalEntry]:
    """Every entry of a claim, in order; the caller filters by reader."""
    return list(JournalEntry.objects.filter(claim_id=claim.pk).order_by("seq"))


def readable(
    found: Iterable[JournalEntry], actor: Actor, assignments: Iterable[Assignment]
) -> list[JournalEntry]:
    """The entries that an actor may read; the narrowest rule is the default.

    The operator's staff read all. Whoever repairs reads his own assignments' entries that are meant for the
    parties, without what another firm did there before him. Others read what is meant for the parties.
    """
    if actor.machine or actor.role in NETWORK_ROLES:
        return list(found)
    shown = [row for row in found if row.visibility == "parties" or _own_word(row, actor)]
    if actor.role not in REPAIRERS:
        return shown
    mine = {one.number for one in assignments if one.contractor == actor.organisation}
    return [
        row
        for row in shown
        if row.assignment_number is None
        or (
            row.assignment_number in mine
            and not (row.actor_role in REPAIRERS and row.actor_organisation != actor.organisation)
        )
    ]


def _own_word(row: JournalEntry, actor: Actor) -> bool:
    """What one's own organisation wrote for the holder alone stays readable to it."""
    return row.visibility == "holder" and row.actor_organisation == actor.organisation is not None


def entries(now: Current, found: Iterable[JournalEntry]) -> list[Entry]:
    """The engine's entries of one assignment."""
    number = now.assignment.number
    return [door.read(now.procedure, row) for row in found if row.assignment_number == number]


def minutes(now: Current, found: Iterable[JournalEntry], until: datetime) -> list[ledger.Interval]:
    """Whose minutes: the intervals of one assignment."""
    return ledger.intervals(now.procedure, entries(now, found), until)


def why(now: Current, found: Iterable[JournalEntry]) -> explain.Explanation | None:
    """Why the current action date is what it is; None once closed."""
    top = now.state.top
    if top is None:
        return None
    return explain.explain(now.procedure, entries(now, found), top, now.calendar)


def replayed(now: Current, found: Iterable[JournalEntry]) -> State:
    """The state that the journal gives, whatever the row says."""
    return fold(entries(now, found))
