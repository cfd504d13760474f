"""The works of the chosen assignment: how far they are, what was chosen and signed with its evidence, reservations."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from temoin.claims import history, works
from temoin.claims.models import Assignment
from temoin.claims.reservations import LIFT
from temoin.claims.signing import SEALED
from temoin.documents.models import Document
from temoin.portals.desk.opened import File
from temoin.portals.desk.tabs.tab import Tab


def context(file: File) -> dict[str, Any]:
    """The works, each signature's evidence, and where a reservation is lifted by whoever may."""
    now, rows = file.now, history.rows(file.claim)
    number = now.assignment.number
    evidence = [row.data["evidence"] for row in rows if row.action == SEALED]
    documents = Document.objects.filter(claim_id=file.claim.pk)
    return {
        "works": works.of(now, rows),
        "evidence": [one for one in evidence if one["signed"]["assignment"] == number],
        "papers": {str(one.pk): one for one in documents},
        "lift": "desk/_lift.html" if _may_lift(file) else "",
        "lift_url": reverse("desk:act", args=[file.claim.reference, number, LIFT]),
    }


def _may_lift(file: File) -> bool:
    return any(one.action.code == LIFT and one.refusal is None for one in file.choices)


TAB = Tab(
    code="works",
    label=_("Works"),
    template="desk/_works.html",
    context=context,
    counted=lambda file: Assignment.objects.filter(claim=file.claim).filter(
        Q(state__facts__has_key="started_at") | Q(state__facts__has_key="supply_product")
    ),
    where_any=True,
)
