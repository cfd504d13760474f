"""The estimator's list: what is to study, what waits for others, what was decided lately; every part bounded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from temoin import clock
from temoin.claims import worklists
from temoin.claims.models import Assignment
from temoin.estimates.models import Kind, Version
from temoin.estimates.study.beside import differing, figures
from temoin.parties.models import Organisation
from temoin.portals.desk import queue
from temoin.procedures import files

MOST = 30  # rows of a part; the counts stop at worklists.COUNTED


@dataclass(frozen=True, slots=True)
class Entry:
    """One estimate; `differ` is None where there are no lines to compare, `left` what may still be granted alone."""

    line: worklists.Line
    total: Decimal | None
    left: Decimal
    firm: str
    differ: int | None

    @property
    def above(self) -> bool:
        return self.total is not None and self.total > self.left


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the list."""

    code: str
    label: Promise
    icon: str
    entries: list[Entry]
    count: int


@queue.desk
def estimates(request: HttpRequest) -> HttpResponse:
    """Every estimate under way, by whose turn it is."""
    parts = [
        _part("study", _("To study"), "file-search", worklists.held_by("estimator")),
        _part("contractor", _("With the contractor"), "hard-hat", _waiting("contractor")),
        _part(
            "adjuster",
            _("With the adjuster"),
            "clipboard-check",
            _waiting("loss_adjuster", "adjuster_relations"),
        ),
        _part("insurer", _("With the insurer"), "shield", _waiting("insurer", "case_handler")),
        _part("agreed", _("Agreed, works to be planned"), "badge-check", _agreed()),
    ]
    return render(
        request,
        "desk/estimates/list.html",
        {"parts": parts, "clock": clock.now(), "counted": worklists.COUNTED},
    )


def _waiting(*roles: str) -> QuerySet[Assignment]:
    """Estimates that lie with others."""
    return (
        worklists.held_by(*roles)
        .filter(phase__in=("estimate", "adjuster"))
        .filter(procedure__in=_studied())
        .exclude(step="estimate_to_submit")
    )


def _studied() -> list[str]:
    """The procedures in which an estimator studies."""
    return [code for code in files.procedures() if "estimator" in files.procedure(code).roles]


def _agreed() -> QuerySet[Assignment]:
    return worklists.held_by("contractor").filter(
        step__in=("contact_for_works", "contact_for_works_independent")
    )


def _part(code: str, label: Promise, icon: str, found: QuerySet[Assignment]) -> Part:
    lines = worklists.lines(found, clock.now(), limit=MOST)
    return Part(code, label, icon, _entries(lines), found.order_by()[: worklists.COUNTED].count())


def _entries(lines: list[worklists.Line]) -> list[Entry]:
    """Three queries for a part, whatever it holds."""
    rows = [line.assignment for line in lines]
    granted, differ = _granted(rows), _differ(rows)
    firms = dict(
        Organisation.objects.filter(pk__in={one.contractor for one in rows if one.contractor}).values_list(
            "pk", "name"
        )
    )
    return [
        Entry(
            line,
            _total(one),
            max(one.claim.authority_limit_amount - granted.get(one.pk, Decimal(0)), Decimal(0)),
            firms.get(one.contractor or 0, ""),
            differ.get(one.pk),
        )
        for line in lines
        for one in [line.assignment]
    ]


def _total(one: Assignment) -> Decimal | None:
    facts = one.state["facts"]
    said = facts.get("approved_total") or facts.get("estimate_total")
    return Decimal(said) if said else None


def _granted(rows: Iterable[Assignment]) -> dict[int, Decimal]:
    """What the network approved alone on the other assignments of each one's claim (`claims.authority`)."""
    claims = {one.claim_id for one in rows}
    found = Assignment.objects.filter(claim__in=claims, state__facts__approved_alone=True).values_list(
        "claim_id", "pk", "state__facts__approved_total"
    )
    granted = [(claim, pk, Decimal(total)) for claim, pk, total in found if total]
    return {
        one.pk: sum(
            (total for claim, pk, total in granted if claim == one.claim_id and pk != one.pk), Decimal(0)
        )
        for one in rows
    }


def _differ(rows: Iterable[Assignment]) -> dict[int, int]:
    """On how many lines the latest figures differ from the adjuster's or the list's."""
    latest: dict[tuple[int, str], Version] = {}
    versions = Version.objects.filter(
        assignment__in=[one.pk for one in rows], kind__in=(Kind.CONTRACTOR, Kind.ADJUSTER), totals_only=False
    )
    for version in versions.prefetch_related("lines").order_by("number"):
        latest[version.assignment_id, version.kind] = version
    found = {}
    for (assignment, kind), version in latest.items():
        if kind != Kind.CONTRACTOR:
            continue
        lines, adjuster = list(version.lines.all()), latest.get((assignment, Kind.ADJUSTER))
        beside = figures(lines, list(adjuster.lines.all()) if adjuster else [])
        found[assignment] = len(differing(lines, beside))
    return found
