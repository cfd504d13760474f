"""Steps that were put by force, for whoever answers for the network: which, by whom, why; by period, and as a table."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from temoin.claims import timeline
from temoin.claims.models import Assignment, Claim
from temoin.engine.model import Procedure
from temoin.journal.models import JournalEntry
from temoin.parties import absences, acting
from temoin.procedures.files import procedure as procedure_named

PERIOD = timedelta(days=90)
PAGE = 50


@dataclass(frozen=True, slots=True)
class Forced:
    """One step put by force."""

    claim: Claim
    number: int
    at: datetime
    by: str
    from_label: str
    to_label: str
    reason: str


@acting.require("network_manager", "area_manager")
def page(request: HttpRequest) -> HttpResponse:
    """The list of a period, newest first; `format=csv` gives all of it."""
    today = absences.today()
    since, until = _day(request, "du", today - PERIOD), _day(request, "au", today)
    rows = _between(since, until)
    if request.GET.get("format") == "csv":
        return _table(_read(rows), since, until)
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"shown": shown, "lines": _read(shown.object_list), "since": since, "until": until}
    return render(request, "desk/overrides.html", context)


def _between(since: date, until: date) -> QuerySet[JournalEntry]:
    begin = timezone.make_aware(datetime.combine(since, time()))
    end = timezone.make_aware(datetime.combine(until, time())) + timedelta(days=1)
    found = JournalEntry.objects.filter(action="override", recorded_at__gte=begin, recorded_at__lt=end)
    return found.order_by("-recorded_at", "-pk")


def _read(rows: Iterable[JournalEntry]) -> list[Forced]:
    found = list(rows)
    claims = Claim.objects.select_related("insurer").in_bulk({row.claim_id for row in found})
    rules = _rules(claims)
    return [
        Forced(
            claim=claims[row.claim_id],
            number=row.assignment_number or 0,
            at=row.recorded_at,
            by=row.actor_name,
            from_label=timeline.step_label(rules[row.claim_id, row.assignment_number], row.data.get("from")),
            to_label=timeline.step_label(rules[row.claim_id, row.assignment_number], row.data.get("to")),
            reason=row.data.get("values", {}).get("comment", ""),
        )
        for row in found
    ]


def _rules(claims: Iterable[int]) -> dict[tuple[int, int | None], Procedure]:
    """By claim and number, what each assignment lives by; one query."""
    rows = Assignment.objects.filter(claim__in=claims)
    return {
        (claim, number): procedure_named(code, version)
        for claim, number, code, version in rows.values_list(
            "claim_id", "number", "procedure", "procedure_version"
        )
    }


def _table(lines: list[Forced], since: date, until: date) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="etapes-forcees-{since}-{until}.csv"'
    answer.write("\ufeff")  # so that a spreadsheet reads the accents
    table = csv.writer(answer, delimiter=";")
    table.writerow(
        [_("Claim"), "N°", _("Insurer"), _("When"), _("By"), _("From step"), _("To step"), _("Reason")]
    )
    for one in lines:
        at = timezone.localtime(one.at).strftime("%Y-%m-%d %H:%M")
        cells = (one.claim.insurer.name, at, one.by, one.from_label, one.to_label, one.reason)
        table.writerow([one.claim.reference, one.number, *(_plain(cell) for cell in cells)])
    return answer


def _plain(cell: str) -> str:
    """No cell that a spreadsheet would run as a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell


def _day(request: HttpRequest, name: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return otherwise
