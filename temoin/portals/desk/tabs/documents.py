"""The claim's documents and photos."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from temoin.documents.models import Document
from temoin.portals.desk.opened import File
from temoin.portals.desk.tabs.tab import Tab


def context(file: File) -> dict[str, Any]:
    """Every document of the claim."""
    return {"documents": list(Document.objects.filter(claim_id=file.claim.pk))}


TAB = Tab(
    code="documents",
    label=_("Documents"),
    template="desk/_documents.html",
    context=context,
    counted=lambda file: Document.objects.filter(claim_id=file.claim.pk),
)
