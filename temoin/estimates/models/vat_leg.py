"""To whom the works of an estimate will be invoiced: a setting, because the contracts say it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from temoin.parties.models import Organisation
from temoin.parties.models.organisation import COUNTRIES


class Leg(models.TextChoices):
    """Who invoices whom."""

    CONSUMER = "consumer", _("to the insured")
    INSURER = "insurer", _("to the insurer")
    OPERATOR = "operator", _("to the network")
    SUBCONTRACT = "subcontract", _("to the network, as its subcontractor")


class VatLeg(models.Model):
    """The leg for an insurer's claims in a country; without an insurer for all of the country. Else: the insured."""

    insurer = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "insurer"},
        verbose_name=_("insurer"),
    )
    country = models.CharField(_("country"), max_length=2, choices=COUNTRIES)
    leg = models.CharField(_("invoiced"), max_length=12, choices=Leg.choices, default=Leg.CONSUMER)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("whom estimates are invoiced to")
        verbose_name_plural = _("whom estimates are invoiced to")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["insurer", "country"], nulls_distinct=False, name="vat_leg_once")
        ]

    def __str__(self) -> str:
        return f"{self.insurer or self.get_country_display()}: {self.get_leg_display()}"
