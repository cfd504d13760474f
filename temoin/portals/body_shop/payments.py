"""The firm's direct payments: the weekly lists by which each insurer pays it, with their lines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from temoin.insight import sheets
from temoin.money import pages
from temoin.money.models import ListLine
from temoin.portals.body_shop import access


def side(request: HttpRequest) -> pages.Side:
    """The firm reads what it is paid; a line leads to its mission."""
    return pages.Side("body_shop", access.firm(request), "body_shop", _mission)


def _mission(line: ListLine) -> str:
    return reverse("body_shop:mission", args=[line.assignment_id])


@require_safe
@access.body_shop
def lists(request: HttpRequest) -> HttpResponse:
    """Every list, the open ones on top."""
    return pages.lists(request, side(request))


@require_safe
@access.body_shop
def lists_csv(request: HttpRequest) -> Any:
    """The same as CSV."""
    of = side(request)
    return sheets.response("paiements", pages.list_head(), lambda: pages.list_rows(of), access.actor(request))


@require_safe
@access.body_shop
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One list."""
    return pages.one(request, side(request), pk)


@require_safe
@access.body_shop
def one_csv(request: HttpRequest, pk: int) -> Any:
    """Its lines as CSV."""
    found = pages.own(side(request), pk)
    name = pages.name(found.payment_list)
    return sheets.response(name, pages.line_head(), lambda: pages.line_rows(found), access.actor(request))


@require_safe
@access.body_shop
def one_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as a paper."""
    return pages.pdf(side(request), pk)
