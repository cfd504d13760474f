"""A link that opens one claim to somebody without an account."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from temoin.parties import roles
from temoin.parties.models.organisation import Organisation
from temoin.parties.models.user import LANGUAGES, check_zone

ROLES = [
    (roles.INSURED, _("insured")),
    (roles.Role.COUNTERPARTY_INSURER.value, roles.Role.COUNTERPARTY_INSURER.label),
]


class Purpose(models.TextChoices):
    """What a link is for."""

    FOLLOW = "follow", _("follow the claim")
    ANSWER = "answer", _("answer a demand")


class MagicLink(models.Model):
    """One claim, a few verbs, until a date; only the token's SHA-256 is kept, so a stolen table opens nothing."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    claim_id = models.BigIntegerField(db_index=True)  # no foreign key: claims lie above this app
    role = models.CharField(_("role"), max_length=24, choices=ROLES, default=roles.INSURED)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, verbose_name=_("organisation")
    )
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose.choices, default=Purpose.FOLLOW)
    verbs = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="fr")
    timezone = models.CharField(
        _("time zone"), max_length=40, default="Europe/Paris", validators=[check_zone]
    )
    issued_at = models.DateTimeField(_("issued"))
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering: ClassVar = ["-issued_at"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.pk})"
