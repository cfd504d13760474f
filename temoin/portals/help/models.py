"""Whether a page of help answered its reader, and what he looked for where it did not."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from temoin import clock

LONGEST = 500
"""Characters kept of what somebody was looking for."""


class HelpAnswer(models.Model):
    """One reader's answer under one page; who he is stays unknown, only his role is kept."""

    page = models.SlugField(max_length=60)
    language = models.CharField(max_length=2)
    found = models.BooleanField()
    words = models.CharField(max_length=LONGEST, blank=True)
    role = models.CharField(max_length=30, blank=True)  # empty: a stranger
    visitor = models.CharField(max_length=32)  # drawn by lot for his session
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["page", "visitor"], name="help_one_answer_per_session_and_page"),
            CheckConstraint(condition=Q(found=False) | Q(words=""), name="help_words_only_after_no"),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {'found' if self.found else 'not found'}"
