"""The claim's file beside the queue: its header, its facts and the tab that is looked at."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from temoin import clock
from temoin.portals.desk import choosing, facts, queue
from temoin.portals.desk.opened import File, found, opened
from temoin.portals.desk.tabs import registry, tab


@queue.desk
def first(request: HttpRequest) -> HttpResponse:
    """The queue with its most urgent file open beside it; a phone shows the list alone."""
    beside = queue.context(request)
    line = next((line for group in beside["groups"] for line in group.lines), None)
    if line is None:
        return render(request, "desk/queue.html", beside)
    claim = found(line.assignment.claim.reference)
    return _shown(opened(request, claim, line.assignment.number), beside, pane="list")


@queue.desk
def claim_file(request: HttpRequest, reference: str) -> HttpResponse:
    """One claim beside the queue."""
    claim = found(reference)
    asked = request.GET.get("mission", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 5 else None
    return _shown(opened(request, claim, number), queue.context(request), pane="detail")


def _shown(file: File, beside: dict[str, Any], *, pane: str) -> HttpResponse:
    looked_at, tabs = tab.shown(registry.TABS, file, file.request.GET.get("onglet", ""))
    context = beside | _header(file) | choosing.context(file)
    context |= {"pane": pane, "tab": looked_at, "tabs": tabs, **looked_at.context(file)}
    return render(file.request, "desk/file.html", context)


def _header(file: File) -> dict[str, Any]:
    """What stands above the tabs and beside them, whichever is looked at."""
    now = file.now
    return {
        "claim": file.claim,
        "now": now,
        "missions": file.assignments,
        "step": now.procedure.steps.get(now.state.step or ""),
        "end": now.procedure.ends.get(now.state.outcome or ""),
        "contractor": file.firms.get(now.assignment.contractor or 0),
        "invited": [file.firms[one].name for one in file.invited if one in file.firms],
        "amount": facts.amount(now),
        "moments": facts.moments(now),
        "late_words": facts.late(now, clock.now()),
    }
