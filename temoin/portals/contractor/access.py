"""Which assignments a firm reaches: its own and those offered to it; all others answer as if they did not exist.

The database holds the same rule by row-level security; here it stands once more, in every look-up.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest

from temoin.claims import scope, worklists
from temoin.claims.models import Assignment, ClaimParty
from temoin.engine.state import Actor
from temoin.parties import acting

contractor = acting.require("contractor")


def actor(request: HttpRequest) -> Actor:
    """Who acts; the guard `contractor` has seen to it that somebody does."""
    found = acting.of(request).actor
    if found is None or found.organisation is None:
        raise Http404
    return found


def firm(request: HttpRequest) -> int:
    """The id of the organisation that the person acts for."""
    organisation = actor(request).organisation
    assert organisation is not None  # `actor` saw to it
    return organisation


def own(request: HttpRequest, pk: int) -> Assignment:
    """An assignment of which the firm is in charge, open or closed; 404 otherwise."""
    found = (
        Assignment.objects.select_related("claim", "claim__insurer")
        .filter(pk=pk, contractor=firm(request))
        .first()
    )
    if found is None:
        raise Http404
    return found


def offered(request: HttpRequest, pk: int) -> Assignment | None:
    """An assignment that is on offer to the firm now; None otherwise."""
    return worklists.offered(firm(request)).select_related("claim", "claim__insurer").filter(pk=pk).first()


def once_offered(request: HttpRequest, pk: int) -> Assignment:
    """An assignment that was on offer to the firm and is no more; 404 where it never was.

    It is read beyond the firm's scope, for what became of it: whether somebody took it, not who.
    """
    with scope.within("network"):
        found = Assignment.objects.filter(pk=pk).first()
        if found is None or not _was_party(found, firm(request)):
            raise Http404
        return found


def _was_party(assignment: Assignment, organisation: int) -> bool:
    return ClaimParty.objects.filter(
        claim_id=assignment.claim_id,
        organisation=organisation,
        role="contractor",
        assignment_number=assignment.number,
    ).exists()
