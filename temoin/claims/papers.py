"""Who may open a document of a claim: a party may, by the document's visibility; all others find nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest

from temoin.claims import scope
from temoin.claims.models import Assignment, Claim, ClaimParty
from temoin.documents.models import Document, Kind, Visibility
from temoin.engine.model import Action, Field, FieldType, Procedure
from temoin.parties import acting
from temoin.parties.acting import Acting
from temoin.parties.models import MagicLink
from temoin.parties.roles import REPAIRERS

READS_WORDS_ONLY = ("intermediary", "counterparty_insurer")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KIND_OF = {
    "signature": Kind.OTHER,
    "estimate_file": Kind.ESTIMATE,
    "invoice_file": Kind.INVOICE,
    "adjuster_report": Kind.REPORT,
    "expert_report": Kind.REPORT,
}
"""The kind of the files that a field holds, where it is not to be found by looking."""

PRICED = (Kind.ESTIMATE, Kind.INVOICE, Kind.REPORT)


def may_see(request: HttpRequest, document: Document) -> bool:
    """Staff see all; a link its claim's shared papers; a firm those of its claims, or its own."""
    who = acting.of(request)
    if who.link is not None:
        return _by_link(who.link, document)
    if who.actor is None:
        return False
    if scope.of(who.actor) == "network":
        return True
    organisation = who.actor.organisation
    party = ClaimParty.objects.filter(
        claim_id=document.claim_id, organisation=organisation, until_at__isnull=True
    )
    if organisation is None or not party.exists():
        return False
    if document.organisation_id == organisation or f"{who.role}:{organisation}" in document.addressed_to:
        return True
    return document.visibility == Visibility.PARTIES and _within_reach(document, who.role, organisation)


def meant_for(procedure: Procedure, action: Action, field: Field) -> Visibility:
    """Who sees a file that is handed in with an action, in that field."""
    if field.confidential or any(one.action == action.code for one in procedure.correspondence):
        return Visibility.HOLDER  # a message's files are for those who write to each other
    return Visibility.INTERNAL if action.visibility == "internal" else Visibility.PARTIES


def hand_over(
    claim: Claim, procedure: Procedure, action: Action, values: Mapping[str, Any], who: Acting
) -> None:
    """Open the files that the asker's organisation sent beforehand to those whom the action tells.

    Until an action names them they are for their sender and the network alone, and of no kind.
    """
    mine = Document.objects.filter(
        claim_id=claim.pk,
        organisation=who.organisation,
        visibility__in=(Visibility.HOLDER, Visibility.INTERNAL),
    )
    for entry in action.form:
        field = procedure.fields[entry.code]
        if field.type is not FieldType.FILES or not values.get(entry.code):
            continue
        named = list(mine.filter(pk__in=values[entry.code]))
        for one in named:
            one.visibility = meant_for(procedure, action, field)
            if one.kind == Kind.OTHER:
                one.kind = KIND_OF.get(entry.code, Kind.OTHER)
        Document.objects.bulk_update(named, ["visibility", "kind"])
        if field.confidential:
            for_insurer(claim, named)


def for_insurer(claim: Claim, documents: Iterable[Document]) -> None:
    """Confidential papers: besides the network and their author, the claim's insurer may open them, nobody else."""
    rows = Document.objects.filter(pk__in=[one.pk for one in documents])
    rows.update(addressed_to=[f"insurer:{claim.insurer_id}"])


def _by_link(link: MagicLink, document: Document) -> bool:
    if link.claim_id == document.claim_id and link.role in document.addressed_to:
        return True
    shared = link.claim_id == document.claim_id and document.visibility == Visibility.PARTIES
    return shared and (link.role not in READS_WORDS_ONLY or document.kind not in PRICED)


def _within_reach(document: Document, role: str, organisation: int) -> bool:
    """Whoever repairs sees the insured's and the network's papers, never another firm's; a broker no amounts."""
    if role in READS_WORDS_ONLY:
        return document.kind not in PRICED
    if role not in REPAIRERS:
        return True
    if document.role in REPAIRERS:
        return False
    return (
        document.assignment is None
        or (
            Assignment.objects.filter(claim_id=document.claim_id, number=document.assignment)
            .filter(contractor=organisation)
            .exists()
        )
        or (
            Assignment.objects.filter(
                claim_id=document.claim_id,
                number=document.assignment,
                state__facts__invited__contains=[organisation],
            ).exists()
        )
    )


def named(claim_id: int, ids: Iterable[str]) -> list[Document]:
    """A claim's documents of these ids, oldest first; an old journal's ids may name none of ours."""
    known = [one for one in ids if UUID.fullmatch(one)]
    if not known:
        return []
    return list(Document.objects.filter(claim_id=claim_id, pk__in=known).order_by("at", "id"))
