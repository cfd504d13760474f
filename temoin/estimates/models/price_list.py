"""A list of unit prices that the network agreed on (*bordereau de prix*), for one insurer or for all."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from temoin.parties.models import Organisation
from temoin.parties.models.organisation import COUNTRIES


class PriceList(models.Model):
    """One version of a list; its prices are multiplied by `zone_coefficient`. Both days of validity count."""

    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=120)
    insurer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "insurer"},
        verbose_name=_("insurer"),
        help_text=_("Empty: for all insurers."),
    )
    country = models.CharField(_("country"), max_length=2, choices=COUNTRIES)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    zone_coefficient = models.DecimalField(
        _("zone coefficient"), max_digits=5, decimal_places=3, default=Decimal(1)
    )

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        ordering: ClassVar = ["code", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="price_list_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="price_list_ends_after_it_begins",
                violation_error_message=_("The list ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(zone_coefficient__gt=0), name="price_list_coefficient_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code}, {self.version})"
