"""The photos and documents of a claim that a firm may open, in one query; the same rule as `claims.papers`."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from temoin.documents.models import Document, Kind, Visibility


def readable(claim_id: int, organisation: int, numbers: Collection[int]) -> list[Document]:
    """A claim's documents: what the firm sent, and what the others shared, never another firm's.

    `numbers` are the firm's assignments on the claim; papers of other assignments stay out.
    """
    shared = Q(visibility=Visibility.PARTIES) & ~Q(role="contractor")
    mine = Q(organisation=organisation)
    found = Document.objects.filter(claim_id=claim_id).filter(mine | shared & _within(numbers))
    return list(found.select_related("organisation").order_by("at", "id"))


def damage_photos(claims: Iterable[int]) -> QuerySet[Document]:
    """The shared photos of these claims, without those that a firm took."""
    return Document.objects.filter(
        claim_id__in=list(claims), kind=Kind.PHOTO, visibility=Visibility.PARTIES
    ).exclude(role="contractor")


def _within(numbers: Collection[int]) -> Q:
    return Q(assignment__isnull=True) | Q(assignment__in=list(numbers))
