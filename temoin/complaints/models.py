"""The register of complaints: one row each, kept from the journal."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

OPEN = Q(closed_at__isnull=True)


class Complaint(models.Model):
    """A complaint while a step of customer service deals with it: who complained, of what, and both its terms.

    It repeats what the journal says; `frame` is the stretch of time in which it was dealt with. Who, by which
    channel and of whom are choices of the procedure. `closed_at` without `answered_at`: the step was left without
    an answer, by an override or by the end of the assignment.
    """

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="+")
    assignment = models.ForeignKey("claims.Assignment", models.PROTECT, related_name="+", db_index=False)
    frame = models.IntegerField()
    complainant = models.CharField(max_length=40)
    channel = models.CharField(max_length=40, blank=True)
    against = models.CharField(max_length=40, blank=True)
    about = models.TextField(blank=True)
    step = models.CharField(max_length=60)  # at which the work stood, interruptions left aside
    opened_by = models.CharField(max_length=80)  # the action
    received_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    acknowledge_due_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    answer_due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=40, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "frame"], name="complaint_once")]
        indexes = [
            models.Index(fields=["answer_due_at"], condition=OPEN, name="complaint_open"),
            models.Index(fields=["-opened_at"], name="complaint_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}/{self.frame}"
