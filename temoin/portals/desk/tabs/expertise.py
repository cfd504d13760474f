"""What the chosen assignment was judged by: the rules, the calculation, the answers and the pictures."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from temoin.claims import cards, judging
from temoin.claims.models import Assignment
from temoin.documents.models import Document
from temoin.estimates.calculation import handed_in
from temoin.portals.desk.opened import File
from temoin.portals.desk.tabs.tab import Tab
from temoin.procedures import files


def context(file: File) -> dict[str, Any]:
    """The rules with their values, and the cards that need the width of the page."""
    papers = list(Document.objects.filter(claim_id=file.claim.pk))
    return {
        "judged": judging.judged(file.now, file.rows, file.actor),
        "handed_in": handed_in(file.now.assignment, file.actor),
        "wide_cards": [one for one in cards.shown(file.now, papers) if one.card.wide],
    }


def _counted(file: File) -> Any:
    laid_out = [code for code in files.procedures() if files.procedure(code).rules]
    return Assignment.objects.filter(claim=file.claim, procedure__in=laid_out)


TAB = Tab(
    code="expertise",
    label=_("Expertise"),
    template="desk/_expertise.html",
    context=context,
    counted=_counted,
    where_any=True,
)
