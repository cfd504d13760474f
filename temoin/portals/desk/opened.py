"""The claim's file as it stands open: claim, chosen assignment, reader; what several parts of the page ask, asked once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest

from temoin import clock
from temoin.claims import history
from temoin.claims.models import Assignment, Claim
from temoin.engine.choices import Choice
from temoin.engine.state import Actor
from temoin.journal.models import JournalEntry
from temoin.parties import acting
from temoin.parties.models import Organisation
from temoin.portals.desk import queue


@dataclass(frozen=True)
class File:
    """One claim with its assignments, the chosen one's rules and state, and who reads; lists are read when asked."""

    request: HttpRequest
    actor: Actor
    claim: Claim
    assignments: list[Assignment]
    now: history.Current
    kept: str  # the queue's view and filter, to stand before what else an address says

    @cached_property
    def choices(self) -> list[Choice]:
        """What the reader may do now on the chosen assignment, with reasons where not."""
        return self.now.choices(self.actor, clock.now())

    @cached_property
    def rows(self) -> list[JournalEntry]:
        """Every entry of the claim's journal, in order; one query."""
        return history.rows(self.claim)

    @cached_property
    def firms(self) -> dict[int, Organisation]:
        """The firms of the assignments and those that a job stands offered to; one query."""
        named = {one.contractor for one in self.assignments if one.contractor} | set(self.invited)
        return {one.pk: one for one in Organisation.objects.filter(pk__in=named)} if named else {}

    def names(self, named: set[int]) -> dict[int, str]:
        """The names of these organisations; those that the file knows already are not asked for again."""
        own = acting.of(self.request).organisation
        known = {pk: firm.name for pk, firm in self.firms.items()}
        known |= {one.pk: one.name for one in (own, self.claim.insurer) if one is not None}
        missing = named - known.keys()
        asked = Organisation.objects.filter(pk__in=missing).values_list("pk", "name") if missing else ()
        return known | dict(asked)

    def last_of(self, actions: Collection[str]) -> JournalEntry | None:
        """The last entry of these actions: out of the journal where it has been read, else one query."""
        if "rows" in vars(self):
            return next((row for row in reversed(self.rows) if row.action in actions), None)
        found = JournalEntry.objects.filter(claim_id=self.claim.pk, action__in=sorted(actions))
        return found.order_by("-seq").first()

    @property
    def invited(self) -> tuple[int, ...]:
        """Whom the chosen job stands offered to."""
        offered = self.now.assignment.holder_role == "invited"
        return tuple(self.now.state.facts.get("invited") or ()) if offered else ()


def found(reference: str) -> Claim:
    """The claim of that reference, or 404."""
    try:
        return Claim.objects.select_related("insurer", "handler", "intermediary").get(reference=reference)
    except Claim.DoesNotExist:
        raise Http404 from None


def numbered(claim: Claim, number: int) -> Assignment:
    """One assignment of a claim, or 404."""
    assignment = Assignment.objects.filter(claim=claim, number=number).first()
    if assignment is None:
        raise Http404
    assignment.claim = claim
    return assignment


def opened(request: HttpRequest, claim: Claim, number: int | None = None) -> File:
    """The file with that assignment chosen; without a number the one whose action date comes first."""
    assignments = list(claim.assignments.order_by("number"))
    actor = acting.of(request).actor
    assert actor is not None  # the guard saw to it
    now = history.current(_chosen(number, assignments), claim)
    return File(request, actor, claim, assignments, now, queue.kept(request))


def _chosen(number: int | None, assignments: list[Assignment]) -> Assignment:
    for one in assignments:
        if number == one.number:
            return one
    if not assignments:
        raise Http404
    still_open = [one for one in assignments if one.closed_at is None and one.due_at]
    return min(still_open, key=lambda one: one.due_at or clock.now()) if still_open else assignments[0]
