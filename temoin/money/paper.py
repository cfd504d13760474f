"""One payment list as PDF/A: who pays whom, when, and what for."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from temoin.documents import making
from temoin.money import showing
from temoin.money.models import ListLine
from temoin.money.showing import Sums
from temoin.parties import roles
from temoin.parties.models import Organisation
from temoin.ui import formats

TEMPLATE = "money/typst/payment_list.typ"


def pdf(found: Sums, *, language: str, at: datetime) -> bytes:
    """The paper, in the language that is active. Raises TypstError where the template is wrong."""
    return making.make_pdf(TEMPLATE, data(found, language=language, at=at))


def data(found: Sums, *, language: str, at: datetime) -> dict[str, Any]:
    """What is printed."""
    listed = found.payment_list

    def money(amount: Decimal) -> str:
        return formats.money(amount, listed.currency)

    network = Organisation.objects.filter(kind=roles.Kind.NETWORK, active=True).order_by("pk").first()
    sums = [[_("Total"), money(found.total)]]
    if found.carried_in:
        sums.append([_("Carried over from the list before"), money(found.carried_in)])
    sums.append([_("To be paid"), money(found.paid)])
    if found.carried_out:
        sums.append([_("Carried over to the next list"), money(found.carried_out)])
    return {
        "language": language,
        "made_at": (listed.closed_at or at).isoformat(),
        "head": {
            "network": network.name if network else "",
            "place": network.city if network else "",
            "title": _("Payment list"),
            "reference": _("No. %(number)s") % {"number": listed.number} if found.closed else _("Not closed yet"),
        },
        "facts": [
            [_("To be paid on"), formats.day(listed.pays_on, formats.Style.LONG)],
            [_("Insurer"), listed.insurer.name],
            [_("Body shop"), _firm(listed.body_shop)],
        ],
        "headings": [
            _("Vehicle"), _("Invoice"), _("Amount"), _("Deductible"), _("Recoverable VAT"), _("Above the ceiling"),
            _("To be paid"),
        ],
        "lines": [_cells(line, money) for line in showing.lines(listed)],
        "sums": sums,
    }  # fmt: skip


def _firm(shop: Organisation) -> str:
    place = f"{shop.postcode} {shop.city}".strip()
    return ", ".join(filter(None, (shop.name, shop.address, place)))


def _cells(line: ListLine, money: Any) -> list[list[str]]:
    """Each cell with what stands small below it."""

    def less(amount: Decimal) -> list[str]:
        return [money(-amount) if amount else "–", ""]

    taken_back = line.amount < 0
    return [
        [line.plate or line.reference, line.owner],
        [line.invoice_number, line.reason if taken_back else line.reference],
        ["–" if taken_back else money(line.invoice_amount), ""],
        less(line.deductible_amount),
        less(line.recoverable_amount),
        less(line.above_ceiling_amount),
        [money(line.amount), ""],
    ]
