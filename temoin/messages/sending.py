"""Sending one mail: taken in hand, given to the mail server with no transaction open, then marked sent.

It is marked after the server has accepted it: a worker killed in between sends it twice rather than never,
both times with the same Message-ID, so that the second is recognised.
"""

from __future__ import annotations

import smtplib
from datetime import timedelta
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q

from temoin import clock
from temoin.claims import scope
from temoin.messages import addresses, destination, settling
from temoin.messages.models import Mail
from temoin.parties import links
from temoin.parties.models import MagicLink
from temoin.parties.redact import redact
from temoin.procedures.reading import calendar

LEASE = timedelta(minutes=3)  # longer than the longest talk with a mail server
GIVE_UP_AFTER = timedelta(days=5)  # RFC 5321, 4.5.4.1


class NotTaken(Exception):
    """The mail server did not take the mail, or another worker has it in hand: try again later."""


def send(mail_id: int) -> None:
    """Send a mail that is neither sent nor bounced; raises NotTaken where it must be tried again."""
    leased = _lease(mail_id)
    if leased is None:
        return
    mail, message, link = leased
    try:
        message.send()
    except (smtplib.SMTPException, OSError, ValueError) as problem:
        _failed(mail, problem, link)
    else:
        _sent(mail)


def _lease(mail_id: int) -> tuple[Mail, EmailMultiAlternatives, MagicLink | None] | None:
    """Take a mail in hand: None where nothing is left to do. Committed before anything is sent."""
    now = clock.now()
    with scope.within("network"):
        free = Q(leased_until_at__isnull=True) | Q(leased_until_at__lt=now)
        taken = Mail.objects.filter(free, pk=mail_id, sent_at__isnull=True, bounced=False).update(
            leased_until_at=now + LEASE, attempts=F("attempts") + 1
        )
        mail = Mail.objects.select_related("claim__handler").get(pk=mail_id)
        if not taken:
            if mail.sent_at is None and not mail.bounced:
                raise NotTaken(f"mail {mail_id} is in the hands of another worker")
            return None
        body, link = _addressed(mail)
        return mail, _message(mail, body), link


def _addressed(mail: Mail) -> tuple[str, MagicLink | None]:
    """The text as it goes out, with a fresh link where it has a place for one."""
    if mail.claim is None or destination.MARK not in mail.body:
        return mail.body, None
    link, token = links.issue(
        claim_id=mail.claim.pk,
        name=mail.to_name,
        language=mail.language,
        timezone=calendar(mail.claim.calendar).zone,
    )
    return destination.with_token(mail.body, token), link


def _message(mail: Mail, body: str) -> EmailMultiAlternatives:
    handler = mail.claim.handler if mail.claim else None
    answered = mail.reply_to or (handler.email if handler else "")
    returned = addresses.bounce_address(mail.pk)  # a mail that comes back names itself by its address
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=body,
        from_email=returned or settings.DEFAULT_FROM_EMAIL,
        to=[formataddr((" ".join(mail.to_name.split()), mail.to_email))],
        reply_to=[answered] if answered else None,
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",  # no absence notice answers it
            "Content-Language": mail.language,
        },
    )
    if mail.ics:
        method = "CANCEL" if "METHOD:CANCEL" in mail.ics else "REQUEST"
        message.attach_alternative(mail.ics, f"text/calendar; method={method}")
        message.attach("invitation.ics", mail.ics, "text/calendar")
    return message


def _sent(mail: Mail) -> None:
    with scope.within("network"):
        Mail.objects.filter(pk=mail.pk).update(sent_at=clock.now(), leased_until_at=None, error="")


def _failed(mail: Mail, problem: Exception, link: MagicLink | None) -> None:
    """Note what the server said; refused for good or too old: given up, else raises NotTaken."""
    said = redact(f"{type(problem).__name__}: {problem}")[:1000]
    gives_up = _is_for_good(problem) or clock.now() - mail.queued_at > GIVE_UP_AFTER
    with scope.within("network"):
        Mail.objects.filter(pk=mail.pk).update(error=said, bounced=gives_up, leased_until_at=None)
        if gives_up:
            settling.bounced(mail, said)
        if link is not None and _never_left(problem):
            links.revoke(link)
    if not gives_up:
        raise NotTaken(said) from None  # the problem's own text may hold the link


def _is_for_good(problem: Exception) -> bool:
    """Whether trying again is useless: the address or the letter itself is refused."""
    match problem:
        case smtplib.SMTPRecipientsRefused():
            return all(code >= 500 for code, _ in problem.recipients.values())
        case smtplib.SMTPDataError():
            return problem.smtp_code >= 500
        case ValueError():
            return True  # an address or a subject that cannot stand in a mail
        case _:
            return False


def _never_left(problem: Exception) -> bool:
    """Whether the server surely has not taken it, so that its link is known to nobody; after a broken talk it may have."""
    refusals = (
        smtplib.SMTPResponseException,
        smtplib.SMTPRecipientsRefused,
        ConnectionRefusedError,
        ValueError,
    )
    return isinstance(problem, refusals)
