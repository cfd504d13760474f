"""An assignment: work on a claim given to one contractor at a time; its row is a cache of the journal."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from temoin.claims.models.claim import Claim

OPEN = Q(closed_at__isnull=True)


class Assignment(models.Model):
    """Where the assignment stands, so that worklists need no journal.

    `state` is `engine.codec.state_to_json`; the columns beside it repeat what lists filter and sort by.
    `moved_seq` is the journal's seq of the last entry that changed the state (notes and reminders do not).
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="assignments")
    number = models.SmallIntegerField()
    trade = models.CharField(max_length=40)
    procedure = models.CharField(max_length=40)
    procedure_version = models.IntegerField()
    step = models.CharField(max_length=60, blank=True)
    phase = models.CharField(max_length=60, blank=True)
    holder_role = models.CharField(max_length=40, blank=True)
    holder_organisation = models.BigIntegerField(null=True)
    contractor = models.BigIntegerField(null=True)
    charged_to = models.CharField(max_length=40, blank=True)
    entered_at = models.DateTimeField(null=True)
    commitment_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    next_alarm_at = models.DateTimeField(null=True)
    state = models.JSONField()
    moved_seq = models.IntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="assignment_claim_number"),
            models.CheckConstraint(
                # no orphan: an open assignment has a holder and a date
                condition=~OPEN | (Q(due_at__isnull=False) & ~Q(holder_role="") & ~Q(step="")),
                name="assignment_open_has_next_action",
            ),
        ]
        indexes = [
            models.Index(fields=["holder_role", "due_at"], condition=OPEN, name="assignment_role_due"),
            models.Index(
                fields=["holder_organisation", "holder_role", "due_at"],
                condition=OPEN,
                name="assignment_org_due",
            ),
            models.Index(fields=["contractor", "due_at"], condition=OPEN, name="assignment_contractor_due"),
            # a firm's whole past, the last closed first
            models.Index(fields=["contractor", "-closed_at"], name="assignment_of_contractor"),
            models.Index(
                fields=["next_alarm_at"], condition=Q(next_alarm_at__isnull=False), name="assignment_alarm"
            ),
            models.Index(fields=["due_at"], condition=OPEN, name="assignment_due"),
            models.Index(fields=["closed_at"], condition=~OPEN, name="assignment_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} N°{self.number}"
