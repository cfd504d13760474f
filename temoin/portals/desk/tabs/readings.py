"""The readings of the chosen assignment: a curve for each surface, and when to read again."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from temoin import clock
from temoin.claims import curves, history
from temoin.claims.models import Assignment
from temoin.portals.desk.opened import File
from temoin.portals.desk.tabs.tab import Tab


def context(file: File) -> dict[str, Any]:
    """The curves, and where a reading is entered by whoever may."""
    now = file.now
    entries = history.entries(now, history.rows(file.claim))
    return {"curves": curves.curves(now, entries, clock.now()), "reading_url": _form(file)}


def _form(file: File) -> str:
    values = {one.value for one in file.now.procedure.series.values()}
    for choice in file.choices:
        if choice.refusal is None and values & {one.code for one in choice.action.form}:
            return reverse(
                "desk:act", args=[file.claim.reference, file.now.assignment.number, choice.action.code]
            )
    return ""


TAB = Tab(
    code="readings",
    label=_("Readings"),
    template="desk/_readings.html",
    context=context,
    counted=lambda file: Assignment.objects.filter(claim=file.claim, state__has_key="readings"),
    where_any=True,
)
