"""The photos and documents of a mission that a body shop may open, in one query; the same rule as `claims.papers`."""

from __future__ import annotations

from django.db.models import Q

from temoin.documents.models import Document, Visibility
from temoin.parties.roles import REPAIRERS
from temoin.portals.body_shop.access import ROLE


def readable(claim_id: int, organisation: int, number: int) -> list[Document]:
    """What the firm sent, what was sent to it, and what the others shared of the assignment of that number."""
    of_mission = Q(assignment=None) | Q(assignment=number)
    shared = Q(visibility=Visibility.PARTIES) & ~Q(role__in=REPAIRERS) & of_mission
    seen = Q(organisation=organisation) | Q(addressed_to__contains=[f"{ROLE}:{organisation}"]) | shared
    found = Document.objects.filter(claim_id=claim_id).filter(seen)
    return list(found.select_related("organisation").order_by("at", "id"))
