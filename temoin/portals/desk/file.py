"""The claim's file: header, journal, assignments, documents, mail; and every action asked from the engine."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from temoin import clock
from temoin.appointments import slots
from temoin.claims import action_page, door, history, timeline
from temoin.claims.models import Assignment, Claim
from temoin.documents.models import Document
from temoin.engine import ledger
from temoin.messages.reading import mails_of
from temoin.parties import acting
from temoin.parties.models import Organisation
from temoin.portals.desk import facts, queue

TABS = ("journal", "assignments", "documents", "mail")


def found(reference: str) -> Claim:
    """The claim of that reference, or 404."""
    try:
        return Claim.objects.select_related("insurer", "handler", "intermediary").get(reference=reference)
    except Claim.DoesNotExist:
        raise Http404 from None


def numbered(claim: Claim, number: int) -> Assignment:
    """One assignment of a claim, or 404."""
    assignment = Assignment.objects.filter(claim=claim, number=number).first()
    if assignment is None:
        raise Http404
    assignment.claim = claim
    return assignment


@queue.desk
def first(request: HttpRequest) -> HttpResponse:
    """The queue with its most urgent file open beside it; a phone shows the list alone."""
    beside = queue.context(request)
    line = next((line for group in beside["groups"] for line in group.lines), None)
    if line is None:
        return render(request, "desk/queue.html", beside)
    claim = found(line.assignment.claim.reference)
    return _shown(request, claim, beside, number=line.assignment.number, view="list")


@queue.desk
def claim_file(request: HttpRequest, reference: str) -> HttpResponse:
    """One claim beside the queue."""
    claim = found(reference)
    asked = request.GET.get("mission", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 5 else None
    return _shown(request, claim, queue.context(request), number=number, view="detail")


def _shown(
    request: HttpRequest, claim: Claim, beside: dict[str, Any], *, number: int | None, view: str
) -> HttpResponse:
    assignments = list(claim.assignments.order_by("number"))
    chosen = _chosen(number, assignments)
    tab = request.GET.get("onglet", "journal")
    rows = history.rows(claim)
    now = history.current(chosen, claim)
    names = dict(Organisation.objects.filter(pk__in=_named(rows, assignments)).values_list("pk", "name"))
    mails = list(mails_of(claim))
    documents = list(Document.objects.filter(claim_id=claim.pk))
    context = beside | {
        "pane": view,
        "claim": claim,
        "assignments": [history.current(one, claim) for one in assignments],
        "now": now,
        "step": now.procedure.steps.get(now.state.step or ""),
        "end": now.procedure.ends.get(now.state.outcome or ""),
        "tab": tab if tab in TABS else "journal",
        "tabs": _tabs(tab, len(rows), len(assignments), len(documents), len(mails)),
        "names": names,
        "contractor": Organisation.objects.filter(pk=chosen.contractor).first()
        if chosen.contractor
        else None,
        "mails": mails,
        "documents": documents,
        "papers": {str(one.pk): one for one in documents},
        "invited": [names[one] for one in _invited(now) if one in names],
        "amount": facts.amount(now),
        "moments": facts.moments(now),
        "late_words": facts.late(now, clock.now()),
    }
    context |= _choices(request, now) | _journal(request, now, rows, names)
    if tab == "assignments":
        context |= _time(now, rows)
    return render(request, "desk/file.html", context)


def _chosen(number: int | None, assignments: list[Assignment]) -> Assignment:
    for one in assignments:
        if number == one.number:
            return one
    if not assignments:
        raise Http404
    still_open = [one for one in assignments if one.closed_at is None and one.due_at]
    return min(still_open, key=lambda one: one.due_at or clock.now()) if still_open else assignments[0]


def _invited(now: history.Current) -> tuple[int, ...]:
    """Whom the job stands offered to."""
    return tuple(now.state.facts.get("invited") or ()) if now.assignment.holder_role == "invited" else ()


def _named(rows: list[Any], assignments: list[Assignment]) -> set[int]:
    return timeline.organisations(rows) | {one.contractor for one in assignments if one.contractor}


def _tabs(tab: str, entries: int, assignments: int, documents: int, mails: int) -> list[dict[str, Any]]:
    offered = [
        ("journal", _("Journal"), entries),
        ("assignments", _("Assignments"), assignments),
        ("documents", _("Documents"), documents),
        ("mail", _("Mail"), mails),
    ]
    return [{"code": c, "label": label, "count": n, "current": c == tab} for c, label, n in offered]


QUIET = ("add_note", "log_call")  # they stand in the composer, not in the menu


def _choices(request: HttpRequest, now: history.Current) -> dict[str, Any]:
    actor = acting.of(request).actor
    assert actor is not None  # the guard saw to it
    choices = now.choices(actor, clock.now())
    ready = [one for one in choices if one.refusal is None and one.action.code not in QUIET]
    primary = next((one for one in ready if one.action.primary), None)
    return {
        "choices": choices,
        "primary": primary,
        "others": [one for one in choices if one is not primary and one.action.code not in QUIET],
        "composer": [one.action for one in choices if one.action.code in QUIET],
        "note_key": uuid.uuid4().hex,
    }


def _time(now: history.Current, rows: list[Any]) -> dict[str, Any]:
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


def _journal(
    request: HttpRequest, now: history.Current, rows: list[Any], names: dict[int, str]
) -> dict[str, Any]:
    kind = request.GET.get("genre", "")
    return {
        "kinds": [
            {"code": k.value, "label": k.label, "icon": k.icon, "current": k == kind} for k in timeline.Kind
        ],
        "kind": kind,
        "days": timeline.days(rows, now.procedure, names, kind=kind),
    }


@queue.desk
def act(request: HttpRequest, reference: str, number: int, action: str) -> HttpResponse:
    """Any action of the procedure, by its form."""
    claim = found(reference)
    assignment = numbered(claim, number)
    back = f"{reverse('desk:file', args=[reference])}?{queue.kept(request)}mission={number}"

    def next_page(happened: door.Happened) -> str:
        return back

    setting = action_page.Setting(
        back_url=back,
        done_url=next_page,
        template="desk/action.html",
        initial=_offered(request, claim),
        context=_free(request, assignment, action),
    )
    return action_page.action_page(request, assignment, action, setting)


def _offered(request: HttpRequest, claim: Claim) -> dict[str, Any]:
    """What the composer or the proposal page passes on in the address."""
    contractor = request.GET.get("contractor", "")
    offered: dict[str, Any] = {}
    if contractor.isdecimal() and len(contractor) < 18:
        offered["contractor"] = int(contractor)
    for one in facts.free(claim):
        if one.from_at.strftime(slots.FORM) == request.GET.get("visit_at"):
            offered["visit_at"] = one.from_at
    return offered


def _free(request: HttpRequest, assignment: Assignment, action: str) -> dict[str, Any]:
    """The insured's free hours, each a click that fills the visit's date in."""
    asked = history.current(assignment).procedure.actions.get(action)
    if asked is None or not any(one.code == "visit_at" for one in asked.form):
        return {}
    firm = request.GET.get("contractor", "")[:18]
    before = queue.kept(request) + (urlencode({"contractor": firm}) + "&" if firm else "")
    picked = request.GET.get("visit_at")
    return {
        "free": [
            {"slot": one, "url": f"?{before}visit_at={value}", "current": value == picked}
            for one in facts.free(assignment.claim)
            for value in [one.from_at.strftime(slots.FORM)]
        ]
    }
