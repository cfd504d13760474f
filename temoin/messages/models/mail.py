"""A mail on a claim: what was written to whom, and whether the mail server has taken it."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from temoin.claims.models import Claim
from temoin.parties.models.user import LANGUAGES


class Delivery(StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    FAILING = "failing"  # tried in vain, will be tried again
    SENT = "sent"
    BOUNCED = "bounced"  # refused for good: nobody will try again


class Mail(models.Model):
    """One mail to one address, made by one entry of the journal; a digest is made by several and has no claim.

    `reply_to` is the address that brings an answer back into its thread; empty for what is answered to a person.
    `body` has `links.MARK` where the insured's own link stood: its token is made when the mail is sent and
    kept nowhere. `leased_until_at` says that a worker has it in hand; `sent_at` is when the mail server took it.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="mails", null=True)
    assignment_number = models.SmallIntegerField(null=True)
    entry_seq = models.IntegerField(null=True)
    code = models.CharField(max_length=40)
    recipient_role = models.CharField(max_length=40)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+", null=True
    )
    to_name = models.CharField(max_length=220)
    to_email = models.EmailField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    ics = models.TextField(blank=True)
    reply_to = models.EmailField(blank=True)
    key = models.CharField(max_length=340, unique=True)  # claim:seq:code:address, so that none is made twice
    message_id = models.CharField(max_length=200, unique=True)
    queued_at = models.DateTimeField()
    leased_until_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    error = models.TextField(blank=True)
    bounced = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering: ClassVar = ["-queued_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(bounced=True, sent_at__isnull=False), name="mail_sent_or_bounced"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["claim", "-queued_at"], name="mail_of_claim"),
            models.Index(fields=["-queued_at"], name="mail_latest"),
            models.Index(
                fields=["queued_at"],
                condition=models.Q(sent_at__isnull=True, bounced=False),
                name="mail_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.to_email}"

    @property
    def delivery(self) -> Delivery:
        """Where it stands, from what is kept."""
        if self.bounced:
            return Delivery.BOUNCED
        if self.sent_at is not None:
            return Delivery.SENT
        return Delivery.FAILING if self.error else Delivery.WAITING
