"""What the worker does for payment lists by itself, every minute."""

from __future__ import annotations

from procrastinate.contrib.django import app

from temoin.money import closing


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="payment_lists", pass_context=False)
def close_payment_lists(timestamp: int) -> None:
    """Close every list whose day is over."""
    closing.close_due()
