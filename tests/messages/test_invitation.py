"""Invitations say the same to every calendar."""

from __future__ import annotations

from datetime import UTC, datetime

from icalendar import Calendar

from temoin.claims.models import Claim
from temoin.messages.invitation import Guest, Kind, Method, Occasion, ics, uid
from temoin.procedures.reading import calendar

CLAIM = Claim(reference="26-100001", street="Rue du Viaduc 12", postcode="1050", city="Ixelles")
FRIDAY = datetime(2026, 11, 27, 7, 30, tzinfo=UTC)


def _made(kind: Kind, **known: object) -> Calendar:
    occasion = Occasion(
        **{
            "kind": kind,
            "claim": CLAIM,
            "assignment_number": 1,
            "title": "Rendez-vous, visite",
            "starts_at": FRIDAY,
            "sequence": 7,
            "made_at": FRIDAY,
            **known,
        }  # type: ignore[arg-type]
    )
    text = ics(
        occasion,
        method=Method.REQUEST,
        organiser=Guest(name="Témoin", email="temoin@example.org"),
        guest=Guest(name="Peeters, Claire", email="claire@example.org"),
        calendar=calendar("be"),
    )
    assert all(len(line.encode()) <= 75 for line in text.splitlines())
    return Calendar.from_ical(text)


def test_a_visit_lasts_an_hour_in_the_claims_own_zone_unless_said_otherwise() -> None:
    made = _made(Kind.VISIT)
    (event,) = made.walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2026-11-27T08:30:00+01:00"
    assert (event.decoded("dtend") - event.decoded("dtstart")).total_seconds() == 3600
    assert made.walk("VTIMEZONE")
    assert event["uid"] == uid(Kind.VISIT, "26-100001", 1)
    assert event["location"] == "Rue du Viaduc 12, 1050 Ixelles"
    assert event["organizer"] == "mailto:temoin@example.org"
    assert event["attendee"].params["CN"] == "Peeters, Claire"
    longer = _made(Kind.VISIT, minutes=45).walk("VEVENT")[0]
    assert (longer.decoded("dtend") - longer.decoded("dtstart")).total_seconds() == 45 * 60


def test_works_cover_whole_days_over_the_weekend() -> None:
    (event,) = _made(Kind.WORKS, days=3).walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2026-11-27"  # Friday, Monday, Tuesday
    assert event.decoded("dtend").isoformat() == "2026-12-02"  # the day after the last


def test_visit_and_works_of_a_claim_are_two_appointments() -> None:
    assert uid(Kind.VISIT, "26-100001", 1) != uid(Kind.WORKS, "26-100001", 1)
    assert uid(Kind.VISIT, "26-100001", 1) != uid(Kind.VISIT, "26-100001", 2)
