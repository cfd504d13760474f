"""Who may read which versions, in the application; the database has the same rule (migration 0003)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from temoin.claims import scope
from temoin.claims.models import Assignment
from temoin.engine.state import Actor
from temoin.estimates.models import Kind, Version
from temoin.parties.roles import INSURED, REPAIRERS, Role


def readable(reader: Actor) -> Q:
    """The condition on versions of a claim that the reader is a party to.

    The network and the insurer read all. A repairer reads what his own firm handed in and what the network
    addressed to it; an adjuster the repairers' estimates and his own; the insured the repairers'. Nobody else any.
    """
    if scope.of(reader) == "network" or reader.role == Role.INSURER:
        return Q()
    own = Q(organisation=reader.organisation) if reader.organisation is not None else Q(pk__in=())
    match reader.role:
        case role if role in REPAIRERS:
            return own | Q(addressed_to=reader.organisation)
        case Role.LOSS_ADJUSTER:
            return own | Q(kind=Kind.CONTRACTOR)
        case _:
            return Q(kind=Kind.CONTRACTOR) if reader.role == INSURED else Q(pk__in=())


def all_of(assignment: Assignment, reader: Actor) -> QuerySet[Version]:
    """Every version of an assignment that the reader may see, oldest first, with document and author's firm."""
    return (
        Version.objects.filter(readable(reader), assignment=assignment)
        .select_related("document", "organisation", "price_list")
        .order_by("number")
    )


def latest(assignment: Assignment, kind: Kind | None = None) -> Version | None:
    """The newest version of a kind (of any, where none is named), as the caller's scope shows it."""
    found = Version.objects.filter(assignment=assignment)
    return (found.filter(kind=kind) if kind else found).select_related("document").order_by("number").last()


def numbered(assignment: Assignment, number: int, reader: Actor) -> Version | None:
    """One version by its number; None where there is none or it is not for this reader."""
    return all_of(assignment, reader).filter(number=number).first()
