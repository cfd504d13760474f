"""What the worker does for messages by itself: reads the inbox, writes the digests whose hour has come, tidies."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from temoin import clock
from temoin.claims import scope
from temoin.messages import digest, fetching, settling
from temoin.messages.models import Received


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="inbox", pass_context=False)
def fetch_answers(timestamp: int) -> None:
    """Take in the answers that came by mail."""
    fetching.fetch()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="digests", pass_context=False)
def send_digests(timestamp: int) -> None:
    """Write to everybody whose hour it is."""
    digest.send_due()


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="tidy_mail", pass_context=False)
def tidy_mail(timestamp: int) -> None:
    """Forget settled tasks after a year, and the names of mails after three months: no server sends a copy so late."""
    settling.tidy()
    with scope.within("network"):
        Received.objects.filter(received_at__lt=clock.now() - timedelta(days=90)).delete()
