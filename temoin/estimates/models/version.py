"""One version of an estimate, as it was handed in: never changed, never deleted (the database refuses)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from temoin.claims.models import Assignment, Claim
from temoin.documents.models import Document
from temoin.estimates.models.price_list import PriceList
from temoin.parties.models import Organisation


class Kind(models.TextChoices):
    """Whose figures they are."""

    CONTRACTOR = "contractor", _("repairer's estimate")
    COMPARATIVE = "comparative", _("comparative estimate")
    ADJUSTER = "adjuster", _("adjuster's figures")
    NETWORK = "network", _("estimate as studied")


class Version(models.Model):
    """Its amounts, its lines (none where only totals are known), and the `digest` of it all (`digest.of`).

    Where the lines were read from a calculation's file, `calculation` is its header (`calculation.header`) and
    `source` that file; `document` is what people read. Numbers run over all kinds of an assignment. `addressed_to` is the contractor who may read a version of the
    network. `net + vat = gross`; `covered + not covered + betterment = gross`; `wear` is part of covered.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="estimate_versions")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    role = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    addressed_to = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    price_list = models.ForeignKey(PriceList, models.PROTECT, null=True, related_name="+")
    currency = models.CharField(max_length=3)
    leg = models.CharField(max_length=12, blank=True)
    dwelling = models.JSONField(default=dict)  # `content.dwelling_to_json`: what VAT depends on
    calculation = models.JSONField(default=dict)
    source = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    totals_only = models.BooleanField(default=False)
    net_amount = models.DecimalField(max_digits=12, decimal_places=2)
    vat_amount = models.DecimalField(max_digits=12, decimal_places=2)
    gross_amount = models.DecimalField(max_digits=12, decimal_places=2)
    covered_amount = models.DecimalField(max_digits=12, decimal_places=2)  # VAT included, as the next three
    not_covered_amount = models.DecimalField(max_digits=12, decimal_places=2)
    betterment_amount = models.DecimalField(max_digits=12, decimal_places=2)
    wear_amount = models.DecimalField(max_digits=12, decimal_places=2)
    vat_groups = models.JSONField(default=list)  # [{category, rate, net, vat}], amounts as text
    digest = models.CharField(max_length=64)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    comment = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["assignment_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assignment", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="version_kind_known"),
            models.CheckConstraint(
                condition=Q(gross_amount=models.F("net_amount") + models.F("vat_amount")),
                name="version_gross_is_net_and_vat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} V{self.number}"
