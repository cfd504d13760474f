"""The insured's availabilities: a grid of two-hour slots, read from a form and kept on the claim."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

HOURS = (8, 10, 13, 15, 17)  # when a slot begins, local time
LENGTH = timedelta(hours=2)
AHEAD = 14  # days offered in the grid
FURTHEST = timedelta(days=90)
MOST = 60


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time at which the insured is at home (aware instants)."""

    start_at: datetime
    end_at: datetime

    @property
    def value(self) -> str:
        """How a form names it."""
        return self.start_at.isoformat()


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the grid."""

    slot: Slot
    ticked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One day of the grid."""

    on: date
    boxes: tuple[Box, ...]


def grid(now: datetime, *, chosen: Collection[str], zone: ZoneInfo | None = None) -> list[Row]:
    """The boxes of the days ahead, Sundays left out; `chosen` are the values ticked already."""
    place = zone or timezone.get_current_timezone()
    today = now.astimezone(place).date()
    ticked = {_moment(one) for one in chosen}
    rows = []
    for day in (today + timedelta(days=ahead) for ahead in range(1, AHEAD + 1)):
        if day.weekday() == 6:
            continue
        starts = [datetime(day.year, day.month, day.day, hour, tzinfo=place) for hour in HOURS]
        rows.append(Row(day, tuple(Box(Slot(at, at + LENGTH), at in ticked) for at in starts)))
    return rows


def parse(values: Sequence[str], now: datetime) -> list[tuple[str, str]]:
    """What a form sent, as [(from, to)] ISO pairs in order; ValueError with a sentence where it is not possible."""
    if len(values) > MOST:
        raise ValueError(_("These are too many moments: choose at most %(most)d.") % {"most": MOST})
    found = set()
    for value in values:
        start = _moment(value)
        if start is None:
            raise ValueError(_("A moment could not be read. Please tick it again."))
        if not now < start <= now + FURTHEST:
            raise ValueError(_("Choose moments within the next three months."))
        found.add(start)
    return [(one.isoformat(), (one + LENGTH).isoformat()) for one in sorted(found)]


def _moment(value: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(value[:40])
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def ahead(availabilities: Sequence[Sequence[str]], now: datetime) -> list[Slot]:
    """A claim's slots that still lie ahead, in order."""
    found = [Slot(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in availabilities]
    return sorted((one for one in found if one.start_at > now), key=lambda one: one.start_at)


def by_day(found: Sequence[Slot]) -> list[tuple[date, list[Slot]]]:
    """Slots under their local day."""
    days: dict[date, list[Slot]] = {}
    for one in found:
        days.setdefault(timezone.localtime(one.start_at).date(), []).append(one)
    return list(days.items())
