"""Days on which somebody of the network is away, and who stands in for him."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from temoin.parties.models.user import User


class Absence(models.Model):
    """A leave, both days included; without a deputy nobody stands in."""

    user = models.ForeignKey(User, models.CASCADE, related_name="absences", verbose_name=_("person"))
    from_on = models.DateField(_("first day"))
    to_on = models.DateField(_("last day"))
    deputy = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("deputy")
    )
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering: ClassVar = ["from_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["to_on"], name="absence_to_on")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(deputy=F("user")), name="absence_deputy_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.from_on}–{self.to_on}"
