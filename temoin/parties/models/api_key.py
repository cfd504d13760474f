"""A key by which a program asks the API in the name of a membership."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from temoin.parties.models.membership import Membership

SHOWN = 12
"""How much of a key is kept in clear: `tmn_` and eight characters, by which it is recognised and looked up."""


class ApiKey(models.Model):
    """A key of a membership; only its SHA-256 is kept, so a stolen table opens nothing.

    It lives as long as nobody takes it back and as its membership, its person and its organisation are active.
    """

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="api_keys")
    name = models.CharField(_("name"), max_length=60)
    prefix = models.CharField(_("key"), max_length=SHOWN, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("made"))
    last_used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering: ClassVar = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @classmethod
    def alive(cls) -> QuerySet[ApiKey]:
        """The keys that open something."""
        return cls.objects.filter(
            Q(revoked_at=None)
            & Q(membership__active=True, membership__organisation__active=True)
            & Q(membership__user__is_active=True)
        )
