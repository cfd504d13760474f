"""The two ends of a thread: the insured, the network, or a firm in its role on the claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from temoin.claims.scope import NETWORK_ROLES
from temoin.engine.model import Procedure
from temoin.engine.state import Actor
from temoin.parties import roles

WRITERS = frozenset({*roles.REPAIRERS, roles.Role.INSURER, roles.Role.LOSS_ADJUSTER})
"""Firms that take part in what is written; brokers and other parties' insurers only read where a claim stands."""


@dataclass(frozen=True, slots=True, order=True)
class Side:
    """A role and, for a firm, its organisation (0 for the insured and the network)."""

    role: str
    organisation: int = 0

    @property
    def organisation_id(self) -> int | None:
        """As a column holds it."""
        return self.organisation or None

    def __str__(self) -> str:
        return f"{self.role}:{self.organisation}" if self.organisation else self.role


NETWORK = Side("network")
INSURED = Side(roles.INSURED)


def of(actor: Actor | None) -> Side | None:
    """Whose side an actor writes and reads for; None where he takes part in no thread."""
    if actor is None:
        return None
    if actor.machine or actor.role in NETWORK_ROLES:
        return NETWORK
    if actor.role == roles.INSURED:
        return INSURED
    if actor.role in WRITERS and actor.organisation is not None:
        return Side(actor.role, actor.organisation)
    return None


def of_role(procedure: Procedure, code: str, facts: Mapping[str, Any]) -> Side | None:
    """The side that a role of the procedure is on this assignment; None where nobody plays it."""
    role = procedure.roles.get(code)
    if role is None or role.machine:
        return None
    if role.network:
        return NETWORK
    if role.played_by == roles.INSURED:
        return INSURED
    firm = facts.get(role.organisation)
    return Side(role.played_by, firm) if isinstance(firm, int) else None


LABELS = {
    NETWORK.role: _("The network"),
    INSURED.role: _("The insured"),
    roles.Role.CONTRACTOR: roles.Role.CONTRACTOR.label,
    roles.Role.BODY_SHOP: roles.Role.BODY_SHOP.label,
    roles.Role.INSURER: roles.Role.INSURER.label,
    roles.Role.LOSS_ADJUSTER: roles.Role.LOSS_ADJUSTER.label,
}
"""A side in words, where no name is known."""
