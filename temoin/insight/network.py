"""The operator's own pages of figures: everybody of the staff reads them."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from temoin.claims import action_page, history
from temoin.claims.scope import NETWORK_ROLES
from temoin.insight import asked as asking
from temoin.insight import contests, dashboard, line_page, outcomes_page, parties, party_page, sheets, whose
from temoin.insight.asked import Side
from temoin.insight.models import Contest
from temoin.parties import acting
from temoin.parties.models import Organisation, User

SIDE = Side(
    {},
    figures="insight:figures",
    lines="insight:lines",
    claim="desk:file",
    outcomes="insight:outcomes",
    network=True,
)
staff = acting.require(*NETWORK_ROLES)


@require_safe
@staff
def figures(request: HttpRequest) -> HttpResponse:
    """The dashboard."""
    asked = asking.read(request, SIDE)
    blocks = outcomes_page.blocks(parties.filtered(asked))
    return dashboard.page(request, SIDE, {"kinds": list(parties.Kind), "outcomes": blocks})


@require_safe
@staff
def outcomes(request: HttpRequest) -> Any:
    """What a procedure itself is judged by, by month, insurer or repairer."""
    actor = acting.of(request).actor
    assert actor is not None  # the guard saw to it
    return outcomes_page.page(request, SIDE, actor)


@require_safe
@staff
def lines(request: HttpRequest) -> Any:
    """The list behind a number."""
    actor = acting.of(request).actor
    assert actor is not None  # the guard saw to it
    return line_page.page(request, asking.read(request, SIDE), actor)


@require_safe
@staff
def party_list(request: HttpRequest, kind: str) -> Any:
    """Everyone of a kind with his delays; `format=csv` gives it as a file."""
    of, asked = _kind(kind), parties.filtered(asking.read(request, SIDE))
    found = parties.all_of(asked, of)
    if request.GET.get("format") == "csv":
        head, rows = parties.sheet(of, found)
        actor = acting.of(request).actor
        assert actor is not None  # the guard saw to it
        return sheets.response(of.value, head, lambda: rows, actor)
    context = {
        "asked": asked,
        "kind": of,
        "kinds": list(parties.Kind),
        "rows": found,
        "filters": dashboard.filters(asked, {}),
        "query": asked.query(),
    }
    return render(request, "insight/parties.html", context)


@require_safe
@staff
def party(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One party's figures."""
    of = _kind(kind)
    name = _name(of, pk)
    if not name:
        raise Http404
    return party_page.page(request, asking.read(request, SIDE), party_page.Whose(of, pk, name, own=False))


ANSWERING = ("network_manager", "customer_service")
PAGE = 50


@require_safe
@staff
def contest_list(request: HttpRequest) -> HttpResponse:
    """Contests of charged time: those to be answered first, then the latest."""
    number = line_page.page_number(request.GET.get("page", ""))
    found = Contest.objects.select_related("claim", "assignment")
    rows = list(
        found.order_by(F("answered_at").desc(nulls_first=True), "-asked_at")[
            (number - 1) * PAGE : number * PAGE + 1
        ]
    )
    context = {
        "contests": contests.shown(rows[:PAGE]),
        "may_answer": acting.of(request).role in ANSWERING,
        "page": number,
        "more": len(rows) > PAGE,
    }
    return render(request, "insight/contests.html", context)


@acting.require(*ANSWERING)
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """One contest with its answer's form; the claim's own record of whose minutes stands above it."""
    found = (
        Contest.objects.select_related("assignment", "claim").filter(pk=pk).first()
        if pk < asking.LARGEST
        else None
    )
    if found is None:
        raise Http404
    here = reverse("insight:contests")
    now = history.current(found.assignment, found.claim)
    context = {
        "contest": contests.shown([found])[0],
        "whose": whose.whose(now, history.rows(found.claim)),
        "file_url": SIDE.claim_url(found.claim.reference, found.assignment.number, found.assignment_id),
        "now": now,
        "claim": found.claim,
    }
    if found.answered_at is not None:
        return render(request, "insight/contest.html", context)
    setting = action_page.Setting(
        back_url=here,
        done_url=here,
        fixed={"contested_frame": found.frame},
        template="insight/contest.html",
        context=context | {"submit_label": _("Send the answer")},
        done_words=lambda happened: _("Answered: whoever contested reads it on his file."),
    )
    return action_page.action_page(request, found.assignment, contests.ANSWER, setting)


def _kind(code: str) -> parties.Kind:
    try:
        return parties.Kind(code)
    except ValueError:
        raise Http404 from None


def _name(kind: parties.Kind, pk: int) -> str:
    if not 0 < pk < asking.LARGEST:
        return ""
    if kind is parties.Kind.ESTIMATOR:
        return str(User.objects.filter(pk=pk, memberships__role="estimator").first() or "")
    return str(Organisation.objects.filter(pk=pk, kind=kind.charged_to).first() or "")
