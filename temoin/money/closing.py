"""Closes the lists whose day is over: numbered, added up, and carried over where more was taken back than paid."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, Sum

from temoin import clock
from temoin.claims import scope
from temoin.money.amounts import NOTHING
from temoin.money.models import OPEN, PaymentList


def close_due(of: Q = Q(), *, now: datetime | None = None) -> int:  # noqa: B008
    """Close every list (of those asked) whose day is over, the earliest first; how many were closed.

    Nothing is lost by coming late: once a list's day is over no line comes or goes, because the door lets a
    payment that has run out go through before anything else is done on it.
    """
    at = now or clock.now()
    with scope.within("network"):
        due = PaymentList.objects.filter(OPEN, of, closes_at__lte=at).order_by("pays_on", "pk")
        return sum(_close(pk) for pk in list(due.values_list("pk", flat=True)))


def _close(pk: int) -> bool:
    """False where another was first."""
    with transaction.atomic():
        found = PaymentList.objects.select_for_update().filter(pk=pk).first()
        if found is None or found.closed_at is not None:
            return False
        total = found.lines.aggregate(sum=Sum("amount"))["sum"]
        if total is None:  # everything was taken off it
            found.delete()
            return False
        settle(found, before(found), total)
        found.closed_at = found.closes_at
        found.save()
        return True


def before(found: PaymentList) -> PaymentList | None:
    """The list of the same two firms that was closed before this one."""
    same = PaymentList.objects.filter(
        body_shop=found.body_shop_id, insurer=found.insurer_id, currency=found.currency
    )
    return same.filter(closed_at__isnull=False, pays_on__lt=found.pays_on).order_by("pays_on").last()


def settle(found: PaymentList, earlier: PaymentList | None, total: Decimal) -> None:
    """Fill in the number and the sums of a list whose lines add up to `total`; not saved."""
    found.number = ((earlier.number or 0) if earlier else 0) + 1
    found.total_amount = total
    found.carried_in_amount = earlier.carried_out_amount if earlier else NOTHING
    net = total + (found.carried_in_amount or NOTHING)
    found.paid_amount, found.carried_out_amount = max(net, NOTHING), min(net, NOTHING)
