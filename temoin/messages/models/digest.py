"""Reminders of one person gathered into one mail, at the hours he chose."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from temoin.claims.models import Claim


class DigestPreference(models.Model):
    """When somebody wants his reminders in one mail; without a row the default of `digest.default` holds."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_preference"
    )
    hours = ArrayField(
        models.CharField(max_length=5, validators=[RegexValidator(r"^([01]\d|2[0-3]):[0-5]\d\Z")]),
        verbose_name=_("hours"),
    )
    weekdays = ArrayField(models.SmallIntegerField(), verbose_name=_("days"))  # 0 is Monday
    off = models.BooleanField(_("no digest"), default=False)

    def __str__(self) -> str:
        return f"{self.user}: {'off' if self.off else ', '.join(self.hours)}"


class Notice(models.Model):
    """An alarm that somebody is to be told of in his next digest; `told_at` once he was, or it had become moot."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    assignment_number = models.SmallIntegerField()
    entry_seq = models.IntegerField()
    step = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)  # engine.alarms.AlarmKind
    noted_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "claim", "entry_seq"], name="notice_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["user", "noted_at"], condition=Q(told_at__isnull=True), name="notice_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.claim_id}/{self.entry_seq}"
