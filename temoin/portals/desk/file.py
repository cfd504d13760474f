"""The claim's file beside the queue: its header, its facts and the tab that is looked at."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from temoin import clock
from temoin.claims import cards, sentences, waits
from temoin.complaints import register
from temoin.portals.desk import calls, choosing, deadlines, facts, queue
from temoin.portals.desk.opened import File, found, opened
from temoin.portals.desk.tabs import journal, registry, tab


@queue.desk
def first(request: HttpRequest) -> HttpResponse:
    """The queue; its most urgent file opens beside it once the list stands there, which a phone shows alone."""
    beside = queue.context(request)
    line = next((line for group in beside["groups"] for line in group.lines), None)
    return render(request, "desk/queue.html", beside | {"first": line.assignment if line else None})


@queue.desk
def claim_file(request: HttpRequest, reference: str) -> HttpResponse:
    """One claim beside the queue; of what htmx asks for, the file alone, or the older part of its journal."""
    claim = found(reference)
    asked = request.GET.get("mission", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 5 else None
    file = opened(request, claim, number)
    if not request.headers.get("HX-Request"):
        return shown(file, "desk/file.html", queue.context(request))
    if "suite" in request.GET:
        older = journal.entries(file, request.GET.get("genre", ""), rest=True)
        return render(request, "claims/timeline.html", older)
    return shown(file, "desk/_pane.html", {"kept": file.kept, "clock": clock.now()})


def shown(
    file: File, template: str, around: dict[str, Any], *, tab_code: str = "", status: int = 200
) -> HttpResponse:
    """The file's page; `tab_code` names the tab where it is not the address that does."""
    looked_at, tabs = tab.shown(registry.TABS, file, tab_code or file.request.GET.get("onglet", ""))
    of_tab = looked_at.context(file)  # first: what it reads of the journal serves the parts around it
    context = around | _header(file) | choosing.context(file) | calls.context(file) | deadlines.context(file)
    context |= {"tab": looked_at, "tabs": tabs, **of_tab}
    return render(file.request, template, context, status=status)


def _header(file: File) -> dict[str, Any]:
    """What stands above the tabs and beside them, whichever is looked at."""
    now = file.now
    return {
        "claim": file.claim,
        "now": now,
        "missions": file.assignments,
        "contract": waits.contract(now),
        "step": now.procedure.steps.get(now.state.step or ""),
        "end": now.procedure.ends.get(now.state.outcome or ""),
        "contractor": file.firms.get(now.assignment.contractor or 0),
        "invited": [file.firms[one].name for one in file.invited if one in file.firms],
        "amount": facts.amount(now),
        "about": cards.title(now),
        "about_icon": next((one.icon for one in now.procedure.cards.values()), "droplets"),
        "cards_beside": [one for one in cards.shown(now, ()) if not one.card.wide],
        "printed": sentences.printed(now.procedure, now.standing, now.state.facts, file.claim.currency),
        "moments": facts.moments(now),
        "forced": now.state.done.get("override", 0),
        "reserved": sentences.kept_from(now.kept_from(file.actor), now.procedure),
        "complaints": register.of_claim(file.claim, clock.now()),
        "late_words": facts.late(now, clock.now()),
    }
