"""What a firm's people do on which day, three weeks ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from temoin import clock
from temoin.portals.contractor import access, diary
from temoin.portals.contractor.diary import Engagement

DAYS = 21


@dataclass(frozen=True, slots=True)
class Entry:
    """An engagement on one of its days: `nth` of `of`."""

    engagement: Engagement
    nth: int
    of: int

    @property
    def first(self) -> bool:
        return self.nth == 1


@dataclass(frozen=True, slots=True)
class Day:
    """A day with what is booked on it."""

    on: date
    entries: list[Entry]
    today: bool


@access.contractor
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Visits and works by day; what is overdue stands on top."""
    today = timezone.localtime(clock.now()).date()
    booked = diary.engagements(access.firm(request))
    days = [_day(today + timedelta(days=n), booked, today) for n in range(DAYS)]
    context = {
        "weeks": _weeks(days),
        "overdue": [one for one in booked if one.days[-1] < today],
        "total": sum(any(on in one.days for on in (day.on for day in days)) for one in booked),
        "now": clock.now(),
    }
    return render(request, "contractor/agenda.html", context)


def _day(on: date, booked: list[Engagement], today: date) -> Day:
    entries = [Entry(one, one.days.index(on) + 1, len(one.days)) for one in booked if on in one.days]
    return Day(on, sorted(entries, key=lambda entry: not entry.first), on == today)


def _weeks(days: list[Day]) -> list[list[Day]]:
    """The days by calendar week; an empty Saturday or Sunday is left out."""
    weeks: dict[tuple[int, int], list[Day]] = {}
    for day in days:
        if day.entries or day.on.weekday() < 5:
            weeks.setdefault(day.on.isocalendar()[:2], []).append(day)
    return list(weeks.values())
