"""What is brought to the actions of direct payment: the amounts, the list's day, whether an invoice is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Sum

from temoin import clock
from temoin.claims import door
from temoin.claims.models import Assignment
from temoin.engine import codec
from temoin.engine.calendar import Calendar
from temoin.engine.state import Actor
from temoin.money import amounts, paydays
from temoin.money.models import Invoice, ListLine, PaymentList
from temoin.parties.models import Organisation
from temoin.procedures.files import procedure as procedure_named
from temoin.procedures.reading import calendar as calendar_named
from temoin.procedures.reading import calendar_for

Values = Mapping[str, Any]


def payable(assignment: Assignment, _actor: Actor, _values: Values) -> Decimal | None:
    """What the insurer pays the body shop, in the claim's currency; None before there is an invoice."""
    found = amounts.of_facts(facts(assignment))
    return found.payable if found else None


def owner(assignment: Assignment, _actor: Actor, _values: Values) -> Decimal | None:
    """What the owner pays the body shop himself."""
    found = amounts.of_facts(facts(assignment))
    return found.owner if found else None


def payday(assignment: Assignment, _actor: Actor, _values: Values) -> date | None:
    """The day of the next open list of this body shop with this insurer; None while no body shop has it."""
    if assignment.contractor is None:
        return None
    at = clock.now()
    shop = Organisation.objects.get(pk=assignment.contractor)
    closed = PaymentList.objects.filter(
        body_shop=shop,
        insurer=assignment.claim.insurer_id,
        closed_at__isnull=False,
        pays_on__gte=at.date(),
    ).values_list("pays_on", flat=True)
    return paydays.coming(at, settings.TEMOIN_PAYMENT_WEEKDAY, calendar(shop), closed=set(closed))


def calendar(shop: Organisation) -> Calendar:
    """Whose holidays move a list: those of the body shop's place."""
    return calendar_named(calendar_for(shop.country, shop.postcode))


def paid_left(assignment: Assignment, _actor: Actor, _values: Values) -> Decimal:
    """What the body shop was paid for an assignment and has not had taken back."""
    found = ListLine.objects.filter(assignment=assignment).aggregate(sum=Sum("amount"))
    return found["sum"] or amounts.NOTHING


def invoice_known(assignment: Assignment, _actor: Actor, values: Values) -> bool:
    """Whether the body shop has presented an invoice of that number to this insurer for another assignment.

    Whoever comes with the same number at the same moment waits here until the first is through.
    """
    number = invoice_number(values.get("invoice_number"))
    if not number or assignment.contractor is None:
        return False
    insurer = assignment.claim.insurer_id
    door.one_at_a_time(f"invoice:{assignment.contractor}:{insurer}:{number}")
    same = Invoice.objects.filter(body_shop=assignment.contractor, insurer=insurer, number_n=number)
    return same.exclude(assignment=assignment).exists()


def invoice_number(typed: object) -> str:
    """An invoice number as it is compared: `f 2026-118` is `F2026-118`."""
    return "".join(str(typed or "").split()).upper()[:200]


def facts(assignment: Assignment) -> Mapping[str, Any]:
    """What is known of an assignment, from its row."""
    procedure = procedure_named(assignment.procedure, assignment.procedure_version)
    return codec.state_from_json(procedure, assignment.state).facts
