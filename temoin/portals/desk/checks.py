"""The site checks to be made: which sites, when, whether an appointment is fixed; for the phone of whoever goes there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from temoin import clock
from temoin.claims import history
from temoin.claims.models import Assignment
from temoin.parties import acting
from temoin.parties.models import Organisation
from temoin.portals.desk import complaints

STEP, REPORT = "site_check_pending", "report_site_check"
MAPS = "https://www.openstreetmap.org/search?query="
MOST = 100


@dataclass(frozen=True, slots=True)
class Check:
    """One site, its appointment (None while it is to be fixed) and who works there."""

    now: history.Current
    check_at: datetime | None
    firm: str
    maps_url: str


@require_safe
@acting.require(*complaints.READERS)
def checks(request: HttpRequest) -> HttpResponse:
    """The checks that are waited for, by their date."""
    waiting = Assignment.objects.filter(step=STEP, closed_at__isnull=True).select_related("claim")
    found = list(waiting.order_by("due_at")[:MOST])
    firms = dict(
        Organisation.objects.filter(pk__in={one.contractor for one in found}).values_list("pk", "name")
    )
    shown = [_check(history.current(one), firms) for one in found]
    return render(
        request, "desk/checks.html", {"checks": shown, "cut": len(found) == MOST, "clock": clock.now()}
    )


def _check(now: history.Current, firms: dict[int, str]) -> Check:
    return Check(
        now=now,
        check_at=now.state.facts.get("check_at"),
        firm=firms.get(now.assignment.contractor or 0, ""),
        maps_url=map_of(now),
    )


def map_of(now: history.Current) -> str:
    """Where the site is, on a map."""
    claim = now.claim
    return MAPS + quote(f"{claim.street}, {claim.postcode} {claim.city}, {claim.country}")
