"""What stands above a signature on a page: the paper in words, the photos, the reservations; words come first."""

from __future__ import annotations

from typing import Any

from temoin import clock
from temoin.claims import history, papers, signed_papers
from temoin.claims.models import Assignment, Claim
from temoin.claims.reservations import MAKE
from temoin.documents.models import Visibility


def context(assignment: Assignment, claim: Claim, action: str) -> dict[str, Any]:
    """The paper that an action signs, and the pictures it speaks of; nothing for all other actions."""
    if action not in signed_papers.AGREED or action == MAKE:  # what is to be reserved is not written yet
        return {}
    now = history.current(assignment, claim)
    rows = history.rows(claim)
    facts = now.state.facts
    named = ("supply_photo",) if action in signed_papers.SUPPLIES else ("photos_before", "photos_after")
    wanted = {one for name in named for one in facts.get(name) or ()}
    known = {
        str(one.pk): one
        for one in papers.named(claim.pk, wanted)
        if one.is_picture and one.visibility == Visibility.PARTIES
    }
    pictures = [
        (now.procedure.fields[name], [known[one] for one in facts.get(name) or () if one in known])
        for name in named
    ]
    return {
        "paper": signed_papers.paper(now, rows, action, clock.now()),
        "paper_pictures": [(field.label, found) for field, found in pictures if found],
    }
