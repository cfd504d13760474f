"""What a firm of the network can do, where, how much at once, and when it is away."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from temoin.network.trades import trades
from temoin.parties.models import Organisation
from temoin.parties.models.organisation import COUNTRIES
from temoin.parties.models.user import LANGUAGES


class Professional(models.Model):
    """A firm that repairs: its trades, its reach and its weekly capacity."""

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="professional", verbose_name=_("organisation")
    )
    trades = ArrayField(models.CharField(max_length=20, choices=trades), verbose_name=_("trades"))
    languages = ArrayField(
        models.CharField(max_length=2, choices=LANGUAGES),
        default=list,
        blank=True,
        verbose_name=_("languages"),
    )
    max_distance_km = models.PositiveSmallIntegerField(_("largest distance (km)"), default=40)
    capacity_per_week = models.PositiveSmallIntegerField(
        _("jobs per week"), default=5, validators=[MinValueValidator(1)]
    )
    base_country = models.CharField(_("country"), max_length=2, choices=COUNTRIES, default="FR")
    base_postcode = models.CharField(_("postcode"), max_length=12)
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )  # degrees; where left empty, the point of the postcode counts
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )

    class Meta:
        verbose_name = _("professional")
        verbose_name_plural = _("professionals")
        indexes: ClassVar = [GinIndex(fields=["trades"], name="professional_trades")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(capacity_per_week__gt=0), name="professional_has_capacity")
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Zone(models.Model):
    """Postcodes that a firm has said it covers, by their first characters (`75`, `1050`)."""

    professional = models.ForeignKey(
        Professional, models.CASCADE, related_name="zones", verbose_name=_("professional")
    )
    country = models.CharField(_("country"), max_length=2, choices=COUNTRIES, default="FR")
    prefix = models.CharField(_("postcode begins with"), max_length=8)

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering: ClassVar = ["country", "prefix"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["professional", "country", "prefix"], name="zone_unique")
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.prefix}"


class Leave(models.Model):
    """Days on which a firm takes no new work, both included; without an end until further notice."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="leaves", verbose_name=_("organisation")
    )
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        ordering: ClassVar = ["from_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="leave_ends_after_it_begins",
                violation_error_message=_("The leave ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.from_on} – {self.until_on or '…'}"
