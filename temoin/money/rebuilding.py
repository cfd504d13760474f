"""Lists against the truth: what every journal gives, list by list; open ones can be made anew, closed ones only compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from temoin.claims import history, rebuild
from temoin.claims.models import Assignment
from temoin.engine.decide import evolve
from temoin.engine.state import State
from temoin.journal.models import JournalEntry
from temoin.money import changes, closing, listing
from temoin.money.amounts import NOTHING
from temoin.money.changes import Put, TakenBack, TakenOff
from temoin.money.models import ListLine, PaymentList
from temoin.parties.models import Organisation
from temoin.procedures.files import procedure as procedure_named

CLOSED_AS = ("number", "total_amount", "carried_in_amount", "paid_amount", "carried_out_amount")


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that the journal does not give or a list lacks, or a sum of a closed list; `mended` where it was set right."""

    what: str
    stored: str
    true: str
    mended: bool


def compare(*, repair: bool = False) -> Iterator[Difference]:
    """Every difference of lines and closed lists; `repair` makes lines of open lists anew, as closed ones cannot be."""
    last = 0
    listed = Assignment.objects.select_related("claim").order_by("pk")
    while batch := list(listed.filter(pk__gt=last)[: rebuild.BATCH]):
        last = batch[-1].pk
        paid = [
            one
            for one in batch
            if changes.STEP in procedure_named(one.procedure, one.procedure_version).steps
        ]
        journals = rebuild.journals({one.claim_id for one in paid})
        for one in paid:
            if _lines(one, journals.get(one.claim_id, [])):
                yield from _surely(one, repair=repair)
    yield from _sums()


def _surely(assignment: Assignment, *, repair: bool) -> list[Difference]:
    """Looked at once more with its row locked: people go on working."""
    with transaction.atomic():
        locked = (
            Assignment.objects.select_for_update(of=("self",)).select_related("claim").get(pk=assignment.pk)
        )
        found = _lines(locked, history.rows(locked.claim))
        return [_told(locked, stored, true, repair=repair) for stored, true in found]


Pair = tuple[ListLine | None, ListLine | None]


def _lines(assignment: Assignment, journal: list[JournalEntry]) -> list[Pair]:
    """What is stored and what is true, where the two differ."""
    stored = {
        one.seq: one for one in ListLine.objects.filter(assignment=assignment).select_related("payment_list")
    }
    true = of_journal(assignment, journal)
    pairs = [(stored.get(seq), true.get(seq)) for seq in sorted({*stored, *true})]
    return [(one, two) for one, two in pairs if one is None or two is None or _said(one) != _said(two)]


def of_journal(assignment: Assignment, journal: list[JournalEntry]) -> dict[int, ListLine]:
    """The lines that an assignment's entries give, by the entry's number; not saved."""
    now = history.current(assignment)
    own = [row for row in journal if row.assignment_number == assignment.number]
    shop = Organisation.objects.filter(pk=assignment.contractor or 0).first()
    found: dict[int, ListLine] = {}
    state = State()
    for row, entry in zip(own, history.entries(now, own), strict=True):
        before, state = state, evolve(state, entry)
        for change in changes.of_entry(before, entry, state):
            match change:
                case Put() | TakenBack() if shop is not None:
                    on = listing.list_of(now.claim, shop, change.pays_on)
                    found[row.seq] = listing.line(now.claim, assignment, row.seq, change, state.facts, on)
                case TakenOff() if payments := [seq for seq, one in found.items() if one.amount > 0]:
                    del found[payments[-1]]
                case _:
                    pass
    return found


def _said(line: ListLine) -> tuple[object, ...]:
    """What of a line follows from the journal."""
    on = line.payment_list
    amounts = (
        line.invoice_amount,
        line.recoverable_amount,
        line.deductible_amount,
        line.above_ceiling_amount,
    )
    return (
        on.body_shop_id,
        on.insurer_id,
        on.currency,
        on.pays_on,
        line.invoice_number,
        *amounts,
        line.amount,
    )


def _told(
    assignment: Assignment, stored: ListLine | None, true: ListLine | None, *, repair: bool
) -> Difference:
    open_lists = all(one is None or one.payment_list.closed_at is None for one in (stored, true))
    if repair and open_lists:
        if stored is not None:
            stored.delete()
        if true is not None:
            true.payment_list = listing.kept(true.payment_list)
            true.save()
    what = f"{assignment.claim.reference} N°{assignment.number}"
    return Difference(what, _words(stored), _words(true), repair and open_lists)


def _words(line: ListLine | None) -> str:
    return f"{line.amount} on {line.payment_list.pays_on}" if line else "nothing"


def _sums() -> Iterator[Difference]:
    """Number and sums of every closed list, reckoned anew from its lines and the list before."""
    earlier: dict[tuple[int, int, str], PaymentList] = {}
    closed = PaymentList.objects.filter(closed_at__isnull=False).order_by("pays_on", "pk")
    totals = _totals()
    for one in closed.iterator():
        pair = (one.body_shop_id, one.insurer_id, one.currency)
        true = PaymentList(currency=one.currency)
        closing.settle(true, earlier.get(pair), totals[one.pk])
        earlier[pair] = one
        for column in CLOSED_AS:
            if getattr(one, column) != getattr(true, column):
                what = f"list {one.pk} of {one.pays_on}, {column}"
                yield Difference(what, str(getattr(one, column)), str(getattr(true, column)), mended=False)


def _totals() -> defaultdict[int, Decimal]:
    found: defaultdict[int, Decimal] = defaultdict(lambda: NOTHING)
    for pk, amount in ListLine.objects.values_list("payment_list_id", "amount").iterator():
        found[pk] += amount
    return found
