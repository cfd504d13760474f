"""Reminders as a digest per person: noted by the alarm's entry, told together at the hours he chose, each once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Min

from temoin import clock
from temoin.claims import scope
from temoin.claims.door import Happened
from temoin.claims.models import Assignment
from temoin.claims.scope import NETWORK_ROLES
from temoin.engine.model import Role
from temoin.messages import destination, tasks, times
from temoin.messages.addresses import message_id
from temoin.messages.letters import letter
from temoin.messages.models import DigestPreference, Mail, Notice
from temoin.parties.models import Membership, User
from temoin.procedures.files import procedure as procedure_named
from temoin.procedures.reading import calendar

ALARMS = frozenset({"alarm.remind", "alarm.escalate", "alarm.chase"})
HOURS, WEEKDAYS = ("08:30",), (0, 1, 2, 3, 4)
"""The default of the operator's staff; firms are written to at once unless somebody of theirs chose a digest."""

LONGEST = 60  # lines; the queue has the rest


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a person reads his digest; None of them where he wants none."""

    hours: tuple[str, ...]
    weekdays: tuple[int, ...]

    def latest(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """His last hour before `now`, within the week."""
        local = now.astimezone(zone)
        for back in range(8):
            day = local.date() - timedelta(days=back)
            if day.weekday() not in self.weekdays:
                continue
            for hour in sorted(self.hours, reverse=True):
                at = datetime.combine(day, time.fromisoformat(hour), zone)
                if at <= local:
                    return at
        return None


def rhythm(preference: DigestPreference | None) -> Rhythm:
    """As he chose, else the default."""
    if preference is None:
        return Rhythm(HOURS, WEEKDAYS)
    return Rhythm(tuple(preference.hours), tuple(preference.weekdays))


def note(happened: Happened) -> None:
    """Keep an alarm for the digests of those whom it is to tell."""
    entry = happened.entry
    if happened.replayed or happened.row.imported or entry.action not in ALARMS or not happened.assignment:
        return
    kind = entry.action.removeprefix("alarm.")
    people = {user for role in entry.tell for user in _meant(happened, happened.procedure.roles.get(role))}
    Notice.objects.bulk_create(
        [
            Notice(
                user_id=user,
                claim=happened.claim,
                assignment_number=happened.assignment.number,
                entry_seq=happened.row.seq,
                step=happened.state.step or "",
                kind=kind,
                noted_at=entry.recorded_at,
            )
            for user in sorted(people)
        ],
        ignore_conflicts=True,
    )


def gathers(organisation: int) -> bool:
    """Whether somebody of a firm reads its reminders as a digest, so that they are not also mailed one by one."""
    return bool(_of_firm(organisation))


def _meant(happened: Happened, role: Role | None) -> Iterable[int]:
    if role is None or role.machine:
        return ()
    if role.network:
        return _staff(happened, role.played_by)
    firm = happened.state.facts.get(role.organisation)
    firms = firm if isinstance(firm, tuple) else (firm,) if isinstance(firm, int) else ()
    return [user for one in firms for user in _of_firm(one)]


def _staff(happened: Happened, role: str) -> Iterable[int]:
    """The claim's own handler where it has one, else everybody of that role; without those who want no digest."""
    found = Membership.objects.filter(active=True, user__is_active=True, organisation__active=True)
    found = found.exclude(user__digest_preference__off=True)
    if role == "case_handler" and happened.claim.handler_id is not None:
        found = found.filter(user=happened.claim.handler_id, role__in=NETWORK_ROLES)
    else:
        found = found.filter(role=role)
    return found.values_list("user_id", flat=True)


def _of_firm(organisation: int) -> Iterable[int]:
    return DigestPreference.objects.filter(
        off=False,
        user__is_active=True,
        user__memberships__organisation=organisation,
        user__memberships__active=True,
    ).values_list("user_id", flat=True)


