"""The assignments of the claim; of the chosen one whose minutes, and why its date is what it is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from temoin import clock
from temoin.claims import history
from temoin.claims.models import Assignment
from temoin.engine import ledger
from temoin.journal.models import JournalEntry
from temoin.portals.desk.opened import File
from temoin.portals.desk.tabs.tab import Tab


def context(file: File) -> dict[str, Any]:
    """Every assignment with its rules, and the chosen one's time."""
    return {
        "assignments": [history.current(one, file.claim) for one in file.assignments],
        "names": {pk: firm.name for pk, firm in file.firms.items()},
        **_time(file.now, file.rows),
    }


def _time(now: history.Current, rows: list[JournalEntry]) -> dict[str, Any]:
    """Whose minutes, and why the date is what it is."""
    until = now.assignment.closed_at or clock.now()
    intervals = history.minutes(now, rows, until)
    totals = ledger.by_party(intervals)
    late = ledger.late_by_party(intervals)
    whole = sum((one.total_seconds() for one in totals.values()), 0.0)
    return {
        "why": history.why(now, rows),
        "intervals": intervals,
        "minutes": [
            {
                "party": party,
                "seconds": int(time.total_seconds()),
                "late": int(late[party].total_seconds()) if party in late else 0,
            }
            for party, time in sorted(totals.items(), key=lambda pair: -pair[1])
        ],
        "whole": int(whole),
    }


TAB = Tab(
    code="assignments",
    label=_("Assignments"),
    template="desk/_assignments.html",
    context=context,
    counted=lambda file: Assignment.objects.filter(claim=file.claim),
)
