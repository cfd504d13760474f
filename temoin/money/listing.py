"""The reaction that keeps the lists: what an entry puts on one, takes off it, or takes back by the next."""

from __future__ import annotations

from datetime import date
from typing import Any, assert_never

from django.db.models import Q

from temoin.claims.door import Happened
from temoin.claims.models import Assignment, Claim
from temoin.engine.model import Label
from temoin.engine.refusals import NotMet
from temoin.money import changes, closing, supplying
from temoin.money.amounts import NOTHING
from temoin.money.changes import Paid, Put, TakenBack, TakenOff
from temoin.money.models import Invoice, ListLine, PaymentList
from temoin.parties.models import Organisation

CLOSED: Label = {
    "fr": "La liste de paiement de ce jour vient d'être clôturée.",
    "nl": "De betaallijst van die dag is net afgesloten.",
    "en": "The payment list of that day has just been closed.",
}


def keep(happened: Happened) -> None:
    """The reaction to every entry; costs nothing where no payment is touched.

    Whoever closes the list at the same moment holds its row first or last: raises NotMet where it was first.
    """
    assignment = happened.assignment
    if assignment is None or happened.replayed:
        return
    for change in changes.of_entry(happened.before, happened.entry, happened.state):
        match change:
            case Put() | TakenBack():
                found = _locked(happened.claim, assignment, change.pays_on)
                line(happened.claim, assignment, happened.row.seq, change, happened.state.facts, found).save()
            case TakenOff():
                _take_off(assignment)
            case Paid():
                pair = Q(body_shop=assignment.contractor, insurer=happened.claim.insurer_id)
                closing.close_due(pair, now=happened.entry.recorded_at)
            case _:
                assert_never(change)


def remember_invoice(happened: Happened) -> None:
    """The reaction to an invoice that is presented: its number is taken."""
    assignment = happened.assignment
    if assignment is None or happened.replayed or assignment.contractor is None:
        return
    number = supplying.invoice_number(happened.entry.values["invoice_number"])
    Invoice.objects.update_or_create(
        assignment=assignment,
        defaults={
            "body_shop_id": assignment.contractor,
            "insurer_id": happened.claim.insurer_id,
            "number_n": number,
        },
    )


def line(
    claim: Claim, assignment: Assignment, seq: int, change: Put | TakenBack, facts: Any, on: PaymentList
) -> ListLine:
    """The line that a change makes; not saved."""
    found = ListLine(
        payment_list=on,
        claim=claim,
        assignment=assignment,
        seq=seq,
        reference=claim.reference,
        plate=str(facts.get("plate", ""))[:40],
        owner=claim.insured_name,
        invoice_number=change.invoice_number[:200],
        invoice_amount=NOTHING,
        recoverable_amount=NOTHING,
        deductible_amount=NOTHING,
        above_ceiling_amount=NOTHING,
    )
    match change:
        case Put(split=split):
            found.invoice_amount = split.invoice
            found.recoverable_amount = split.recoverable
            found.deductible_amount = split.deductible
            found.above_ceiling_amount = split.above_ceiling
            found.amount = split.payable
        case TakenBack():
            found.amount, found.reason = -change.amount, change.reason
    return found


def list_of(claim: Claim, shop: Organisation, pays_on: date) -> PaymentList:
    """The list of a day; not saved where there is none yet."""
    said = {
        "body_shop": shop,
        "insurer_id": claim.insurer_id,
        "currency": claim.currency,
        "pays_on": pays_on,
    }
    found = PaymentList.objects.filter(**said).first()
    return found or PaymentList(**said, closes_at=supplying.calendar(shop).end_of(pays_on))


def kept(found: PaymentList) -> PaymentList:
    """The list as it is stored; of two who make it at once the second waits for the first, and finds it."""
    if not found._state.adding:
        return found
    PaymentList.objects.bulk_create([found], ignore_conflicts=True)
    same = {"insurer": found.insurer_id, "currency": found.currency, "pays_on": found.pays_on}
    return PaymentList.objects.get(body_shop=found.body_shop_id, **same)


def _locked(claim: Claim, assignment: Assignment, pays_on: date) -> PaymentList:
    shop = Organisation.objects.get(pk=assignment.contractor or 0)
    return _still_open(kept(list_of(claim, shop, pays_on)).pk)


def _still_open(pk: int) -> PaymentList:
    found = PaymentList.objects.select_for_update().filter(pk=pk).first()
    if found is None or found.closed_at is not None:
        raise NotMet(CLOSED, requirement="list_closed")
    return found


def _take_off(assignment: Assignment) -> None:
    """The assignment's last payment."""
    found = ListLine.objects.filter(assignment=assignment, amount__gt=0).order_by("seq").last()
    if found is not None:
        _still_open(found.payment_list_id)
        found.delete()
