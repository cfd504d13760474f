"""What figures are counted from: the ledger's intervals as rows, and the contests of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

ENDS = Q(ends_frame=True)


class Held(models.Model):
    """An interval of an assignment's ledger: who held it, who was charged, until when it should have been over.

    It repeats of the claim what figures are asked by. `organisation` is the firm that was charged, `person` the
    member of the staff who ended it in the holder's own role. `seconds` are counted on whole seconds of the clock,
    so that they add up. Where the step was left at its end (`ends_frame`), `kept` says whether in time and
    `decided_at` when that was certain: on leaving in time, else on the action date (the end of that day for an
    appointment).
    """

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="+", db_index=False)
    assignment = models.ForeignKey("claims.Assignment", models.PROTECT, related_name="+", db_index=False)
    reference = models.CharField(max_length=20)
    number = models.SmallIntegerField()
    frame = models.IntegerField()
    step = models.CharField(max_length=60)
    phase = models.CharField(max_length=60)
    holder = models.CharField(max_length=40)
    charged_to = models.CharField(max_length=40)
    organisation = models.BigIntegerField(null=True)
    person = models.BigIntegerField(null=True)
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    commitment_at = models.DateTimeField(null=True)
    seconds = models.BigIntegerField()
    late_seconds = models.BigIntegerField()
    ended_by = models.CharField(max_length=80)  # the action
    ends_frame = models.BooleanField()
    kept = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    insurer = models.BigIntegerField()
    trade = models.CharField(max_length=40)
    loss_type = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    zone = models.CharField(max_length=8)
    opened_at = models.DateTimeField()  # the claim's

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "start_at"], name="held_joins"),
            models.CheckConstraint(condition=Q(end_at__gt=models.F("start_at")), name="held_lasts"),
        ]
        indexes = [
            models.Index(fields=["decided_at"], condition=ENDS, name="held_decided"),
            models.Index(fields=["insurer", "decided_at"], condition=ENDS, name="held_insurer"),
            models.Index(fields=["organisation", "decided_at"], condition=ENDS, name="held_organisation"),
            models.Index(fields=["end_at"], condition=ENDS & Q(kept=False), name="held_late"),
            models.Index(fields=["step", "end_at"], condition=ENDS, name="held_step"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} N°{self.number} {self.step} {self.start_at:%Y-%m-%d %H:%M}"


class Contest(models.Model):
    """An organisation says that the time of a step (`frame`) should not be charged to it, and the network's answer."""

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="+")
    assignment = models.ForeignKey("claims.Assignment", models.PROTECT, related_name="+")
    frame = models.IntegerField()
    step = models.CharField(max_length=60)
    role = models.CharField(max_length=40)
    organisation = models.BigIntegerField(null=True)
    name = models.CharField(max_length=200)
    reason = models.TextField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    upheld = models.BooleanField(null=True)
    charged_instead = models.CharField(max_length=40, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, upheld__isnull=True)
                | Q(answered_at__isnull=False, upheld__isnull=False),
                name="contest_answered_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["-asked_at"], name="contest_asked"),
            models.Index(fields=["organisation", "-asked_at"], name="contest_organisation"),
            models.Index(fields=["assignment", "frame"], name="contest_frame"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.step} {self.asked_at:%Y-%m-%d}"
