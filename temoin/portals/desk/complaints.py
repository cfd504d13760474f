"""The register of complaints: both terms of each, the open ones by the end of theirs; the same as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from temoin import clock
from temoin.complaints import register
from temoin.parties import acting

PAGE = 100
READERS = ("customer_service", "area_manager", "network_manager")
readers = acting.require(*READERS)


@require_safe
@readers
def complaints(request: HttpRequest) -> HttpResponse:
    """The open ones, or all; what does not fit on a page is said, and stands in the CSV."""
    still_open = request.GET.get("etat") != "toutes"
    found = list(register.complaints(still_open=still_open)[: PAGE + 1])
    context = {
        "lines": register.lines(found[:PAGE], clock.now()),
        "still_open": still_open,
        "cut": PAGE if len(found) > PAGE else 0,
        "clock": clock.now(),
    }
    return render(request, "desk/complaints.html", context)


@require_safe
@readers
def as_csv(request: HttpRequest) -> HttpResponse:
    """The whole register; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    still_open = request.GET.get("etat") != "toutes"
    found, at = list(register.complaints(still_open=still_open)), clock.now()
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="reclamations.csv"'
    answer.write("\ufeff")  # so that a spreadsheet reads it as UTF-8
    writer = csv.writer(answer, delimiter=";")
    writer.writerow(_headings())
    writer.writerows([_safe(cell) for cell in _cells(one)] for one in register.lines(found, at))
    return answer


def _headings() -> list[str]:
    return [
        _("Claim"), _("Assignment"), _("Opened"), _("Sent on"), _("Who complains"), _("Received by"), _("Of whom"),
        _("At the step"), _("About"), _("Acknowledge by"), _("Acknowledged"), _("Standing"), _("Answer by"),
        _("Answered"), _("Standing"), _("Finding"),
    ]  # fmt: skip


def _cells(line: register.Line) -> Iterator[str]:
    one = line.complaint
    yield one.claim.reference
    yield str(one.assignment.number)
    yield _instant(one.opened_at)
    yield one.received_on.isoformat() if one.received_on else ""
    yield from (line.complainant, line.channel, line.against, line.step, one.about)
    for term in line.terms:
        yield _instant(term.due_at)
        yield _instant(term.met_at)
        yield term.standing.words
    yield line.finding


def _instant(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
