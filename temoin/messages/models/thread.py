"""What two parties of a claim write to each other, and who has read it; the words themselves stand in the journal."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from temoin.claims.models import Claim

ORGANISATION = "parties.Organisation"


class Via(models.TextChoices):
    """How a message came in."""

    PORTAL = "portal"
    MAIL = "mail"


class Thread(models.Model):
    """All that two sides of a claim wrote to each other. A side is a role and, for firms, the organisation.

    The operator is one side (`network`), whoever of its people writes; `one` comes before `other` in the
    order of `sides.Side`. Each side answers by mail to an address of its own, which holds its token: whoever
    was given the one cannot write in the other's name.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="threads")
    one_role = models.CharField(max_length=40)
    one_organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+", null=True)
    one_token = models.CharField(max_length=32, unique=True)
    other_role = models.CharField(max_length=40)
    other_organisation = models.ForeignKey(
        ORGANISATION, on_delete=models.PROTECT, related_name="+", null=True
    )
    other_token = models.CharField(max_length=32, unique=True)
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["claim", "one_role", "one_organisation", "other_role", "other_organisation"],
                name="thread_once",
                nulls_distinct=False,
            )
        ]
        indexes: ClassVar = [models.Index(fields=["-last_at"], name="thread_latest")]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.one_role}, {self.other_role}"


class Message(models.Model):
    """One message: where its words stand (`entry_seq`), on which step, from whom to whom.

    `first_read_at` is when the side it was written to first read it; `fingerprint` is a digest of its words,
    by which a machine that answers a machine is known.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    assignment_number = models.SmallIntegerField()
    step = models.CharField(max_length=60, blank=True)  # empty: written after the end
    entry_seq = models.IntegerField()
    from_role = models.CharField(max_length=40)
    from_organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+", null=True)
    from_person = models.BigIntegerField(null=True)
    from_name = models.CharField(max_length=200)
    to_role = models.CharField(max_length=40)
    to_organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+", null=True)
    sent_at = models.DateTimeField()
    via = models.CharField(max_length=6, choices=Via.choices, default=Via.PORTAL)
    fingerprint = models.CharField(max_length=64)
    first_read_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "entry_seq"], name="message_once_per_entry")
        ]
        indexes: ClassVar = [
            models.Index(fields=["thread", "sent_at"], name="message_of_thread"),
            models.Index(
                fields=["to_role", "to_organisation", "-sent_at"],
                condition=Q(first_read_at__isnull=True),
                name="message_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}/{self.entry_seq}"


class Reading(models.Model):
    """Somebody of the side that a message was written to has read it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    link = models.BigIntegerField(null=True)  # the insured's; no foreign key: links may be tidied away
    name = models.CharField(max_length=220)
    read_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["read_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["message", "user", "link"], name="reading_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.name}"
