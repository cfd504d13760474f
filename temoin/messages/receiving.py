"""A mail that came in, from first to last: known already, a bounce, a machine's, a stranger's, or an answer for its thread."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

from django.db import transaction

from temoin import clock
from temoin.claims import door, scope
from temoin.engine.refusals import Refused
from temoin.messages import addresses, answering, incoming, settling, threads
from temoin.messages.incoming import Incoming
from temoin.messages.models import Mail, Message, Reason, Received, Thread, Via
from temoin.messages.sides import Side

MOST_AN_HOUR = 20  # answers by mail in one thread
SAME_WORDS = timedelta(hours=24)


class Taken(Enum):
    """What became of a mail."""

    KNOWN = "known"  # a second copy
    FILED = "filed"
    TASK = "task"
    IGNORED = "ignored"


def receive(raw: bytes) -> Taken:
    """Take a mail in, once, in one transaction. Never answers it. Raises only what may pass, such as a database that is away."""
    if len(raw) > incoming.LARGEST:
        return _task(Reason.TOO_LARGE, _head(raw), None)
    try:
        mail = incoming.read(raw)
    except incoming.Unreadable:
        return _task(Reason.UNREADABLE, None, raw)
    with transaction.atomic(), scope.within("network"):
        door.one_at_a_time(f"mail:{mail.key}")
        _row, new = Received.objects.get_or_create(message_id=mail.key, defaults={"received_at": clock.now()})
        return _taken(mail, raw) if new else Taken.KNOWN


def _head(raw: bytes) -> Incoming | None:
    """Of a mail that is too large, who wrote it."""
    try:
        return incoming.read(raw[:20_000])
    except incoming.Unreadable:
        return None


def _taken(mail: Incoming, raw: bytes) -> Taken:
    meant = _meant(mail)
    if mail.report is not None:
        return _reported(mail, meant)
    match meant:
        case addresses.Bounce():
            return _came_back(mail, meant)
        case addresses.Answer():
            thread = threads.by_token(meant.token)
        case None:
            thread = None
    if thread is None:
        return Taken.IGNORED if mail.automatic else _task(Reason.UNKNOWN_THREAD, mail, raw)
    return _answer(mail, raw, *thread)


def _meant(mail: Incoming) -> addresses.Answer | addresses.Bounce | None:
    """What the first address of ours in it was made for."""
    for one in mail.recipients:
        found = addresses.read(one)
        if found is not None:
            return found
    return None


def _answer(mail: Incoming, raw: bytes, thread: Thread, side: Side) -> Taken:
    if mail.automatic:
        return _task(Reason.AUTOMATIC, mail, raw, thread)
    actor = answering.sender(thread.claim, side, mail.sender)
    if actor is None:
        return _task(Reason.UNKNOWN_SENDER, mail, raw, thread)
    if not mail.text and not mail.attachments:
        return _task(Reason.UNREADABLE, mail, raw, thread)
    if _goes_round(mail, thread, side):
        return _task(Reason.LOOP, mail, raw, thread)
    last = thread.messages.order_by("-sent_at", "-pk").values_list("assignment_number", flat=True).first()
    try:
        with transaction.atomic():
            answering.take(
                mail, thread.claim, actor, threads.facing(thread, side), number=last, named="par e-mail"
            )
    except Refused:
        return _task(Reason.REFUSED, mail, raw, thread)
    return Taken.FILED


def _goes_round(mail: Incoming, thread: Thread, side: Side) -> bool:
    """The same words once more, or more answers than people write."""
    now = clock.now()
    by_mail = Message.objects.filter(thread=thread, via=Via.MAIL)
    same = by_mail.filter(
        from_role=side.role,
        from_organisation=side.organisation_id,
        fingerprint=threads.fingerprint(mail.text),
        sent_at__gt=now - SAME_WORDS,
    )
    if mail.text and not mail.attachments and same.exists():
        return True
    return by_mail.filter(sent_at__gt=now - timedelta(hours=1)).count() >= MOST_AN_HOUR


def _reported(mail: Incoming, meant: addresses.Answer | addresses.Bounce | None) -> Taken:
    """A delivery report: of the mail that its address or the letter inside names."""
    report = mail.report
    if report is None or not report.failed:
        return Taken.IGNORED  # delayed, or delivered after all
    lost = (
        Mail.objects.filter(pk=meant.mail_id) if isinstance(meant, addresses.Bounce) else Mail.objects.none()
    )
    ours = lost.first() or Mail.objects.filter(message_id=report.message_id).exclude(message_id="").first()
    if ours is None:
        return _task(Reason.BOUNCED, mail, None, excerpt=report.said)
    settling.returned(ours, report.said)
    return Taken.TASK


def _came_back(mail: Incoming, meant: addresses.Bounce) -> Taken:
    """To the sender's address of a mail only machines write: that it cannot be delivered, or that its reader is away."""
    ours = Mail.objects.filter(pk=meant.mail_id).first()
    if ours is None:
        return Taken.IGNORED
    local = mail.sender.split("@")[0]
    if local in {"mailer-daemon", "postmaster"}:
        settling.returned(ours, f"{mail.subject} {mail.text}"[:1000])
    else:
        settling.open_task(
            Reason.AUTOMATIC, claim=ours.claim, sender=mail.sender, subject=mail.subject, excerpt=mail.text
        )
    return Taken.TASK


def _task(
    reason: Reason,
    mail: Incoming | None,
    raw: bytes | None,
    thread: Thread | None = None,
    *,
    excerpt: str = "",
) -> Taken:
    made = settling.open_task(
        reason,
        thread=thread,
        sender=mail.sender if mail else "",
        subject=mail.subject if mail else "",
        excerpt=excerpt or (mail.text if mail else ""),
        raw=raw,
    )
    return Taken.TASK if made else Taken.IGNORED
