"""How much may still be approved on a claim: the sum over its assignments counts, so that splitting does not help."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from temoin.claims.models import Assignment
from temoin.cover.models import personal_limit
from temoin.engine.state import Actor


def left(assignment: Assignment, _actor: Actor, _values: Mapping[str, Any]) -> Decimal:
    """The claim's authority limit less what the network itself approved on its other assignments.

    In the claim's currency; less than nothing becomes nothing. What insurer or adjuster agreed to is not the
    network's own authority (`approved_alone` is not set there) and does not count.
    """
    return max(assignment.claim.authority_limit_amount - approved_elsewhere(assignment), Decimal("0.00"))


def approved_elsewhere(assignment: Assignment) -> Decimal:
    """What the network itself approved on the claim's other assignments, in the claim's currency."""
    others = assignment.claim.assignments.exclude(pk=assignment.pk).filter(state__facts__approved_alone=True)
    approved = others.values_list("state__facts__approved_total", flat=True)
    return sum((Decimal(one) for one in approved if one), Decimal("0.00"))


def own(assignment: Assignment, actor: Actor, _values: Mapping[str, Any]) -> Decimal:
    """How far this person may go on this claim: his own limit, else as far as the claim's goes."""
    found = personal_limit(actor.person, assignment.claim.insurer_id, assignment.claim.loss_type)
    return assignment.claim.authority_limit_amount if found is None else found
