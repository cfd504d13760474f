"""The roles that a person can hold, and in what kind of organisation."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What an organisation is in a claim."""

    NETWORK = "network", _("repair network")
    CONTRACTOR = "contractor", _("contractor")
    BODY_SHOP = "body_shop", _("body shop")
    LOSS_ADJUSTER = "loss_adjuster", _("loss adjuster's firm")
    INSURER = "insurer", _("insurer")
    INTERMEDIARY = "intermediary", _("intermediary")
    COUNTERPARTY_INSURER = "counterparty_insurer", _("counterparty's insurer")


class Tier(TextChoices):
    """The level of an intermediary."""

    GOLD = "gold", _("gold")
    DIAMOND = "diamond", _("diamond")


class Role(TextChoices):
    """What a person does in his organisation; the insured has no account and comes by link."""

    CONTRACTOR = "contractor", _("contractor")
    BODY_SHOP = "body_shop", _("body shop")
    CASE_HANDLER = "case_handler", _("case handler")
    ADVISOR = "advisor", _("advisor")
    ESTIMATOR = "estimator", _("estimator")
    ADJUSTER_RELATIONS = "adjuster_relations", _("adjuster relations")
    CUSTOMER_SERVICE = "customer_service", _("customer service")
    AREA_MANAGER = "area_manager", _("area manager")
    DISPATCHER = "dispatcher", _("dispatcher")
    NETWORK_MANAGER = "network_manager", _("network manager")
    LOSS_ADJUSTER = "loss_adjuster", _("loss adjuster")
    INSURER = "insurer", _("insurer")
    INTERMEDIARY = "intermediary", _("intermediary")
    COUNTERPARTY_INSURER = "counterparty_insurer", _("counterparty's insurer")
    ADMINISTRATOR = "administrator", _("administrator")


REPAIRERS = (Role.CONTRACTOR.value, Role.BODY_SHOP.value)
"""Whoever does the work, in whatever line of business: as a role and as a kind of organisation."""

INSURED = "insured"
"""The role of whoever follows a claim by its link."""

STAFF = frozenset(
    {
        Role.CASE_HANDLER,
        Role.ADVISOR,
        Role.ESTIMATOR,
        Role.ADJUSTER_RELATIONS,
        Role.CUSTOMER_SERVICE,
        Role.AREA_MANAGER,
        Role.DISPATCHER,
        Role.NETWORK_MANAGER,
        Role.ADMINISTRATOR,
    }
)
"""Roles held in the network's own organisation."""


def allowed(kind: str) -> frozenset[str]:
    """The roles that people of an organisation of this kind may hold."""
    if kind == Kind.NETWORK:
        return frozenset(role.value for role in STAFF)
    return frozenset({Role(kind).value})