def send_due() -> int:
    """Write the digests whose hour has come; returns how many."""
    now = clock.now()
    with scope.within("network"):
        waiting = Notice.objects.filter(told_at__isnull=True).values("user").annotate(first=Min("noted_at"))
        first = {row["user"]: row["first"] for row in waiting}
        users = User.objects.select_related("digest_preference").filter(pk__in=first)
        due = [user for user in users if _is_due(user, first[user.pk], now)]
    return sum(_told(user, now) for user in due)


def _is_due(user: User, first: datetime, now: datetime) -> bool:
    latest = rhythm(getattr(user, "digest_preference", None)).latest(now, ZoneInfo(user.timezone))
    return latest is not None and latest >= first


def _told(user: User, now: datetime) -> bool:
    """One person's digest, in one transaction: another worker that comes at the same time finds nothing left."""
    with transaction.atomic(), scope.within("network"):
        notices = list(
            Notice.objects.select_for_update(skip_locked=True)
            .filter(user=user, told_at__isnull=True)
            .order_by("noted_at", "pk")
        )
        Notice.objects.filter(pk__in=[one.pk for one in notices]).update(told_at=now)
        lines = _lines(user, notices)
        if not lines:
            return False
        tasks.queue(_mail(user, lines, now))
    return True


def _lines(user: User, notices: list[Notice]) -> list[Assignment]:
    """The files that still stand where the alarm went off and that he may see, most urgent first."""
    asked = {(one.claim_id, one.assignment_number): one.step for one in notices}
    memberships = list(Membership.objects.filter(user=user, active=True, organisation__active=True))
    staff = user.is_active and any(one.role in NETWORK_ROLES for one in memberships)
    firms = {one.organisation_id for one in memberships}
    found = Assignment.objects.select_related("claim").filter(
        claim__in={claim for claim, _number in asked}, closed_at__isnull=True
    )
    return [
        one
        for one in found.order_by("due_at", "pk")
        if asked.get((one.claim_id, one.number)) == one.step
        and (staff or one.contractor in firms or one.holder_organisation in firms)
    ]


def _mail(user: User, lines: list[Assignment], now: datetime) -> Mail:
    zone, language = ZoneInfo(user.timezone), user.language
    today = now.astimezone(zone).date()
    sections: dict[str, list[str]] = {"late": [], "today": [], "waiting": []}
    for one in lines[:LONGEST]:
        due = one.due_at or now
        where = "late" if due < now else "today" if due.astimezone(zone).date() == today else "waiting"
        sections[where].append(_line(user, one, due))
    words = {name: "\n\n".join(found) for name, found in sections.items()} | {
        "number": str(len(lines)),
        "to_name": str(user),
        "link": f"{settings.PUBLIC_URL}/",
    }
    written = letter("digest", language, words)
    mail, _made = Mail.objects.get_or_create(
        key=f"digest:{user.pk}:{now.isoformat()}",
        defaults={
            "code": "digest",
            "recipient_role": "staff",
            "to_name": str(user),
            "to_email": user.email,
            "language": language,
            "subject": written.subject,
            "body": written.body,
            "message_id": message_id(),
            "queued_at": now,
        },
    )
    return mail


def _line(user: User, one: Assignment, due: datetime) -> str:
    """Two lines: what, of whom, until when; and the address."""
    procedure = procedure_named(one.procedure, one.procedure_version)
    label = procedure.steps[one.step].label[user.language]
    when = times.instant(due, zone=calendar(one.claim.calendar).zone, language=user.language)
    own = Membership.objects.filter(user=user, active=True, organisation=one.contractor or 0).first()
    plays = own.role if own else "case_handler"
    link = destination.link(role=plays, plays=plays, claim=one.claim, assignment=one, loses=False)
    who = f"{one.claim.insured_surname}, {one.claim.city}"
    return f"- {label}\n  {one.claim.reference}, {who}\n  {when}\n  {link}"
