"""The firm's own figures, the time charged to it on a mission, and the page by which it contests it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from temoin.claims.history import Current
from temoin.insight import parties, whose
from temoin.insight.firm_pages import FirmPages
from temoin.journal.models import JournalEntry
from temoin.portals.body_shop import access

PAGES = FirmPages(parties.Kind.BODY_SHOP, space="body_shop", job="mission")


@require_safe
@access.body_shop
def figures(request: HttpRequest) -> HttpResponse:
    """What was due from the firm, what was late."""
    return PAGES.figures(request, access.firm(request))


@require_safe
@access.body_shop
def lines(request: HttpRequest) -> Any:
    """The list behind a number."""
    return PAGES.lines(request, access.actor(request), access.firm(request))


def minutes(request: HttpRequest, now: Current, journal: list[JournalEntry]) -> whose.Whose:
    """The firm's share of a mission's time."""
    return PAGES.minutes(now, journal, access.actor(request), access.firm(request))


@access.body_shop
def contest(request: HttpRequest, pk: int, frame: int) -> HttpResponse:
    """The form by which the firm contests a stretch that is charged to it."""
    return PAGES.contest(request, access.own(request, pk), frame)
