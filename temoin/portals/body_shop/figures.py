"""A firm's own figures, the time charged to it on a job, and the page by which it contests it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from temoin.claims.history import Current
from temoin.insight import asked, contests, line_page, parties, party_page, whose
from temoin.journal.models import JournalEntry
from temoin.parties import acting
from temoin.portals.body_shop import access


def side(request: HttpRequest) -> asked.Side:
    """The firm sees what it was charged itself, and its own missions behind it."""
    return asked.Side(
        {"organisation": access.firm(request)},
        figures="body_shop:figures",
        lines="body_shop:lines",
        job="body_shop:mission",
    )


@require_safe
@access.body_shop
def figures(request: HttpRequest) -> HttpResponse:
    """What was due from the firm, what was late."""
    firm = acting.of(request).organisation
    whose_page = party_page.Whose(
        parties.Kind.BODY_SHOP, access.firm(request), firm.name if firm else "", own=True
    )
    return party_page.page(request, asked.read(request, side(request)), whose_page)


@require_safe
@access.body_shop
def lines(request: HttpRequest) -> Any:
    """The list behind a number."""
    question = asked.read(request, side(request)).narrowed(charged_to=parties.Kind.BODY_SHOP.charged_to)
    return line_page.page(request, question, access.actor(request))


def minutes(request: HttpRequest, now: Current, journal: list[JournalEntry]) -> whose.Whose:
    """The firm's share of a mission's time; what the procedure lets it contest has a link."""
    firm, offered = access.firm(request), whose.contestable(now, access.actor(request))

    def contest_url(one: whose.Stretch) -> str:
        return reverse("body_shop:contest", args=[now.assignment.pk, one.frame]) if offered else ""

    return whose.whose(now, journal, only=firm, contest=contest_url)


@access.body_shop
def contest(request: HttpRequest, pk: int, frame: int) -> HttpResponse:
    """The form by which the firm contests a stretch that is charged to it."""
    back = f"{reverse('body_shop:mission', args=[pk])}#minutes"
    return contests.page(request, access.own(request, pk), frame, back)
