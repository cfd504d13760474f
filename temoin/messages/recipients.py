"""Who is meant by the roles that an entry tells: firms by the facts that name them, people by the claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from temoin.claims import membership
from temoin.claims.door import Happened
from temoin.messages import digest
from temoin.parties import absences, roles
from temoin.parties.models import Organisation

LOSING = frozenset({"job_taken_by_other", "cancelled"})
"""Messages for firms that had the job, or its offer, until this very entry."""

Firms = Mapping[int, Organisation]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody with an address who is told one thing; `plays` is the role of his membership."""

    code: str
    role: str
    plays: str
    name: str
    email: str
    language: str
    organisation: int | None = None
    loses: bool = False  # the job is no longer his


def firms(happened: Happened) -> Firms:
    """Every organisation that this entry's letters may name, the operator's own included; one query."""
    wanted = {happened.claim.insurer_id}
    for state in (happened.before, happened.state):
        for role in happened.procedure.roles.values():
            wanted |= set(_many(state.facts.get(role.organisation)))
    found = Organisation.objects.filter(Q(pk__in=wanted) | Q(kind=roles.Kind.NETWORK, active=True))
    return {one.pk: one for one in found.order_by("pk")}


def told(happened: Happened, known: Firms) -> list[Recipient]:
    """Everybody with an address whom the entry tells something, each address once per message."""
    found: dict[tuple[str, str], Recipient] = {}
    for role, code in happened.entry.tell.items():
        for one in _meant(happened, role, code, known):
            if one.email:
                found.setdefault((code, one.email.casefold()), one)
    return list(found.values())


def _meant(happened: Happened, role: str, code: str, known: Firms) -> list[Recipient]:
    named = happened.procedure.roles.get(role)
    claim = happened.claim
    if named is None or named.machine:
        return []
    if named.played_by == roles.INSURED:
        return [
            Recipient(
                code, role, roles.INSURED, claim.insured_name, claim.insured_email, claim.insured_language
            )
        ]
    if named.network:
        return [] if happened.entry.action.startswith("alarm.") else _handler(happened, role, code)
    alarm = happened.entry.action in digest.ALARMS
    had, has = (_many(state.facts.get(named.organisation)) for state in (happened.before, happened.state))
    return [
        Recipient(
            code,
            role,
            named.played_by,
            known[pk].name,
            known[pk].email,
            known[pk].language,
            pk,
            pk not in has,
        )
        for pk in _firms_meant(code, had, has, membership.repairer(happened.procedure, happened.state.facts))
        if pk in known and known[pk].active and not (alarm and digest.gathers(pk))
    ]


def _firms_meant(
    code: str, had: tuple[int, ...], has: tuple[int, ...], contractor: int | None
) -> tuple[int, ...]:
    """Those named now; where the message is about losing the job, or nobody is named any more, those before."""
    gone = tuple(one for one in had if one not in has and one != contractor)
    if code in LOSING:
        return gone or tuple(one for one in has if one != contractor or code != "job_taken_by_other")
    return has or had


def _handler(happened: Happened, role: str, code: str) -> list[Recipient]:
    """The claim's own handler, and who stands in while he is away; other staff get no mail per claim."""
    handler = happened.claim.handler if role == roles.Role.CASE_HANDLER else None
    if handler is None or not handler.is_active:
        return []
    deputy = absences.away().acts_for(handler)
    told = [handler] if deputy is None or deputy == handler else [handler, deputy]
    return [Recipient(code, role, role, str(one), one.email, one.language) for one in told]


def _many(value: Any) -> tuple[int, ...]:
    """A fact that names organisations, as a tuple."""
    return value if isinstance(value, tuple) else (value,) if isinstance(value, int) else ()
