"""A long form that a firm has not sent yet."""

from __future__ import annotations

from django.db import models

from temoin.claims.models.assignment import Assignment


class FormDraft(models.Model):
    """What a firm has filled in so far of an action's form, shared by its people, shown to nobody else.

    `fields` is, by field of the procedure: `said` (what was sent, by name of the input, as it was typed; for files the
    ids of the documents), `changed` (the number of the change), `by` (whose it was) and `before` (what it said until then).
    `changes` counts every change, so that two open pages do not overwrite each other unseen.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="form_drafts")
    action = models.CharField(max_length=60)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(default=dict)
    changes = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "action", "organisation"], name="form_draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.action}"
