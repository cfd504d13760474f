"""A company that takes part in claims."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from temoin.parties.models.user import LANGUAGES
from temoin.parties.roles import Kind, Tier

COUNTRIES = [("FR", _("France")), ("BE", _("Belgium")), ("NL", _("Netherlands"))]


class Organisation(models.Model):
    """A firm, insurer, broker or the network itself; what it may see follows from the claims it is party to."""

    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("code"), max_length=12, blank=True, help_text=_("Short code, such as AZ."))
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=COUNTRIES, default="FR")
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="fr")
    tier = models.CharField(_("level"), max_length=8, choices=Tier.choices, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [models.Index(fields=["kind", "name"], name="organisation_kind_name")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="organisation_code_unique"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="organisation_kind_known"),
            models.CheckConstraint(
                condition=Q(tier="") | Q(kind=Kind.INTERMEDIARY), name="organisation_tier_of_intermediary"
            ),
        ]

    def __str__(self) -> str:
        return self.name
