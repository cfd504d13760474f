"""The worker's job of sending one mail; tried again ever more slowly while the mail server is out of reach."""

from __future__ import annotations

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from temoin.messages import sending
from temoin.messages.models import Mail

FIRST_WAIT = 5  # seconds
LONGEST_WAIT = 15 * 60  # seconds; a server that comes back is noticed within this


class Patience(BaseRetryStrategy):
    """5 s, 10 s, 20 s … at most 15 min, without end: `sending` itself gives a mail up."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        wait = min(FIRST_WAIT * 2 ** min(job.attempts, 10), LONGEST_WAIT)
        return RetryDecision(retry_in={"seconds": wait})


@app.task(name="messages.send_mail", retry=Patience())
def send_mail(mail_id: int) -> None:
    """Send a mail unless it is sent; raises NotTaken to be tried again."""
    sending.send(mail_id)


def queue(mail: Mail) -> None:
    """Have a mail sent once this transaction is committed; those of a claim to one address go in order."""
    send_mail.configure(lock=f"mail:{mail.claim_id or 0}:{mail.to_email.casefold()}").defer(mail_id=mail.pk)
