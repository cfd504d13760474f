"""Mails as people read them: of one claim, the latest of all, those that need somebody."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from temoin.claims.models import Claim
from temoin.messages import destination
from temoin.messages.models import Mail


def mails_of(claim: Claim) -> QuerySet[Mail]:
    """A claim's mails, latest first, as far as the present scope shows them."""
    return Mail.objects.filter(claim=claim).order_by("-queued_at", "-pk")


def latest() -> QuerySet[Mail]:
    """Every mail, latest first, with its claim."""
    return Mail.objects.select_related("claim").order_by("-queued_at", "-pk")


def bounced() -> QuerySet[Mail]:
    """Mails refused for good: somebody must call, or correct an address."""
    return latest().filter(bounced=True)


def oldest_waiting() -> datetime | None:
    """When the oldest mail that no server has taken was written: an old one means that mail is down."""
    waiting = Mail.objects.filter(sent_at__isnull=True, bounced=False).order_by("queued_at")
    return waiting.values_list("queued_at", flat=True).first()


def shown_body(mail: Mail) -> str:
    """A mail's text for a page: as it was sent, with the secret of the insured's link left out."""
    return destination.masked(mail.body)
