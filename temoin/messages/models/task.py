"""What no machine settles about mail: a bounce, a loop, a sender whom nobody knows. Somebody of the operator does."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from temoin.claims.models import Claim
from temoin.messages.models.mail import Mail
from temoin.messages.models.thread import Thread


class Reason(models.TextChoices):
    """Why a human must look."""

    BOUNCED = "bounced", _("A mail came back")
    UNKNOWN_SENDER = "unknown_sender", _("Answer from an unknown address")
    UNKNOWN_THREAD = "unknown_thread", _("Mail that belongs to no thread")
    REFUSED = "refused", _("Answer that the file does not take")
    UNREADABLE = "unreadable", _("Mail without readable text")
    TOO_LARGE = "too_large", _("Mail that is too large")
    AUTOMATIC = "automatic", _("Automatic answer")
    LOOP = "loop", _("Machines answer each other")


class Outcome(models.TextChoices):
    """How a task ended."""

    RESENT = "resent", _("sent again")
    FILED = "filed", _("filed into the claim")
    DISCARDED = "discarded", _("discarded")


class Task(models.Model):
    """One thing to settle. `raw` is the mail that came in, kept until it is settled; `mail` is one of ours that came back."""

    reason = models.CharField(max_length=20, choices=Reason.choices)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+", null=True)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="+", null=True)
    mail = models.ForeignKey(Mail, on_delete=models.PROTECT, related_name="+", null=True)
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    excerpt = models.TextField(blank=True)
    raw = models.BinaryField(null=True)
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    note = models.TextField(blank=True)  # why it was discarded, or the address corrected

    class Meta:
        ordering: ClassVar = ["opened_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, outcome="") | (Q(done_at__isnull=False) & ~Q(outcome="")),
                name="task_done_with_outcome",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["opened_at"], condition=Q(done_at__isnull=True), name="task_open")
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.sender}"


class Received(models.Model):
    """A mail that was taken in, by its Message-ID, so that a second copy of it does nothing."""

    message_id = models.CharField(max_length=64, unique=True)  # SHA-256: some are long, some are missing
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.message_id
