"""The journal, newest first, with the note and the call on top of it."""

from __future__ import annotations

import uuid
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from temoin.claims import timeline
from temoin.documents.models import Document
from temoin.journal.models import JournalEntry
from temoin.portals.desk import choosing, taking_back
from temoin.portals.desk.opened import File
from temoin.portals.desk.tabs.tab import Tab

PAGE = 50
"""The newest entries stand on the page; the others come when asked for."""


def context(file: File) -> dict[str, Any]:
    """The entries by day, of one kind where asked, and the forms above them."""
    kind = file.request.GET.get("genre", "")
    return {
        "kinds": [
            {"code": k.value, "label": k.label, "icon": k.icon, "current": k == kind} for k in timeline.Kind
        ],
        "kind": kind,
        **entries(file, kind, whole="suite" in file.request.GET),
        "composer": [one.action for one in file.choices if one.action.code in choosing.COMPOSER],
        "undo_url": taking_back.offered(file),
        "note_key": uuid.uuid4().hex,
    }


def entries(file: File, kind: str, *, whole: bool = False, rest: bool = False) -> dict[str, Any]:
    """The newest entries, all of them (`whole`), or those that follow the newest ones (`rest`)."""
    names = file.names(timeline.organisations(file.rows))
    found = timeline.newest(file.rows, file.now.procedure, names, kind=kind)
    shown = list(islice(found, PAGE if rest or not whole else None))
    if rest:
        shown = list(found)
    papers = Document.objects.filter(claim_id=file.claim.pk) if any(one.files for one in shown) else ()
    return {
        "names": names,
        "days": timeline.by_day(shown),
        "more": not whole and next(found, None) is not None,
        "papers": {str(one.pk): one for one in papers},
    }


TAB = Tab(
    code="journal",
    label=_("Journal"),
    template="desk/_journal.html",
    context=context,
    counted=lambda file: JournalEntry.objects.filter(claim_id=file.claim.pk),
)
