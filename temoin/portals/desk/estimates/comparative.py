"""Another firm's estimate for the same works, entered line by line or as totals, with its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from temoin.claims import sentences
from temoin.claims.refusals import NoSuchClaim
from temoin.documents.refusals import Refused as FileRefused
from temoin.engine.refusals import Refused
from temoin.estimates import measuring, versions
from temoin.estimates.content import Content, Incomplete, NewLine, Totals, decimal, dwelling_from_json
from temoin.estimates.models import Kind, Line
from temoin.estimates.study.beside import Papers, papers
from temoin.portals.desk import queue
from temoin.portals.desk.opened import File, found, opened

ACTION = "record_comparative"


@dataclass
class Typed:
    """What stands in the form; `faults` by field name."""

    firm: str = ""
    comment: str = ""
    net: str = ""
    vat: str = ""
    lines: dict[int, tuple[str, str]] = field(
        default_factory=dict
    )  # quantity and price by the contractor's line
    faults: dict[str, str] = field(default_factory=dict)


@queue.desk
def record(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """GET draws the form with the contractor's lines to price, POST keeps the estimate and stays at the control."""
    file = opened(request, found(reference), number)
    if file.now.assignment.number != number:
        raise Http404
    read = papers(file.now.assignment, file.now.state.facts.get("estimate_version"))
    if request.method != "POST":
        empty = Typed(lines={line.pk: (_plain(line.quantity), "") for line in read.lines} if read else {})
        return _page(
            request, file, read, empty, refused=_why_not(file), status=409 if _why_not(file) else 200
        )
    typed = _typed(request.POST, read)
    content = _content(typed, read)
    if content is not None and content.totals is not None and "file" not in request.FILES:
        typed.faults["file"] = _("Totals alone need the firm’s file.")
        content = None
    if content is None:
        return _page(request, file, read, typed, status=422)
    return _kept(request, file, read, typed, content)


def _why_not(file: File) -> str:
    choice = next((one for one in file.choices if one.action.code == ACTION), None)
    if choice is None:
        return _("A comparative estimate is entered by the estimator while the estimate is held for control.")
    return sentences.refusal(choice.refusal, file.now.procedure) if choice.refusal else ""


def _kept(
    request: HttpRequest, file: File, read: Papers | None, typed: Typed, content: Content
) -> HttpResponse:
    assignment, claim = file.now.assignment, file.claim
    try:
        versions.with_action(
            assignment_id=assignment.pk,
            action=ACTION,
            values={"comment": f"{typed.firm} : {typed.comment}" if typed.comment else typed.firm},
            content=content,
            actor=file.actor,
            upload=request.FILES.get("file"),
        )
    except FileRefused as refused:
        typed.faults["file"] = str(refused.sentence)
        return _page(request, file, read, typed, status=422)
    except Incomplete:
        typed.faults["net"] = _("These figures do not make an estimate.")
        return _page(request, file, read, typed, status=422)
    except NoSuchClaim:
        raise Http404 from None
    except Refused as refused:
        said = _why_not(file) or sentences.refusal(refused, file.now.procedure)
        return _page(request, file, read, typed, refused=said, status=409)
    messages.success(request, _("The comparative estimate stands beside the others."))
    return redirect(reverse("desk:study", args=[claim.reference, assignment.number]))


def _typed(data: Mapping[str, str], read: Papers | None) -> Typed:
    def said(name: str, longest: int) -> str:
        return data.get(name, "").replace("\x00", "").strip()[:longest]

    lines = read.lines if read else []
    return Typed(
        firm=said("firm", 120), comment=said("comment", 2000), net=said("net", 20), vat=said("vat", 20),
        lines={line.pk: (said(f"q-{line.pk}", 200), said(f"p-{line.pk}", 20)) for line in lines},
    )  # fmt: skip


def _content(typed: Typed, read: Papers | None) -> Content | None:
    """Lines where a price was typed, else totals; None with `faults` filled where neither can be read."""
    if not typed.firm:
        typed.faults["firm"] = _("Name the firm.")
    lines = tuple(one for line in (read.lines if read else []) if (one := _line(typed, line)) is not None)
    totals = None if lines else _totals(typed)
    if typed.faults:
        return None
    dwelling = dwelling_from_json(read.contractor.dwelling if read else {})
    price_list = read.contractor.price_list_id if read else None
    return Content(
        kind=Kind.COMPARATIVE,
        lines=lines,
        totals=totals,
        dwelling=dwelling,
        comment=typed.firm,
        price_list=price_list,
    )


def _line(typed: Typed, line: Line) -> NewLine | None:
    quantity, price = typed.lines[line.pk]
    if not price:
        return None
    amount = decimal(price)
    try:
        count = measuring.quantity(quantity) if quantity else line.quantity
    except measuring.NotAMeasure:
        count = Decimal(0)
    if not count:
        typed.faults[f"q-{line.pk}"] = _("A quantity above 0, or how it is measured: 4.2 × 2.5.")
    if amount < 0 or round(amount, 2) != amount:
        typed.faults[f"p-{line.pk}"] = _("A price with at most two decimals.")
    if typed.faults:
        return None
    return NewLine(
        description=line.description, room=line.room, quantity=count, unit=line.unit, unit_price=amount,
        item=line.item_id, work_category=line.work_category, cover=line.cover, comes_from=line.pk,
    )  # fmt: skip


def _totals(typed: Typed) -> Totals | None:
    net, vat = decimal(typed.net), decimal(typed.vat or "0")
    if net <= 0 or round(net, 2) != net:
        typed.faults["net"] = _("Enter the total excluding VAT, or a price on at least one line.")
    if vat < 0 or round(vat, 2) != vat:
        typed.faults["vat"] = _("A price with at most two decimals.")
    return None if typed.faults else Totals(net, vat, net + vat)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _page(
    request: HttpRequest,
    file: File,
    read: Papers | None,
    typed: Typed,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    rows = [
        {"line": line, "key": str(line.pk), "quantity": typed.lines.get(line.pk, ("", ""))[0],
         "price": typed.lines.get(line.pk, ("", ""))[1],
         "fault": typed.faults.get(f"q-{line.pk}") or typed.faults.get(f"p-{line.pk}")}
        for line in (read.lines if read else [])
    ]  # fmt: skip
    back = reverse("desk:study", args=[file.claim.reference, file.now.assignment.number])
    context = {
        "claim": file.claim,
        "now": file.now,
        "typed": typed,
        "rows": rows,
        "refused": refused,
        "back_url": back,
    }
    return render(request, "desk/estimates/comparative.html", context, status=status)
