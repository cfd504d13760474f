"""New jobs: the list of offers, and one of them in detail beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from temoin import clock
from temoin.claims.models import Assignment
from temoin.parties import acting
from temoin.parties.models import Organisation
from temoin.portals.contractor import access, offers, openings, papers
from temoin.portals.contractor.offers import NEAR_KM, Offer
from temoin.ui.urgency import Urgency

PHOTOS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow the list; `code` stands in the address."""

    code: str
    label: str
    icon: str
    count: int
    current: bool


def firm_of(request: HttpRequest) -> Organisation:
    """The organisation that the person acts for."""
    organisation = acting.of(request).organisation
    assert organisation is not None  # a contractor always acts for a firm
    return organisation


@access.contractor
@require_safe
def new_jobs(request: HttpRequest) -> HttpResponse:
    """The offers; on a desk the most urgent one stands open beside them."""
    listed = _listed(request)
    first = listed["shown"][0] if listed["shown"] else None
    detail = _detail(first, firm_of(request)) if first else {}
    return render(request, "contractor/new_jobs.html", listed | detail | {"view": "list"})


@access.contractor
@require_safe
def job_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer: damage, photos, place without street, times, rules; nothing that names the insured."""
    assignment = access.offered(request, pk)
    if assignment is None:
        return gone(request, pk, status=410)
    organisation = firm_of(request)
    listed = _listed(request)
    offer = next((one for one in listed["offers"] if one.assignment.pk == pk), None)
    chosen = offer or offers.one(assignment, organisation)
    context = (
        listed
        | _detail(chosen, organisation)
        | {
            "view": "detail",
            "back_url": reverse("contractor:new_jobs"),
            "was_refused": offer is None,
        }
    )
    return render(request, "contractor/new_jobs.html", context)


def gone(request: HttpRequest, pk: int, *, status: int = 409) -> HttpResponse:
    """What a firm reads when an offer is no more: who has the job now is not said, only whether somebody has.

    His own job opens instead; a job that was never offered to him does not exist.
    """
    was = access.once_offered(request, pk)
    if was.contractor == access.firm(request):
        return redirect("contractor:job", pk=pk)
    context = _listed(request) | {"view": "list", "lost": _lost(was)}
    return render(request, "contractor/new_jobs.html", context, status=status)


def _lost(was: Assignment) -> str:
    if was.contractor is not None:
        return _("This job has just been taken charge of by another professional.")
    return _("This job is no longer on offer.")


def _listed(request: HttpRequest) -> dict[str, Any]:
    found = offers.of(firm_of(request))
    asked = request.GET.get("filtre", "")
    shown = [one for one in found if _passes(one, asked)]
    return {
        "offers": found,
        "shown": shown,
        "filters": _filters(found, asked),
        "query": f"?{request.GET.urlencode()}" if asked else "",
        "now": clock.now(),
    }


def _passes(offer: Offer, asked: str) -> bool:
    match asked:
        case "urgent":
            return offer.urgency in (Urgency.LATE, Urgency.TODAY)
        case "near":
            return offer.near
        case "":
            return True
        case _:
            return offer.assignment.trade == asked


def _filters(found: list[Offer], asked: str) -> list[Filter]:
    """All, urgent, near, and the trades where there is more than one."""
    trades = {one.assignment.trade: (one.trade, one.trade_icon) for one in found}
    named = [
        ("", _("All jobs"), "layers"),
        ("urgent", _("Urgent"), "siren"),
        ("near", _("Under %(km)s km") % {"km": NEAR_KM}, "map-pin"),
        *((code, label, icon) for code, (label, icon) in sorted(trades.items()) if len(trades) > 1),
    ]
    counted = ((code, label, icon, sum(_passes(one, code) for one in found)) for code, label, icon in named)
    return [Filter(code, label, icon, count, code == asked) for code, label, icon, count in counted]


def _detail(offer: Offer, organisation: Organisation) -> dict[str, Any]:
    assignment = offer.assignment
    readable = papers.readable(assignment.claim_id, organisation.pk, [assignment.number])
    photos = [one for one in readable if one.is_picture and one.role != "contractor"]
    times = openings.ahead(assignment.claim, clock.now())
    return {
        "offer": offer,
        "assignment": assignment,
        "claim": assignment.claim,
        "photos": photos[:PHOTOS_SHOWN],
        "more_photos": photos[PHOTOS_SHOWN:],
        "openings": openings.by_day(times),
        "estimate_hours": offers.hours_for_estimate(offer.procedure),
    }
