"""An estimate that a firm is still writing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from temoin.claims.models import Assignment, Claim
from temoin.documents.models import Document
from temoin.estimates.models.price_list import PriceList
from temoin.estimates.models.version import Kind
from temoin.parties.models import Organisation


class Draft(models.Model):
    """Work in progress: `lines` as `content.line_to_json`, `dwelling` as `content.dwelling_to_json`.

    Where the lines were read from a calculation's file, `calculation` is its header and `source` that file.
    `changes` counts every change, so that two open pages do not overwrite each other unseen.
    """

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="+")
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="drafts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CONTRACTOR)
    price_list = models.ForeignKey(PriceList, models.PROTECT, null=True, related_name="+")
    lines = models.JSONField(default=list)
    dwelling = models.JSONField(default=dict)
    calculation = models.JSONField(default=dict)
    source = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    room = models.CharField(max_length=60, blank=True)  # the last one typed
    comment = models.TextField(blank=True)
    changes = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assignment", "organisation", "kind"], name="draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.organisation_id} {self.kind}"
