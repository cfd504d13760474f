"""One row per thing that happened to a claim: only ever added, never changed."""

from __future__ import annotations

from django.db import models

COUNTED = ("override", "alarm.remind", "alarm.chase", "alarm.escalate")
"""Entries that figures count by their time."""


class JournalEntry(models.Model):
    """An entry of a claim's journal; `hash` chains its commitment to the entry before it.

    `claim_id` is the claim's id (no foreign key: the journal lies below the claims). `data` holds what
    `engine.codec.entry_to_json` wrote. The commitment is SHA-256(salt || payload): payload and salt can
    be erased one day without breaking the chain.
    """

    claim_id = models.BigIntegerField()
    seq = models.IntegerField()
    assignment_number = models.SmallIntegerField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_role = models.CharField(max_length=40)
    actor_organisation = models.BigIntegerField(null=True)
    actor_person = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    machine = models.BooleanField(default=False)
    action = models.CharField(max_length=80)
    data = models.JSONField()
    visibility = models.CharField(max_length=10)
    imported = models.BooleanField(default=False)
    key = models.CharField(max_length=120, null=True, unique=True)
    salt = models.CharField(max_length=32)
    commitment = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim_id", "seq"], name="journal_claim_seq")]
        indexes = [
            models.Index(
                fields=["-recorded_at"], condition=models.Q(action="override"), name="journal_override"
            ),
            models.Index(
                fields=["occurred_at"], condition=models.Q(action__in=COUNTED), name="journal_counted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}/{self.seq} {self.action}"
