"""What an insurer pays body shops directly: the weekly lists of each, with their lines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from temoin.insight import sheets
from temoin.money import pages
from temoin.money.models import ListLine
from temoin.parties import acting
from temoin.parties.roles import Role
from temoin.portals.partner import access

insurer = acting.require(Role.INSURER.value)


def side(request: HttpRequest) -> pages.Side:
    """The insurer reads what it pays; a line leads to its claim."""
    firm = access.actor(request).organisation
    assert firm is not None  # `access.actor` saw to it
    return pages.Side("insurer", firm, "partner", _claim)


def _claim(line: ListLine) -> str:
    return reverse("partner:claim", args=[line.reference])


@require_safe
@insurer
def lists(request: HttpRequest) -> HttpResponse:
    """Every list, the open ones on top."""
    return pages.lists(request, side(request))


@require_safe
@insurer
def lists_csv(request: HttpRequest) -> Any:
    """The same as CSV."""
    of = side(request)
    return sheets.response("paiements", pages.list_head(), lambda: pages.list_rows(of), access.actor(request))


@require_safe
@insurer
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One list."""
    return pages.one(request, side(request), pk)


@require_safe
@insurer
def one_csv(request: HttpRequest, pk: int) -> Any:
    """Its lines as CSV."""
    found = pages.own(side(request), pk)
    name = pages.name(found.payment_list)
    return sheets.response(name, pages.line_head(), lambda: pages.line_rows(found), access.actor(request))


@require_safe
@insurer
def one_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as a paper."""
    return pages.pdf(side(request), pk)
