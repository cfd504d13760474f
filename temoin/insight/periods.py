"""The stretch of time that figures are asked for, and the one before that they are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from babel.dates import format_date as babel_date
from babel.dates import format_interval
from django.utils import timezone
from django.utils.translation import gettext as _

from temoin.ui import formats

LONGEST = timedelta(days=3 * 366)
DAYS = 30


class Kind(StrEnum):
    """How a period is asked for, as it stands in the address."""

    MONTH = "mois"
    DAYS = "30j"
    QUARTER = "trimestre"
    CHOSEN = "dates"

    @property
    def label(self) -> str:
        match self:
            case Kind.MONTH:
                return _("Month")
            case Kind.DAYS:
                return _("30 days")
            case Kind.QUARTER:
                return _("Quarter")
            case Kind.CHOSEN:
                return _("From … to")


@dataclass(frozen=True, slots=True)
class Period:
    """From an instant to another (not included, never in the future), and as long a stretch before it."""

    kind: Kind
    from_at: datetime
    to_at: datetime
    before_from_at: datetime
    before_to_at: datetime

    @property
    def words(self) -> str:
        """`1–21 nov. 2026`."""
        return str(format_interval(self.from_on, self.to_on, "yMMMd", locale=formats.locale()))

    @property
    def before_words(self) -> str:
        """What it is compared with: the month's name, else the days."""
        first, last = _on(self.before_from_at), _on(self.before_to_at - timedelta(microseconds=1))
        if self.kind is Kind.MONTH:
            return str(babel_date(first, "MMMM", locale=formats.locale()))
        return str(format_interval(first, last, "MMMd", locale=formats.locale()))

    @property
    def from_on(self) -> date:
        return _on(self.from_at)

    @property
    def to_on(self) -> date:
        """The last day that belongs to it."""
        return _on(self.to_at - timedelta(microseconds=1))


def asked(kind: str, first: str, last: str, now: datetime) -> Period:
    """The period of an address; the month where it says nothing that can be understood."""
    today = _on(now)
    match kind:
        case Kind.DAYS:
            return _lasting(Kind.DAYS, _midnight(today - timedelta(days=DAYS - 1)), now)
        case Kind.QUARTER:
            start = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
            return _compared(Kind.QUARTER, start, _months_before(start, 3), now)
        case Kind.CHOSEN:
            return _chosen(first, last, now) or asked(Kind.MONTH, "", "", now)
        case _:
            start = today.replace(day=1)
            return _compared(Kind.MONTH, start, _months_before(start, 1), now)


def _chosen(first: str, last: str, now: datetime) -> Period | None:
    try:
        from_on, to_on = date.fromisoformat(first), date.fromisoformat(last)
        from_at, to_at = _midnight(from_on), min(_midnight(to_on + timedelta(days=1)), now)
        if not from_at < to_at <= from_at + LONGEST:
            return None
        return _lasting(Kind.CHOSEN, from_at, to_at)
    except (ValueError, OverflowError):
        return None


def _lasting(kind: Kind, from_at: datetime, to_at: datetime) -> Period:
    return Period(kind, from_at, to_at, from_at - (to_at - from_at), from_at)


def _compared(kind: Kind, start: date, before: date, now: datetime) -> Period:
    """The same days of the month or quarter before; all of it where that one was shorter."""
    from_at, before_at = _midnight(start), _midnight(before)
    return Period(kind, from_at, now, before_at, min(before_at + (now - from_at), from_at))


def _months_before(start: date, months: int) -> date:
    number = start.year * 12 + start.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time()), timezone.get_current_timezone())


def _on(at: datetime) -> date:
    return timezone.localtime(at).date()
