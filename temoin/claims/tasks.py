"""What the worker does for claims by itself, every minute and every night."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app

from temoin.claims.sweep import sweep


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sweep", pass_context=False)
def sweep_alarms(timestamp: int) -> None:
    """Fire every alarm that is due; a worker that was down catches up in order."""
    sweep()


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="rescue", pass_context=True)
async def rescue_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Give jobs of a killed worker to another: without this they would stay `doing` for ever."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="tidy", pass_context=True)
async def tidy_queue(context: JobContext, timestamp: int) -> None:
    """Forget finished jobs after three days, so that the queue's tables stay small."""
    await context.app.job_manager.delete_old_jobs(nb_hours=72, include_failed=False)
