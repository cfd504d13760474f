"""What of an assignment's facts stands on the file at a glance: the amount, the dates agreed, the free hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from temoin import clock
from temoin.appointments import slots
from temoin.claims import sentences
from temoin.claims.history import Current
from temoin.claims.models import Claim
from temoin.ui import formats, urgency

AGREED = (
    "visit_at",
    "visit_done_at",
    "conference_at",
    "works_start_at",
    "planned_days",
    "started_at",
    "completed_on",
)
"""Facts of the procedure that a caller asks about, in the order of the works."""
MOST_DAYS = 4  # of the insured's free hours; the rest stands where a slot is chosen


@dataclass(frozen=True, slots=True)
class Amount:
    """What the works may cost: the approved total, else the estimate's; `above` the authority limit or not."""

    total: Decimal | None
    approved: bool
    above: bool


def amount(now: Current) -> Amount:
    """The approved amount, or what the estimate asks where nothing is approved yet."""
    approved = now.state.facts.get("approved_total")
    total = approved if approved is not None else now.state.facts.get("estimate_total")
    found = Decimal(str(total)) if total is not None else None
    limit = now.claim.authority_limit_amount
    nothing_asked = found is None
    return Amount(
        found, approved is not None or nothing_asked, found is not None and bool(limit) and found > limit
    )


def free(claim: Claim) -> tuple[slots.Slot, ...]:
    """The insured's free hours that still lie ahead, in the reader's zone."""
    zone = timezone.get_default_timezone()
    return tuple(
        slots.Slot(one.from_at.astimezone(zone), one.to_at.astimezone(zone))
        for one in slots.read(claim.availabilities, clock.now())
    )


def late(now: Current, at: datetime) -> str:
    """How late the next action is, in words; empty where it is not."""
    due_at = now.assignment.due_at
    return urgency.words(due_at, at) if due_at is not None and due_at < at else ""


def moments(now: Current) -> list[tuple[str, str]]:
    """Labels and words of the dates agreed so far, and the insured's free hours that still lie ahead."""
    said = []
    for code in AGREED:
        value, field = now.state.facts.get(code), now.procedure.fields.get(code)
        if value is not None and field is not None:
            said.append((sentences.said(field.label), _words(value)))
    days = slots.by_day(free(now.claim))
    if days and not now.assignment.closed_at:
        said.append((_("The insured is free"), "; ".join(_day(*one) for one in days[:MOST_DAYS])))
    return said


def _words(value: object) -> str:
    if isinstance(value, datetime):
        return formats.instant(value, formats.Style.SHORT)
    return formats.day(value) if isinstance(value, date) else str(value)


def _day(on: date, hours_free: list[slots.Slot]) -> str:
    hours = ", ".join(
        f"{formats.instant(one.from_at, formats.Style.TIME)}–{formats.instant(one.to_at, formats.Style.TIME)}"
        for one in hours_free
    )
    return f"{formats.day(on)} {hours}"
