"""Lines that a firm keeps to use again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from temoin.parties.models import Organisation


class LineModel(models.Model):
    """A firm's own model of an estimate: `lines` as `content.line_to_json`, without photos."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    lines = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="line_model_once")
        ]

    def __str__(self) -> str:
        return self.name
