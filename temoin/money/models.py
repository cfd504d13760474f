"""The weekly lists by which an insurer pays a body shop, their lines, and the invoices that were presented."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

OPEN = Q(closed_at__isnull=True)


class PaymentList(models.Model):
    """What one insurer pays one body shop on one day. Open until `closes_at`; closed, the database refuses any change.

    Lines add up to `total_amount`. `carried_in_amount` is what the list before left to be taken back (never above
    nothing); where both together are below nothing, nothing is paid and `carried_out_amount` goes on to the next.
    """

    body_shop = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    insurer = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    pays_on = models.DateField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    number = models.IntegerField(null=True)  # counts the closed lists of this insurer for this body shop
    total_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    carried_in_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    paid_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    carried_out_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body_shop", "insurer", "currency", "pays_on"], name="payment_list_once"
            ),
            models.UniqueConstraint(
                fields=["body_shop", "insurer", "currency", "number"], name="payment_list_number"
            ),
            models.CheckConstraint(
                condition=OPEN
                | Q(
                    number__isnull=False,
                    paid_amount__gte=0,
                    carried_in_amount__lte=0,
                    carried_out_amount__lte=0,
                    total_amount=F("paid_amount") + F("carried_out_amount") - F("carried_in_amount"),
                ),
                name="payment_list_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], condition=OPEN, name="payment_list_open"),
            models.Index(fields=["insurer", "-pays_on"], name="payment_list_insurer"),
            models.Index(fields=["body_shop", "-pays_on"], name="payment_list_shop"),
        ]

    def __str__(self) -> str:
        return f"{self.insurer_id}/{self.body_shop_id} {self.pays_on}"


class ListLine(models.Model):
    """One payment on a list, or an amount taken back (below nothing). `seq` is the journal entry it follows from."""

    payment_list = models.ForeignKey(PaymentList, models.PROTECT, related_name="lines")
    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="+")
    assignment = models.ForeignKey("claims.Assignment", models.PROTECT, related_name="+")
    seq = models.IntegerField()
    reference = models.CharField(max_length=20)
    plate = models.CharField(max_length=40, blank=True)
    owner = models.CharField(max_length=201)
    invoice_number = models.CharField(max_length=200, blank=True)
    invoice_amount = models.DecimalField(max_digits=12, decimal_places=2)
    recoverable_amount = models.DecimalField(max_digits=12, decimal_places=2)
    deductible_amount = models.DecimalField(max_digits=12, decimal_places=2)
    above_ceiling_amount = models.DecimalField(max_digits=12, decimal_places=2)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "seq"], name="payment_line_once"),
            models.CheckConstraint(
                condition=Q(
                    amount__gt=0,
                    amount=F("invoice_amount")
                    - F("recoverable_amount")
                    - F("deductible_amount")
                    - F("above_ceiling_amount"),
                )
                | Q(amount__lt=0, invoice_amount=0),
                name="payment_line_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.amount}"


class Invoice(models.Model):
    """The invoice that a body shop last presented for an assignment, so that no other carries the same number."""

    body_shop = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    insurer = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    assignment = models.OneToOneField("claims.Assignment", models.PROTECT, related_name="+")
    number_n = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body_shop", "insurer", "number_n"], name="invoice_number_once")
        ]

    def __str__(self) -> str:
        return self.number_n
