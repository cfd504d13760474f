"""A partner's claims: those under way, those closed, and the search among them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from temoin import clock
from temoin.claims.models import Assignment, Claim
from temoin.claims.normal import normal, word
from temoin.claims.search import SHORTEST
from temoin.parties.roles import Role
from temoin.portals.partner import access
from temoin.portals.partner.standing import Standing, standing

PAGE = 50
LAST = 200  # pages; whoever looks further back searches


@dataclass(frozen=True, slots=True)
class Line:
    """One claim with where each of its assignments stands."""

    claim: Claim
    standings: list[Standing]


@require_safe
@access.partner
def claims(request: HttpRequest) -> HttpResponse:
    """The claims that the organisation is a party to, the latest first."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    closed = request.GET.get("etat") == "clos"
    page = _page(request.GET.get("page", ""))
    found = _searched(request, text) if text else _by_state(request, closed=closed)
    rows = list(_ordered(found)[(page - 1) * PAGE : page * PAGE + 1])
    context = {
        "lines": [_line(request, one) for one in rows[:PAGE]],
        "text": text,
        "closed": closed,
        "page": page,
        "more": len(rows) > PAGE and page < LAST,
        "narrow": access.is_narrow(request),
        "anonymous": _anonymous(request),
        "clock": clock.now(),
    }
    return render(request, "partner/claims.html", context)


def _page(asked: str) -> int:
    return min(max(int(asked), 1), LAST) if asked.isdecimal() and len(asked) < 6 else 1


def _anonymous(request: HttpRequest) -> bool:
    """The other side's insurer is not told who the insured is."""
    return access.actor(request).role == Role.COUNTERPARTY_INSURER.value


def _by_state(request: HttpRequest, *, closed: bool) -> QuerySet[Claim]:
    under_way = Exists(Assignment.objects.filter(claim=OuterRef("pk"), closed_at__isnull=True))
    return access.claims(request).filter(~under_way if closed else under_way)


def _searched(request: HttpRequest, text: str) -> QuerySet[Claim]:
    """Claims whose reference, number or surname begins with the text; ranges, as in `claims.search`."""
    asked = {"reference_n": word(text)}
    if not _anonymous(request):
        asked |= {"insurer_number_n": word(text), "surname_n": normal(text)}
    either = Q()
    for column, prefix in asked.items():
        if len(prefix) >= SHORTEST:
            either |= Q(**{f"{column}__gte": prefix, f"{column}__lt": prefix + "\U0010ffff"})
    return access.claims(request).filter(either) if either else Claim.objects.none()


def _ordered(found: QuerySet[Claim]) -> QuerySet[Claim]:
    rows = Prefetch("assignments", queryset=Assignment.objects.order_by("number"))
    return found.select_related("insurer").prefetch_related(rows).order_by("-opened_at", "-pk")


def _line(request: HttpRequest, claim: Claim) -> Line:
    who = access.actor(request)
    return Line(claim, [standing(one, claim, who) for one in claim.assignments.all()])
