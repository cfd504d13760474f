"""The assignments of the claim; of the chosen one whose minutes, and why its date is what it is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from temoin.claims import history
from temoin.claims.models import Assignment
from temoin.insight import whose
from temoin.portals.desk.opened import File
from temoin.portals.desk.tabs.tab import Tab


def context(file: File) -> dict[str, Any]:
    """Every assignment with its rules, and the chosen one's time."""
    return {
        "assignments": [history.current(one, file.claim) for one in file.assignments],
        "names": {pk: firm.name for pk, firm in file.firms.items()},
        **_time(file),
    }


def _time(file: File) -> dict[str, Any]:
    """Whose minutes, and why the date is what it is."""
    now, offered = file.now, whose.contestable(file.now, file.actor)

    def contest_url(one: whose.Stretch) -> str:
        if not offered or one.charged_to != file.actor.role:
            return ""
        return reverse("desk:contest", args=[file.claim.reference, now.assignment.number, one.frame])

    return {
        "why": history.why(now, file.rows),
        "whose": whose.whose(now, file.rows, contest=contest_url),
    }


TAB = Tab(
    code="assignments",
    label=_("Assignments"),
    template="desk/_assignments.html",
    context=context,
    counted=lambda file: Assignment.objects.filter(claim=file.claim),
)
