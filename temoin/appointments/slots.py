"""When the insured can be visited: a grid of two-hour slots, what was ticked in it, and what of it still lies ahead.

A claim keeps slots as pairs of instants (`Claim.availabilities`); a form names each by its local beginning,
such as `2026-11-25T08:00`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HOURS = range(8, 18, 2)  # local hours at which a slot begins
LENGTH = timedelta(hours=2)
SUNDAY = 6
SHOWN = 14  # days, Sundays left out
AHEAD = timedelta(weeks=8)  # the latest that is taken: a page may have lain open
MOST = 100
FORM = "%Y-%m-%dT%H:%M"


class NotASlot(ValueError):
    """Something ticked is no slot that the grid offers; the message is for whoever ticked it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time at which the insured is there; both ends are aware."""

    from_at: datetime
    to_at: datetime

    @property
    def stored(self) -> tuple[str, str]:
        """As the claim keeps it: ISO 8601, UTC."""
        return self.from_at.astimezone(UTC).isoformat(), self.to_at.astimezone(UTC).isoformat()


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of the grid; one that has begun cannot be ticked any more."""

    value: str
    label: str
    open: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One day of the grid."""

    on: date
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Days with their boxes, under the hours."""

    hours: tuple[str, ...]
    rows: tuple[Row, ...]


def grid(now: datetime, *, chosen: Iterable[str], zone: tzinfo | None = None) -> Grid:
    """The coming fortnight in local time, with the boxes named in `chosen` ticked."""
    zone, ticked = zone or timezone.get_default_timezone(), frozenset(chosen)
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=one) for one in range(SHOWN))
    rows = (Row(on, _cells(on, now, ticked, zone)) for on in days if on.weekday() != SUNDAY)
    return Grid(
        tuple(_label(hour) for hour in HOURS),
        tuple(row for row in rows if any(cell.open for cell in row.cells)),
    )


def parse(values: Iterable[str], now: datetime, *, zone: tzinfo | None = None) -> list[tuple[str, str]]:
    """What was ticked, as the claim keeps it, earliest first. Raises NotASlot."""
    zone, named = zone or timezone.get_default_timezone(), sorted(set(values))
    if len(named) > MOST:
        raise NotASlot(
            ngettext("Choose at most %(most)d slot.", "Choose at most %(most)d slots.", MOST) % {"most": MOST}
        )
    return [_slot(value, now, zone).stored for value in named]


def read(stored: Sequence[Sequence[str]], now: datetime) -> tuple[Slot, ...]:
    """A claim's slots that have not begun yet, earliest first."""
    found = {Slot(*(datetime.fromisoformat(end) for end in one)) for one in stored}
    return tuple(sorted((one for one in found if one.from_at > now), key=lambda one: one.from_at))


def by_day(found: Iterable[Slot], *, zone: tzinfo | None = None) -> list[tuple[date, list[Slot]]]:
    """Slots under their local day; they must be in order."""
    local = zone or timezone.get_default_timezone()
    days = groupby(found, key=lambda one: one.from_at.astimezone(local).date())
    return [(on, list(slots)) for on, slots in days]


def names(stored: Sequence[Sequence[str]], *, zone: tzinfo | None = None) -> list[str]:
    """The boxes that a claim's slots tick in a grid: longer stretches tick every box that they hold whole."""
    local = zone or timezone.get_default_timezone()
    found = []
    for start, end in stored:
        first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
        boxes = (_begins(first.astimezone(local).date(), hour, local) for hour in HOURS)
        found += [f"{one:{FORM}}" for one in boxes if first <= one and one + LENGTH <= last]
    return found


def _cells(on: date, now: datetime, ticked: frozenset[str], zone: tzinfo) -> tuple[Cell, ...]:
    begins = [_begins(on, hour, zone) for hour in HOURS]
    return tuple(
        Cell(f"{one:{FORM}}", _label(one.hour), one > now, f"{one:{FORM}}" in ticked) for one in begins
    )


def _slot(value: str, now: datetime, zone: tzinfo) -> Slot:
    try:
        local = datetime.strptime(value, FORM).replace(tzinfo=zone)
    except ValueError:
        raise NotASlot(_("This is not a slot of the grid: choose again.")) from None
    if local.hour not in HOURS or local.minute or local.weekday() == SUNDAY:
        raise NotASlot(_("This is not a slot of the grid: choose again."))
    if local <= now:
        raise NotASlot(_("One of the slots chosen has already begun: choose again."))
    if local > now + AHEAD:
        raise NotASlot(_("One of the slots chosen lies too far ahead: choose again."))
    return Slot(local, local + LENGTH)


def _begins(on: date, hour: int, zone: tzinfo) -> datetime:
    return datetime.combine(on, time(hour), tzinfo=zone)


def _label(hour: int) -> str:
    return f"{hour}–{hour + LENGTH.seconds // 3600}"
