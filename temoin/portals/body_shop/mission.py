"""A mission: its printed sentence, the vehicle, the adjuster, what to do now, and everything that happened."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from temoin import clock
from temoin.claims import cards, history, sentences, sweep, timeline
from temoin.claims.history import Current
from temoin.claims.models import Assignment
from temoin.engine.permission import roles_of
from temoin.estimates import calculation as calculations
from temoin.journal.models import JournalEntry
from temoin.messages import inbox
from temoin.messages.sides import Side
from temoin.money import showing
from temoin.parties.models import Organisation
from temoin.portals.body_shop import access, figures, papers, rows, todo
from temoin.portals.body_shop.models import Arrival

MAPS = "https://www.openstreetmap.org/search?query="


@require_safe
@access.body_shop
def mission(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of one mission; what has run out by now is passed on first."""
    sweep.settle_due(access.missions(access.firm(request)).filter(pk=pk))
    return render(request, "body_shop/mission.html", context(request, access.own(request, pk)))


def context(request: HttpRequest, assignment: Assignment) -> dict[str, Any]:
    """Everything that the page shows."""
    actor, now, at = access.actor(request), history.current(assignment), clock.now()
    claim, procedure, facts = now.claim, now.procedure, now.state.facts
    journal = history.rows(claim)
    readable = history.readable(journal, actor, [assignment])
    documents = papers.readable(claim.pk, access.firm(request), assignment.number)
    step, views = procedure.steps.get(now.state.step or ""), cards.views(now)
    return {
        "assignment": assignment,
        "claim": claim,
        "now": now,
        "procedure": procedure,
        "facts": facts,
        "step": step,
        "end": procedure.ends.get(now.state.outcome or ""),
        "yours": step is not None and step.holder in roles_of(procedure, actor, now.state),
        "row": rows.row(assignment, at),
        "todo": todo.of(now, actor),
        "why": history.why(now, journal),
        "maps_url": MAPS + quote(f"{claim.street}, {claim.postcode} {claim.city}, {claim.country}"),
        "loss": _choice(now, "loss_type", claim.loss_type),
        "expert": _expert(now),
        "handed_in": calculations.handed_in(assignment, actor),
        "days": timeline.days(readable, procedure, _names(readable), assignment=assignment.number),
        "papers": {str(one.pk): one for one in documents},
        "photos": [(one, views.get(str(one.pk), "")) for one in documents if one.is_picture],
        "documents": [one for one in documents if not one.is_picture],
        "unread": inbox.unread(Side(actor.role, access.firm(request))).filter(claim=claim).count(),
        "reserved": sentences.kept_from(now.kept_from(actor), procedure),
        "whose": figures.minutes(request, now, journal),
        "split": showing.split_of(now),
        "arrived": Arrival.objects.filter(assignment=assignment, read_at=None).exists(),
        "back_url": reverse("body_shop:boards"),
    }


def _choice(now: Current, field: str, code: str) -> str:
    return sentences.said(now.procedure.fields[field].choices.get(code)) or code


def _expert(now: Current) -> dict[str, Any]:
    """Who examines the estimate, as soon as somebody does."""
    facts = now.state.facts
    firm = Organisation.objects.filter(pk=facts.get("loss_adjuster") or 0).first()
    link = str(facts.get("video_link") or "")
    return {
        "firm": firm,
        "name": facts.get("expert_name") or "",
        "phone": facts.get("expert_phone") or (firm.telephone if firm else ""),
        "call_at": facts.get("call_at"),
        "visit_at": facts.get("expert_visit_at"),
        "video_url": link if link.startswith(("https://", "http://")) else "",
    }


def _names(found: list[JournalEntry]) -> dict[int, str]:
    return dict(Organisation.objects.filter(pk__in=timeline.organisations(found)).values_list("pk", "name"))
