"""Which claims and assignments an asker reaches; all others answer as if they did not exist.

The database holds the same rule by row-level security; here it stands once more, in every look-up.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from temoin.claims import scope, worklists
from temoin.claims.models import Assignment, Claim, ClaimParty
from temoin.journal.models import JournalEntry
from temoin.parties.acting import Acting
from temoin.parties.roles import REPAIRERS

ROLES = scope.NETWORK_ROLES | {
    *REPAIRERS,
    "insurer",
    "loss_adjuster",
    "intermediary",
    "counterparty_insurer",
    "insured",
}
"""The roles that have something to ask here."""


def claim(who: Acting, reference: str) -> Claim:
    """The claim of that reference, or 404."""
    found = claims(who).select_related("insurer").filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def assignments(who: Acting, of: Claim) -> list[Assignment]:
    """The assignments of a reached claim, as `of_claims`; 404 if none."""
    listed = of_claims(who, [of]).get(of.pk)
    if not listed:
        raise Http404
    return listed


def of_claims(who: Acting, reached: Iterable[Claim]) -> dict[int, list[Assignment]]:
    """The assignments of reached claims, by claim; a repairer's are those he holds and those on offer to him."""
    by_id = {one.pk: one for one in reached}
    found = Assignment.objects.filter(claim__in=by_id).order_by("claim_id", "number")
    firm = who.actor.organisation if who.actor else None
    if who.role in REPAIRERS and firm is not None:
        found = found.filter(Q(contractor=firm) | Q(pk__in=worklists.offered(firm).values("pk")))
    listed: dict[int, list[Assignment]] = {}
    for one in found:
        one.claim = by_id[one.claim_id]
        listed.setdefault(one.claim_id, []).append(one)
    return listed


def assignment(who: Acting, reference: str, number: int) -> Assignment:
    """One assignment, or 404."""
    for one in assignments(who, claim(who, reference)):
        if one.number == number:
            return one
    raise Http404


def todo(who: Acting) -> list[QuerySet[Assignment]]:
    """The open assignments that wait for the asker's role, in lists that do not overlap."""
    actor = who.actor
    assert actor is not None  # nobody else is let in
    if who.link is not None:
        return [worklists.held_by(actor.role).filter(claim=who.link.claim_id)]
    if scope.of(actor) == "network":
        return [worklists.held_by(actor.role)]
    firm = actor.organisation
    mine = worklists.held_by(actor.role, organisation=firm).filter(claim__in=claims(who))
    if actor.role not in REPAIRERS or firm is None:
        return [mine]
    declined = JournalEntry.objects.filter(
        claim_id=OuterRef("claim_id"),
        assignment_number=OuterRef("number"),
        action="decline_offer",
        actor_organisation=firm,
        recorded_at__gte=OuterRef("entered_at"),
    )
    return [mine, worklists.offered(firm).filter(~Exists(declined))]


def claims(who: Acting) -> QuerySet[Claim]:
    """Those that the asker reaches."""
    actor = who.actor
    assert actor is not None  # nobody else is let in
    if who.link is not None:
        return Claim.objects.filter(pk=who.link.claim_id)
    if scope.of(actor) == "network":
        return Claim.objects.all()
    party = ClaimParty.objects.filter(
        claim=OuterRef("pk"), organisation=actor.organisation, until_at__isnull=True
    )
    return Claim.objects.filter(Exists(party))
