"""Files that wait to be taken over: kept between the page that shows what they hold and the button."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models

from temoin import clock

KEPT = timedelta(days=1)


class PendingImport(models.Model):
    """An old journal as it was sent. Its bytes go when its claims are made, the rest a day after it came.

    `made` lists the references of the claims made; None while the button was not pressed.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    one_claim = models.BooleanField(default=False)
    made = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="pending_import_at")]

    def __str__(self) -> str:
        return self.name


def forget_old() -> int:
    """Delete what came more than a day ago; returns how many rows there were."""
    return PendingImport.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
