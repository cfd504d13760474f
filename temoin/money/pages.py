"""The pages of payment lists, the same for body shops and insurers: all lists, one list, as CSV rows and as PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from temoin import clock
from temoin.money import closing, paper, showing
from temoin.money.models import ListLine, PaymentList
from temoin.money.showing import Sums

PAGE = 50
LAST = 200  # pages


@dataclass(frozen=True, slots=True)
class Side:
    """Who reads: the column that names his firm, the firm, and where his pages are."""

    column: str  # body_shop or insurer
    firm: int
    space: str  # the portal's namespace, with payments, payments_csv, payment_list, payment_list_csv, payment_list_pdf
    claim_url: Callable[[ListLine], str]

    def url(self, name: str, *args: int) -> str:
        return reverse(f"{self.space}:{name}", args=args)


def lists(request: HttpRequest, side: Side) -> HttpResponse:
    """Every list of the firm, the open ones on top."""
    _close(side)
    asked = request.GET.get("page", "")
    page = min(max(int(asked), 1), LAST) if asked.isdecimal() and len(asked) < 6 else 1
    found = list(showing.of_firm(side.column, side.firm)[(page - 1) * PAGE : page * PAGE + 1])
    rows = [showing.sums(one, side.column) for one in found[:PAGE]]
    context = {
        "rows": [(one, side.url("payment_list", one.payment_list.pk)) for one in rows],
        "of_shop": side.column == "body_shop",
        "csv_url": side.url("payments_csv"),
        "page": page,
        "more": len(found) > PAGE and page < LAST,
    }
    return render(request, "money/lists.html", context)


def one(request: HttpRequest, side: Side, pk: int) -> HttpResponse:
    """One list with its lines."""
    found = own(side, pk)
    context = {
        "sums": found,
        "list": found.payment_list,
        "lines": [(line, side.claim_url(line)) for line in showing.lines(found.payment_list)],
        "of_shop": side.column == "body_shop",
        "back_url": side.url("payments"),
        "csv_url": side.url("payment_list_csv", pk),
        "pdf_url": side.url("payment_list_pdf", pk),
    }
    return render(request, "money/list.html", context)


def pdf(side: Side, pk: int) -> HttpResponse:
    """One list as a paper; a closed one gives the same bytes each time."""
    found = own(side, pk)
    made = paper.pdf(found, language=(translation.get_language() or "fr")[:2], at=clock.now())
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name(found.payment_list)}.pdf"'
    return answer


def own(side: Side, pk: int) -> Sums:
    """A list of the firm's own, 404 otherwise."""
    _close(side)
    found = showing.of_firm(side.column, side.firm).filter(pk=pk).first()
    if found is None:
        raise Http404
    return showing.sums(found, side.column)


def name(found: PaymentList) -> str:
    """What a file of a list is called."""
    return f"paiements-{found.pays_on:%Y-%m-%d}-{found.pk}"


Cells = Sequence[str | int | float | Decimal | None]


def list_head() -> list[str]:
    """The headings of all lists as a table."""
    return [
        _("Payment day"), _("Body shop"), _("Insurer"), _("Number"), _("List closed"), _("Payments"), _("Total"),
        _("Carried over from the list before"), _("To be paid"), _("Carried over to the next list"),
    ]  # fmt: skip


def list_rows(side: Side) -> Iterator[Cells]:
    """All lists of the firm as a table; amounts with a point, for programs."""
    for found in showing.of_firm(side.column, side.firm):
        row, listed = showing.sums(found, side.column), found
        yield [
            listed.pays_on.isoformat(), listed.body_shop.name, listed.insurer.name, listed.number,
            _("yes") if row.closed else _("no"), row.payments, row.total, row.carried_in, row.paid, row.carried_out,
        ]  # fmt: skip


def line_head() -> list[str]:
    """The headings of one list's lines as a table."""
    return [
        _("Payment day"), _("Claim"), _("Licence plate"), _("Owner"), _("Invoice number"), _("Invoice"),
        _("Deductible"), _("Recoverable VAT"), _("Above the ceiling"), _("To be paid"), _("Reason"),
    ]  # fmt: skip


def line_rows(found: Sums) -> Iterator[Cells]:
    """The lines of one list as a table."""
    for line in showing.lines(found.payment_list):
        yield [
            found.payment_list.pays_on.isoformat(), line.reference, line.plate, line.owner, line.invoice_number,
            line.invoice_amount, line.deductible_amount, line.recoverable_amount, line.above_ceiling_amount,
            line.amount, line.reason,
        ]  # fmt: skip


def _close(side: Side) -> None:
    """What is over by now is closed before anybody looks at it, though the worker be down."""
    own: dict[str, Any] = {side.column: side.firm}
    closing.close_due(Q(**own))
