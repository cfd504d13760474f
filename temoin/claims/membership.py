"""Who becomes and stops being a party to a claim: it follows from the facts that name organisations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from temoin.claims.models import Assignment, Claim, ClaimParty
from temoin.engine.model import Procedure
from temoin.engine.state import State


def named(procedure: Procedure, state: State) -> set[tuple[int, str]]:
    """(organisation, role of its members) for every organisation that a role's fact names."""
    found = set()
    for role in procedure.roles.values():
        ids = state.facts.get(role.organisation) if role.organisation else None
        for organisation in ids if isinstance(ids, tuple) else (ids,):
            if organisation is not None:
                found.add((organisation, role.played_by))
    return found


def firm(procedure: Procedure, party: str, facts: Mapping[str, Any]) -> int | None:
    """The organisation that stands behind a party of the procedure; None for staff, for nature, for several."""
    role = procedure.roles.get(party)
    found = facts.get(role.organisation) if role is not None and role.organisation else None
    return found if isinstance(found, int) else None


def repairer(procedure: Procedure, facts: Mapping[str, Any]) -> int | None:
    """The firm that does the work; None while nobody has it."""
    return firm(procedure, procedure.repairer, facts) if procedure.repairer else None


def follow(
    claim: Claim, assignment: Assignment, procedure: Procedure, before: State, after: State, at: datetime
) -> None:
    """Bring the claim's parties up to the assignment's facts."""
    if before.facts is after.facts:
        return
    was, now = named(procedure, before), named(procedure, after)
    for organisation, role in was - now:
        ClaimParty.objects.filter(
            claim=claim,
            organisation_id=organisation,
            role=role,
            assignment_number=assignment.number,
            until_at__isnull=True,
        ).update(until_at=at)
    for organisation, role in now - was:
        join(claim, organisation, role, at, assignment_number=assignment.number)


def join(claim: Claim, organisation: int, role: str, at: datetime, *, assignment_number: int = 0) -> None:
    """Make an organisation a party; nothing happens where it is one already."""
    party = ClaimParty(
        claim=claim,
        organisation_id=organisation,
        role=role,
        assignment_number=assignment_number,
        since_at=at,
    )
    ClaimParty.objects.bulk_create([party], ignore_conflicts=True)
