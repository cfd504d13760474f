"""Payment lists as their two firms read them: each with its sums, as they stand or as they were closed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from temoin.claims import door
from temoin.claims.history import Current
from temoin.engine.state import Actor
from temoin.money import amounts
from temoin.money.amounts import NOTHING, Split
from temoin.money.models import ListLine, PaymentList
from temoin.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class Sums:
    """A list with what its lines add up to, what the list before left, and what is paid or carried over in the end."""

    payment_list: PaymentList
    other: Organisation  # the firm that the reader is not
    payments: int
    total: Decimal
    carried_in: Decimal

    @property
    def paid(self) -> Decimal:
        return max(self.total + self.carried_in, NOTHING)

    @property
    def carried_out(self) -> Decimal:
        return min(self.total + self.carried_in, NOTHING)

    @property
    def closed(self) -> bool:
        return self.payment_list.closed_at is not None


def of_firm(side: str, firm: int) -> QuerySet[PaymentList]:
    """A firm's lists, the latest first; `side` is the column that names it: body_shop or insurer."""
    same = PaymentList.objects.filter(
        body_shop=OuterRef("body_shop"),
        insurer=OuterRef("insurer"),
        currency=OuterRef("currency"),
        closed_at__isnull=False,
        pays_on__lt=OuterRef("pays_on"),
    )
    found = PaymentList.objects.filter(**{side: firm}).select_related("body_shop", "insurer")
    return (
        found.annotate(
            payments=Count("lines", filter=Q(lines__amount__gt=0)),
            lines_sum=Sum("lines__amount"),
            left_over=Subquery(same.order_by("-pays_on").values("carried_out_amount")[:1]),
        )
        .filter(lines_sum__isnull=False)  # everything may have been taken off an open one
        .order_by("-pays_on", "pk")
    )


def sums(found: PaymentList, side: str) -> Sums:
    """A list of `of_firm` in figures."""
    return Sums(
        payment_list=found,
        other=found.insurer if side == "body_shop" else found.body_shop,
        payments=found.payments,  # type: ignore[attr-defined]  # annotated, as the next two
        total=found.lines_sum,  # type: ignore[attr-defined]
        carried_in=found.left_over or NOTHING,  # type: ignore[attr-defined]
    )


def lines(found: PaymentList) -> QuerySet[ListLine]:
    """The lines of a list, in the order in which they came on it."""
    return found.lines.order_by("pk")


def agreed_to(now: Current, action: str, actor: Actor) -> dict[str, Any]:
    """What an action is about to agree to, for `money/split.html`; empty where it agrees to no payment."""
    definition = now.procedure.actions.get(action)
    if definition is None or not any(one.code == "payable_amount" for one in definition.form):
        return {}
    brought = door.supplied(now.procedure, action, now.assignment, actor)
    return {"split": amounts.of_facts(now.state.facts), "pays_on": brought["pays_on"]}


def split_of(now: Current) -> Split | None:
    """How an assignment's invoice is divided, from its presentation on; None while there is none."""
    return amounts.of_facts(now.state.facts)
