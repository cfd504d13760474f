"""What lies in the mailbox of a body shop."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from temoin.claims.models import Assignment, Claim
from temoin.documents.models import Document


class Arrival(models.Model):
    """One thing that came in: what the journal's entry said to the firm, with the copy of the expertise.

    `printed` is the sentence of the follow-up by language, as it was printed then; `standing` the code of the step
    or of the end. It is read once somebody of the firm has opened it: the box is the garage's, not a person's.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    entry_seq = models.IntegerField()
    action = models.CharField(max_length=60)
    standing = models.CharField(max_length=60)
    printed = models.JSONField(default=dict)
    copy = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assignment", "organisation", "entry_seq"], name="arrival_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-at"], name="arrival_latest"),
            models.Index(fields=["organisation"], condition=Q(read_at=None), name="arrival_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}/{self.entry_seq}"
