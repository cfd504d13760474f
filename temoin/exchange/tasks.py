"""What the worker does for imports by itself, every night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from temoin.exchange.models import forget_old


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="forget_old_imports", pass_context=False)
def forget_old_imports(timestamp: int) -> None:
    """Old journals that nobody took over hold people's names: they are kept for a day, no longer."""
    forget_old()
