"""Figures for insurers and adjusters: an insurer's claims, one's own delays, and contests of what one was charged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from temoin.claims.history import Current
from temoin.engine.state import Actor
from temoin.insight import asked, contests, dashboard, line_page, outcomes_page, parties, party_page, whose
from temoin.journal.models import JournalEntry
from temoin.parties import acting
from temoin.parties.roles import Role
from temoin.portals.partner import access


def _is_insurer(request: HttpRequest) -> bool:
    return access.actor(request).role == Role.INSURER.value


def side(request: HttpRequest) -> asked.Side:
    """An insurer sees all parties on its claims, an adjuster what was charged to his firm."""
    organisation = access.actor(request).organisation
    assert organisation is not None  # `access.actor` saw to it
    limits: Mapping[str, int] = {"insurer" if _is_insurer(request) else "organisation": organisation}
    return asked.Side(
        limits,
        figures="partner:figures",
        lines="partner:lines",
        claim="partner:claim",
        outcomes="partner:outcomes",
    )


@require_safe
@access.active
def figures(request: HttpRequest) -> HttpResponse:
    """The dashboard of an insurer's claims; an adjuster has his own delays alone."""
    if not _is_insurer(request):
        return own(request)
    blocks = outcomes_page.blocks(parties.filtered(asked.read(request, side(request))))
    shown = {"own_url": reverse("partner:own_figures"), "outcomes": blocks}
    return dashboard.page(request, side(request), shown)


@require_safe
@access.active
def outcomes(request: HttpRequest) -> Any:
    """What a procedure itself is judged by, on an insurer's claims."""
    if not _is_insurer(request):
        raise Http404
    return outcomes_page.page(request, side(request), access.actor(request))


@require_safe
@access.active
def own(request: HttpRequest) -> HttpResponse:
    """What was due from one's own organisation."""
    who = acting.of(request)
    assert who.organisation is not None  # the guard saw to it
    kind = parties.Kind.INSURER if _is_insurer(request) else parties.Kind.ADJUSTER
    page = party_page.Whose(kind, who.organisation.pk, who.organisation.name, own=True)
    return party_page.page(request, asked.read(request, side(request)), page)


@require_safe
@access.active
def lines(request: HttpRequest) -> Any:
    """The list behind a number."""
    question = asked.read(request, side(request))
    if not _is_insurer(request):
        question = question.narrowed(charged_to=parties.Kind.ADJUSTER.charged_to)
    return line_page.page(request, question, access.actor(request))


def minutes(now: Current, reader: Actor, journal: list[JournalEntry]) -> whose.Whose:
    """Whose minutes: all of them for the insurer, his own for an adjuster."""
    offered = whose.contestable(now, reader)

    def contest_url(one: whose.Stretch) -> str:
        if not offered or one.organisation != reader.organisation:
            return ""
        return reverse("partner:contest", args=[now.claim.reference, now.assignment.number, one.frame])

    only = None if reader.role == Role.INSURER.value else reader.organisation
    return whose.whose(now, journal, only=only, contest=contest_url)


@access.active
def contest(request: HttpRequest, reference: str, number: int, frame: int) -> HttpResponse:
    """The form by which one contests a stretch that is charged to one's organisation."""
    assignment = access.numbered(request, reference, number)
    back = f"{reverse('partner:claim', args=[reference])}#mission-{number}"
    return contests.page(request, assignment, frame, back)
