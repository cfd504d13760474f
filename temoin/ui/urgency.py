"""How near an action date is, in the four meanings that colours have: late, today, soon, waiting."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from temoin.ui import formats

SOON_DAYS = 7


class Urgency(StrEnum):
    """Its value is the class that gives a part its colours."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    WAIT = "wait"

    @property
    def icon(self) -> str:
        return _ICONS[self]

    @property
    def heading(self) -> str:
        """The heading of its group in a queue."""
        match self:
            case Urgency.LATE:
                return gettext("Overdue")
            case Urgency.TODAY:
                return gettext("Today")
            case Urgency.SOON:
                return gettext("This week")
            case Urgency.WAIT:
                return gettext("Later and waiting on others")


_ICONS = {
    Urgency.LATE: "triangle-alert",
    Urgency.TODAY: "clock",
    Urgency.SOON: "calendar",
    Urgency.WAIT: "hourglass",
}


def urgency(due_at: datetime | None, now: datetime, *, waiting: bool = False) -> Urgency:
    """The urgency of a date; `waiting` says that another party must act, so that only lateness shows."""
    if due_at is not None and due_at < now:
        return Urgency.LATE
    if due_at is None or waiting:
        return Urgency.WAIT
    zone = timezone.get_current_timezone()
    days = (due_at.astimezone(zone).date() - now.astimezone(zone).date()).days
    if days == 0:
        return Urgency.TODAY
    return Urgency.SOON if days <= SOON_DAYS else Urgency.WAIT


def words(due_at: datetime | None, now: datetime) -> str:
    """`2 d late`, `today 13:30`, `Tue 25 Nov`; `no date` where there is none."""
    if due_at is None:
        return gettext("no date")
    if due_at < now:
        return late_words(int((now - due_at).total_seconds()))
    near = formats.near_day(timezone.localtime(due_at))
    return formats.instant(due_at, formats.Style.RELATIVE if near else formats.Style.DAY)


def late_words(seconds: int) -> str:
    """How late in the greatest unit: days from 24 hours on, hours from 60 minutes on."""
    if seconds >= formats.DAY:
        days = seconds // formats.DAY
        return ngettext("%(amount)d d late", "%(amount)d d late", days) % {"amount": days}
    if seconds >= formats.HOUR:
        hours = seconds // formats.HOUR
        return ngettext("%(amount)d h late", "%(amount)d h late", hours) % {"amount": hours}
    minutes = max(1, seconds // formats.MINUTE)
    return ngettext("%(amount)d min late", "%(amount)d min late", minutes) % {"amount": minutes}
