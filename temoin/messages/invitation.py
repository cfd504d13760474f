"""Invitations that calendars accept (.ics): a visit, the works or a conference, made, moved or called off (RFC 5545, RFC 5546)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from temoin.claims.models import Claim
from temoin.engine.calendar import Calendar as WorkingCalendar

VISIT_MINUTES = 60  # where nobody has said how long it takes
PRODUCT = "-//Temoin//Temoin//EN"


class Kind(StrEnum):
    """What is invited to."""

    VISIT = "visit"
    WORKS = "works"
    CONFERENCE = "conference"
    MEETING = "meeting"  # what the procedure itself calls one


class Method(StrEnum):
    """Made or moved, or called off."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody with an address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a calendar is told. `sequence` grows with every change of the same occasion (the entry's seq)."""

    kind: Kind
    claim: Claim
    assignment_number: int
    title: str
    starts_at: datetime
    minutes: int = VISIT_MINUTES  # of a visit or conference
    days: int = 1  # of works, counted on working days
    sequence: int
    made_at: datetime
    place: str = ""  # where it is not at the claim's address


def uid(kind: Kind, reference: str, assignment_number: int) -> str:
    """The name under which calendars know it: the same however often it moves."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "temoin.invalid"
    return f"{kind}-{reference}-{assignment_number}@{host}"


def ics(
    occasion: Occasion,
    *,
    method: Method,
    organiser: Guest,
    guest: Guest,
    calendar: WorkingCalendar,
) -> str:
    """The invitation as text; a visit or conference has its time in the claim's zone, works cover whole days."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", method.value)
    found.add_component(_event(occasion, method, organiser, guest, calendar))
    if occasion.kind is not Kind.WORKS:
        found.add_missing_timezones()
    return str(found.to_ical().decode("utf-8"))


def _event(
    occasion: Occasion, method: Method, organiser: Guest, guest: Guest, calendar: WorkingCalendar
) -> Event:
    claim = occasion.claim
    event = Event()
    event.add("uid", uid(occasion.kind, claim.reference, occasion.assignment_number))
    event.add("sequence", occasion.sequence)
    event.add("dtstamp", occasion.made_at)
    event.add("summary", occasion.title)
    at_home = ", ".join(filter(None, (claim.street, f"{claim.postcode} {claim.city}".strip())))
    event.add("location", occasion.place or at_home)
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    local = occasion.starts_at.astimezone(ZoneInfo(calendar.zone))
    if occasion.kind is not Kind.WORKS:
        event.add("dtstart", local)
        event.add(
            "dtend", (occasion.starts_at + timedelta(minutes=occasion.minutes)).astimezone(local.tzinfo)
        )
    else:
        event.add("dtstart", local.date())
        event.add("dtend", _last_day(local.date(), occasion.days, calendar) + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    event.add("organizer", _address(organiser), encode=False)
    attendee = _address(guest)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)
    return event


def _address(guest: Guest) -> vCalAddress:
    address = vCalAddress(f"mailto:{guest.email}")
    if guest.name:
        address.params["CN"] = vText(guest.name)
    return address


def _last_day(first: date, days: int, calendar: WorkingCalendar) -> date:
    """The last day of works that begin on `first` and take so many working days."""
    last, left = first, days - 1
    while left > 0:
        last += timedelta(days=1)
        left -= calendar.is_working_day(last)
    return last
