"""Which claims a partner reaches: those his organisation is a party to now; all others answer as if there were none.

The database holds the same rule by row-level security; here it stands once more, in every look-up.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest

from temoin.claims.models import Assignment, Claim, ClaimParty
from temoin.engine.state import Actor
from temoin.parties import acting
from temoin.parties.roles import Role

ACTING = (Role.INSURER.value, Role.LOSS_ADJUSTER.value)
"""Those who act on claims; the others only read."""

NARROW = (Role.INTERMEDIARY.value, Role.COUNTERPARTY_INSURER.value)
"""Those who read where a claim stands, without amounts, reasons or anybody's words."""

partner = acting.require(*ACTING, *NARROW)
active = acting.require(*ACTING)


def actor(request: HttpRequest) -> Actor:
    """Who acts; only somebody of an organisation is a partner."""
    found = acting.of(request).actor
    if found is None or found.organisation is None:
        raise Http404
    return found


def is_narrow(request: HttpRequest) -> bool:
    """Whether the reader sees the narrow view."""
    return actor(request).role in NARROW


def claims(request: HttpRequest) -> QuerySet[Claim]:
    """The claims that the asker may see: by his link the one it opens, else those of his organisation."""
    who = actor(request)
    link = acting.of(request).link
    if link is not None:
        return Claim.objects.filter(pk=link.claim_id)
    return Claim.objects.filter(_party(who, "pk"))


def held(request: HttpRequest, found: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Of these assignments, those on claims that the asker may see."""
    link = acting.of(request).link
    return found.filter(claim=link.claim_id) if link else found.filter(_party(actor(request), "claim_id"))


def claim(request: HttpRequest, reference: str) -> Claim:
    """The claim of that reference, or 404."""
    found = claims(request).select_related("insurer", "intermediary").filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def numbered(request: HttpRequest, reference: str, number: int) -> Assignment:
    """One assignment of a claim that the asker may see, or 404."""
    of = claim(request, reference)
    found = Assignment.objects.filter(claim=of, number=number).first()
    if found is None:
        raise Http404
    found.claim = of
    return found


def _party(who: Actor, claim_id: str) -> Exists:
    rows = ClaimParty.objects.filter(claim=OuterRef(claim_id), organisation=who.organisation, until_at=None)
    return Exists(rows)
