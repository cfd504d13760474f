"""Who holds a living link sees exactly his claim; whoever's link is over reads so, with a telephone number."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from temoin.claims.models import Assignment, Claim
from temoin.engine.state import Actor
from temoin.parties import acting, roles
from temoin.parties.models import Organisation
from temoin.portals.insured import brands

View = Callable[..., HttpResponse]


def holder(view: View) -> View:
    """A view of the claim that the request's link opens, given as its second argument."""

    @never_cache
    @acting.require(roles.INSURED)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        link = acting.of(request).link
        found = Claim.objects.select_related("insurer").filter(pk=link.claim_id).first() if link else None
        if found is None:
            raise Http404
        return view(request, found, *args, **kwargs)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        who = acting.of(request)
        if who.actor is None and who.user is None:
            return ended(request)
        return shown(request, *args, **kwargs)

    return guarded


def ended(request: HttpRequest) -> HttpResponse:
    """The link is unknown, over or taken back, and it is not said which; whom to call is."""
    network = Organisation.objects.filter(kind=roles.Kind.NETWORK, active=True).order_by("pk").first()
    return render(request, "insured/ended.html", {"network": network}, status=410)


def actor(request: HttpRequest) -> Actor:
    """Who acts; the guard has seen to it that somebody does."""
    found = acting.of(request).actor
    assert found is not None
    return found


def numbered(claim: Claim, number: int) -> Assignment:
    """One assignment of the claim, or 404."""
    found = Assignment.objects.filter(claim=claim, number=number).first()
    if found is None:
        raise Http404
    found.claim = claim
    return found


def frame(request: HttpRequest, claim: Claim) -> dict[str, Any]:
    """What every one of his pages stands in: the insurer's brand and telephone, and how long the link works."""
    link = acting.of(request).link
    return {
        "brand": brands.of(claim.insurer.code),
        "brand_name": claim.insurer.name,
        "brand_phone": claim.insurer.telephone,
        "home_url": reverse("insured:tracking"),
        "until_on": timezone.localtime(link.expires_at).date() if link else None,
    }
