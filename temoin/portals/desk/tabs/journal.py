"""The journal, newest first, with the note and the call on top of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _

from temoin.claims import history, timeline
from temoin.documents.models import Document
from temoin.journal.models import JournalEntry
from temoin.parties.models import Organisation
from temoin.portals.desk import choosing
from temoin.portals.desk.opened import File
from temoin.portals.desk.tabs.tab import Tab


def context(file: File) -> dict[str, Any]:
    """The entries by day, of one kind where asked, and the forms above them."""
    kind = file.request.GET.get("genre", "")
    rows = history.rows(file.claim)
    names = dict(Organisation.objects.filter(pk__in=timeline.organisations(rows)).values_list("pk", "name"))
    return {
        "kinds": [
            {"code": k.value, "label": k.label, "icon": k.icon, "current": k == kind} for k in timeline.Kind
        ],
        "kind": kind,
        "days": timeline.days(rows, file.now.procedure, names, kind=kind),
        "papers": {str(one.pk): one for one in Document.objects.filter(claim_id=file.claim.pk)},
        "composer": [one.action for one in file.choices if one.action.code in choosing.QUIET],
        "note_key": uuid.uuid4().hex,
    }


TAB = Tab(
    code="journal",
    label=_("Journal"),
    template="desk/_journal.html",
    context=context,
    counted=lambda file: JournalEntry.objects.filter(claim_id=file.claim.pk),
)
