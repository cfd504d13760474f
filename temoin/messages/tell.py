"""The reaction that writes letters: rows and jobs in the same transaction as the entry, so neither is without the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import assert_never

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from temoin.claims import membership, sentences
from temoin.claims.door import Happened
from temoin.engine.model import Field
from temoin.messages import invitation, recipients, tasks, wording
from temoin.messages.addresses import message_id
from temoin.messages.invitation import Guest, Kind, Method, Occasion
from temoin.messages.letters import letter
from temoin.messages.models import Mail
from temoin.messages.recipients import Firms, Recipient
from temoin.messages.wording import Words
from temoin.procedures.reading import calendar

INVITES = {
    "visit_booked": Kind.VISIT,
    "visit_moved": Kind.VISIT,
    "works_booked": Kind.WORKS,
    "works_moved": Kind.WORKS,
    "conference_planned": Kind.CONFERENCE,
}
APPOINTMENT = {
    Kind.VISIT: "visit_at",
    Kind.WORKS: "works_start_at",
    Kind.CONFERENCE: "conference_at",
}


def tell(happened: Happened) -> None:
    """Write to everybody whom the entry tells something and who has an address; nothing is sent yet.

    Imported entries tell nobody: what they speak of was told years ago.
    """
    if happened.replayed or happened.row.imported or not happened.entry.tell:
        return
    known = recipients.firms(happened)
    for one in recipients.told(happened, known):
        mail, made = Mail.objects.get_or_create(
            key=f"{happened.claim.pk}:{happened.row.seq}:{one.code}:{one.email.casefold()}",
            defaults=_kept(happened, one, wording.words(happened, one, known), known),
        )
        if made:
            tasks.queue(mail)


def _kept(happened: Happened, one: Recipient, words: Words, known: Firms) -> dict[str, object]:
    text = letter(one.code, one.language, words)
    return {
        "claim": happened.claim,
        "assignment_number": happened.assignment.number if happened.assignment else None,
        "entry_seq": happened.row.seq,
        "code": one.code,
        "recipient_role": one.role,
        "organisation_id": one.organisation,
        "to_name": one.name,
        "to_email": one.email,
        "language": one.language,
        "subject": text.subject,
        "body": text.body,
        "ics": _invitation(happened, one, words, known),
        "message_id": message_id(),
        "queued_at": happened.entry.recorded_at,
    }


def _invitation(happened: Happened, one: Recipient, words: Words, known: Firms) -> str:
    """The calendar entry that goes with a message about an appointment; empty for all others."""
    found = _appointment(happened, one.code)
    if found is None or happened.assignment is None:
        return ""
    kind, method, fact = found
    facts = {**happened.before.facts, **_known(happened)}
    occasion = Occasion(
        kind=kind,
        claim=happened.claim,
        assignment_number=happened.assignment.number,
        title=_title(kind, happened.procedure.fields.get(fact), one, words),
        starts_at=facts[fact],
        minutes=facts.get("visit_minutes") or invitation.VISIT_MINUTES,
        days=facts.get("planned_days") or 1,
        sequence=happened.row.seq,
        made_at=happened.entry.recorded_at,
        place=_place(happened, kind, fact, facts, known),
    )
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return invitation.ics(
        occasion,
        method=method,
        organiser=Guest(name=sender[0], email=sender[1]),
        guest=Guest(name=one.name, email=one.email),
        calendar=calendar(happened.claim.calendar),
    )


def _place(happened: Happened, kind: Kind, fact: str, facts: Mapping[str, object], known: Firms) -> str:
    """Where one meets, if not at the claim's address."""
    if kind is Kind.CONFERENCE:
        return str(facts.get("conference_place", ""))
    meets = happened.procedure.fields[fact].meets
    if meets != "repairer":
        return str(facts.get(meets) or "") if meets else ""
    pk = membership.repairer(happened.procedure, facts)
    firm = known.get(pk) if pk else None
    if firm is None:
        return ""
    return ", ".join(filter(None, (firm.name, firm.address, f"{firm.postcode} {firm.city}".strip())))


def _title(kind: Kind, field: Field | None, one: Recipient, words: Words) -> str:
    """What stands in the calendar: the kind, and whom it is with."""
    with translation.override(one.language):
        match kind:
            case Kind.VISIT:
                said = gettext("Technical visit")
            case Kind.WORKS:
                said = gettext("Works")
            case Kind.CONFERENCE:
                said = gettext("Conference on the estimate")
            case Kind.MEETING:
                said = sentences.said(field.label) if field else ""
            case _:
                assert_never(kind)
    other = words["contractor_name"] if words["to_insured"] else words["insured_name"]
    return f"{said}, {other}" if other else said


def _appointment(happened: Happened, code: str) -> tuple[Kind, Method, str] | None:
    """Which appointment, held in which fact, a message makes or moves; one still to come is called off by `cancelled`."""
    kind = INVITES.get(code)
    if kind is not None:
        fact = APPOINTMENT[kind]
        return (kind, Method.REQUEST, fact) if _known(happened).get(fact) else None
    if code != "cancelled":
        return _meeting(happened)
    for one, fact in APPOINTMENT.items():
        if _ahead(happened, fact):
            return one, Method.CANCEL, fact
    return None


def _meeting(happened: Happened) -> tuple[Kind, Method, str] | None:
    """A meeting of the procedure's own that the entry makes, moves or calls off; a new one replaces the other."""
    meets = [one.code for one in happened.procedure.fields.values() if one.meets]
    made = next((code for code in meets if happened.entry.facts.get(code) is not None), None)
    if made is not None:
        return Kind.MEETING, Method.REQUEST, made
    off = (code for code in meets if code in happened.entry.facts and _ahead(happened, code))
    return next(((Kind.MEETING, Method.CANCEL, code) for code in off), None)


def _ahead(happened: Happened, fact: str) -> bool:
    """Whether an appointment was still to come before this entry."""
    at = happened.before.facts.get(fact)
    return isinstance(at, datetime) and at > happened.entry.occurred_at


def _known(happened: Happened) -> dict[str, object]:
    return {key: value for key, value in happened.state.facts.items() if value is not None}
