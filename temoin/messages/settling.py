"""Tasks: opened where no machine can go on with a mail, ended by somebody who sends it again, files it or throws it away."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from temoin import clock
from temoin.claims import scope
from temoin.claims.models import Claim
from temoin.messages.models import Mail, Outcome, Reason, Task, Thread
from temoin.parties.models import User

ONCE = (Reason.LOOP, Reason.AUTOMATIC)
"""Reasons that open one task per thread and sender, however many mails come."""

EXCERPT = 2_000  # characters


def open_tasks() -> QuerySet[Task]:
    """What waits for somebody, oldest first."""
    return (
        Task.objects.filter(done_at__isnull=True).select_related("claim", "mail").order_by("opened_at", "pk")
    )


def open_task(
    reason: Reason,
    *,
    claim: Claim | None = None,
    thread: Thread | None = None,
    mail: Mail | None = None,
    sender: str = "",
    subject: str = "",
    excerpt: str = "",
    raw: bytes | None = None,
) -> Task | None:
    """One more thing for a human; None where the same is open already and need not be said twice."""
    with scope.within("network"):
        if reason in ONCE and open_tasks().filter(reason=reason, thread=thread, sender=sender[:254]).exists():
            return None
        return Task.objects.create(
            reason=reason,
            claim=claim or (thread.claim if thread else None),
            thread=thread,
            mail=mail,
            sender=sender[:254],
            subject=subject[:200],
            excerpt=excerpt[:EXCERPT],
            raw=raw,
            opened_at=clock.now(),
        )


def bounced(mail: Mail, said: str) -> None:
    """One of our mails did not reach its reader; runs in the operator's scope."""
    if not Task.objects.filter(mail=mail, done_at__isnull=True).exists():
        open_task(
            Reason.BOUNCED,
            claim=mail.claim,
            mail=mail,
            sender=mail.to_email,
            subject=mail.subject,
            excerpt=said,
        )


def returned(mail: Mail, said: str) -> None:
    """A mail that its server had taken came back."""
    with scope.within("network"):
        Mail.objects.filter(pk=mail.pk).update(
            bounced=True, sent_at=None, leased_until_at=None, error=said[:1000]
        )
        bounced(mail, said)


def take(pk: int) -> Task | None:
    """An open task, locked for whoever ends it; None where it is done or there is none."""
    return Task.objects.select_for_update(of=("self",)).filter(pk=pk, done_at__isnull=True).first()


def discard(task: Task, why: str, user: User) -> None:
    """Nothing comes of it, and it is said why."""
    done(task, Outcome.DISCARDED, user, why)


def done(task: Task, outcome: Outcome, user: User, note: str = "") -> None:
    """End a task; the mail that it kept is kept no longer."""
    task.done_at, task.done_by, task.outcome, task.note, task.raw = clock.now(), user, outcome, note, None
    task.save(update_fields=["done_at", "done_by", "outcome", "note", "raw"])


def tidy() -> int:
    """Forget settled tasks after a year; returns how many."""
    with scope.within("network"):
        return Task.objects.filter(done_at__lt=clock.now() - timedelta(days=365)).delete()[0]
