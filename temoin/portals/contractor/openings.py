"""The insured's availabilities as times to choose from, each with what the firm has booked around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from django.utils import timezone

from temoin.appointments import slots
from temoin.appointments.slots import Slot
from temoin.claims.models import Claim
from temoin.portals.contractor.diary import Engagement

AROUND = timedelta(hours=1)  # what is booked so shortly before is in the way too
ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Opening:
    """A time at which the insured is there; `taken` is what the firm has booked then, if anything."""

    start_at: datetime
    end_at: datetime
    taken: Engagement | None = None

    @property
    def value(self) -> str:
        """How a form names it."""
        return self.start_at.isoformat()


def ahead(claim: Claim, now: datetime, booked: Iterable[Engagement] = ()) -> list[Opening]:
    """The openings that have not begun yet, the earliest first."""
    visits = list(booked)
    given = slots.read(claim.availabilities, ALWAYS)
    found = {piece.start_at: piece for one in given for piece in _pieces(one)}
    return [
        Opening(one.start_at, one.end_at, _taken(one, visits))
        for one in sorted(found.values(), key=lambda one: one.start_at)
        if one.start_at > now
    ]


def by_day(openings: Iterable[Opening]) -> list[tuple[date, list[Opening]]]:
    """The openings under their local day."""
    days = groupby(openings, key=lambda one: timezone.localtime(one.start_at).date())
    return [(day, list(found)) for day, found in days]


def _pieces(slot: Slot) -> Iterator[Opening]:
    """A longer stretch is offered in pieces of a slot's length, so that what is left of today still counts."""
    start_at = slot.from_at
    while start_at < slot.to_at:
        end_at = min(start_at + slots.LENGTH, slot.to_at)
        yield Opening(start_at, end_at)
        start_at = end_at


def _taken(opening: Opening, visits: Iterable[Engagement]) -> Engagement | None:
    return next(
        (one for one in visits if opening.start_at - AROUND < one.start_at < opening.end_at),
        None,
    )
