"""A mail that came back goes out again, to a better address."""

from __future__ import annotations

from temoin import clock
from temoin.claims.models import Claim
from temoin.messages import settling, tasks
from temoin.messages.addresses import message_id
from temoin.messages.models import Mail, Outcome, Task
from temoin.parties.models import User


def resend(task: Task, email: str, user: User) -> Mail | None:
    """Send the mail that came back to a better address, and keep that address where the claim had the wrong one."""
    lost = task.mail
    if lost is None:
        return None
    if lost.claim and lost.recipient_role == "insured" and lost.claim.insured_email == lost.to_email:
        claim = Claim.objects.select_for_update().get(pk=lost.claim.pk)
        claim.insured_email = email
        claim.save(update_fields=["insured_email", "email_n"])
    again = Mail.objects.get(pk=lost.pk)
    again.pk, again._state.adding = None, True
    again.key = f"{lost.key[:300]}:again{task.pk}"
    again.to_email, again.message_id, again.queued_at = email, message_id(), clock.now()
    again.bounced, again.error, again.attempts, again.sent_at, again.leased_until_at = (
        False,
        "",
        0,
        None,
        None,
    )
    again.save(force_insert=True)
    tasks.queue(again)
    settling.done(task, Outcome.RESENT, user, email)
    return again
