"""Which missions a body shop reaches: its own alone; all others answer as if they did not exist.

The database holds the same rule by row-level security; here it stands once more, in every look-up.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from temoin.claims.models import Assignment
from temoin.engine.state import Actor
from temoin.parties import acting
from temoin.parties.roles import Role

ROLE = Role.BODY_SHOP.value
body_shop = acting.require(ROLE)


def actor(request: HttpRequest) -> Actor:
    """Who acts; the guard `body_shop` has seen to it that somebody does."""
    found = acting.of(request).actor
    if found is None or found.organisation is None:
        raise Http404
    return found


def firm(request: HttpRequest) -> int:
    """The id of the organisation that the person acts for."""
    organisation = actor(request).organisation
    assert organisation is not None  # `actor` saw to it
    return organisation


def missions(organisation: int) -> QuerySet[Assignment]:
    """Every mission of the firm, open or over."""
    return Assignment.objects.filter(contractor=organisation)


def own(request: HttpRequest, pk: int) -> Assignment:
    """A mission of the firm, open or over; 404 otherwise."""
    found = missions(firm(request)).select_related("claim", "claim__insurer").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
