"""What time it is for the whole of Témoin; in the demo, a visitor may move it forward."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone

READ_AGAIN_AFTER = 1.0  # seconds; how long another process may lag behind a move of the demo clock

_read: tuple[float, timedelta] | None = None
_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC; every rule, page and timer asks here and nowhere else."""
    held = _held.get()
    if held is not None:
        return held
    present = timezone.now()
    return present + _offset() if settings.TEMOIN_DEMO else present


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within it, this thread lives at that instant (aware): the invented world is lived through, not written down.

    Other threads and processes keep the present. Nothing that serves requests may use it.
    """
    if moment.tzinfo is None:
        raise ValueError("an instant has a zone")
    token = _held.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(token)


def forward(duration: timedelta) -> None:
    """Moves the demo's clock forward for every process. Raises ValueError outside the demo or for a move backwards."""
    if not settings.TEMOIN_DEMO:
        raise ValueError("only the demo's clock can be moved")
    if duration < timedelta(0):
        raise ValueError("a journal cannot be lived backwards")
    from temoin.clock.offset import Offset

    Offset.add(round(duration.total_seconds()))
    forget()


def forget() -> None:
    """Lets the next `now` read the offset afresh."""
    global _read
    _read = None


def _offset() -> timedelta:
    global _read
    read = _read
    if read is None or time.monotonic() - read[0] > READ_AGAIN_AFTER:
        from temoin.clock.offset import Offset

        read = _read = (time.monotonic(), timedelta(seconds=Offset.read()))
    return read[1]
