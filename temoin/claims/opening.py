"""How a claim begins: the claim itself, then one assignment per trade, each by the procedure's opening action."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from temoin import clock
from temoin.claims import door, membership, scope
from temoin.claims.models import Assignment, Claim
from temoin.claims.refusals import KeyReused
from temoin.engine import codec
from temoin.engine.decide import decide
from temoin.engine.model import FormField, Procedure
from temoin.engine.state import Actor, State
from temoin.journal.models import JournalEntry
from temoin.parties.models import Organisation
from temoin.procedures.files import procedure as procedure_named
from temoin.procedures.reading import calendar as calendar_named
from temoin.procedures.reading import calendar_for


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    """What is known when a claim is opened; the facts are those of the procedure's opening form."""

    insurer: int
    loss_type: str
    loss_on: date
    insured_surname: str
    street: str
    postcode: str
    city: str
    country: str
    authority_limit: Decimal
    insured_given: str = ""
    insured_phone: str = ""
    insured_email: str = ""
    insured_language: str = "fr"
    insurer_claim_number: str = ""
    contract_number: str = ""
    description: str = ""
    availabilities: Sequence[tuple[str, str]] = ()
    intermediary: int | None = None
    handler: int | None = None
    currency: str = "EUR"
    facts: Mapping[str, Any] = field(default_factory=dict)


OWN = frozenset(
    {
        "loss_type",
        "insurer",
        "insurer_code",
        "authority_limit",
        "trade",
        "country",
        "description",
        "availabilities",
    }
)
"""Fields of an opening action that the claim itself answers; its form asks for all others."""


def asked(procedure: Procedure) -> tuple[FormField, ...]:
    """What the procedure's opening action asks."""
    return procedure.actions[procedure.opening].form


def open_claim(
    new: NewClaim,
    *,
    trades: Sequence[str],
    actor: Actor,
    procedure: str,
    key: str | None = None,
    request: str = "",
    opened_at: datetime | None = None,
) -> Claim:
    """Open a claim with one assignment per trade; a repeated `key` gives the claim it opened before.

    `request` is a digest of what was asked for with the key. Raises `KeyReused` where the key came with another one
    before, `Refused` with nothing written where the opening form does not hold.
    """
    with transaction.atomic(), scope.within("network"):
        if key is not None:
            earlier = opened_before(key, request)
            if earlier is not None:
                return earlier
        at = clock.now()
        claim = _claim(new, opened_at or at)
        door.append(
            claim,
            assignment_number=None,
            action="claim_opened",
            actor=actor,
            occurred_at=claim.opened_at,
            recorded_at=at,
            data=_said(new),
            visibility="parties",
            key=key,
            request=request,
        )
        if new.intermediary is not None:
            membership.join(claim, new.intermediary, "intermediary", at)
        for trade in trades:
            add_assignment(claim, trade=trade, facts=new.facts, actor=actor, procedure=procedure)
        return claim


def opened_before(key: str, request: str = "") -> Claim | None:
    """The claim that a key opened; whoever comes with the same key waits until this transaction has ended.

    Raises `KeyReused` where the key came with another request then. To be asked in the operator's scope.
    """
    door.one_at_a_time(key)
    earlier = JournalEntry.objects.filter(key=key).first()
    if earlier is None:
        return None
    if earlier.data.get("request") != request:
        raise KeyReused()
    return Claim.objects.get(pk=earlier.claim_id)


def add_assignment(
    claim: Claim,
    *,
    trade: str,
    facts: Mapping[str, Any],
    actor: Actor,
    procedure: str,
    key: str | None = None,
) -> Assignment:
    """One more assignment on a claim, started by the procedure's opening action; a repeated `key` adds none."""
    with transaction.atomic(), scope.within("network"):
        claim = Claim.objects.select_for_update().get(pk=claim.pk)
        earlier = JournalEntry.objects.filter(key=key, claim_id=claim.pk).first() if key else None
        if earlier is not None:
            return claim.assignments.get(number=earlier.assignment_number or 0)
        rules, calendar = procedure_named(procedure), calendar_named(claim.calendar)
        insurer = Organisation.objects.get(pk=claim.insurer_id)
        numbers = claim.assignments.values_list("number", flat=True)
        number = max(numbers, default=0) + 1  # an old journal may name N°1 and N°3 only
        own = {
            "loss_type": claim.loss_type,
            "insurer": insurer.pk,
            "insurer_code": insurer.code,
            "authority_limit": claim.authority_limit_amount,
            "trade": trade,
            "country": claim.country,
            "description": claim.description,
            "availabilities": json.dumps(claim.availabilities) if claim.availabilities else None,
        }
        values = {**own, **facts}
        known = {entry.code for entry in asked(rules)}
        values = {code: value for code, value in values.items() if code in known and value not in (None, "")}
        entry = decide(rules, State(), rules.opening, values, actor, clock.now(), calendar)
        assignment = Assignment(
            claim=claim,
            number=number,
            trade=trade,
            procedure=rules.code,
            procedure_version=rules.version,
            state=codec.state_to_json(State()),
            closed_at=claim.opened_at,  # until its first entry is written, below
        )
        assignment.save()
        door.write(claim, assignment, rules, calendar, State(), entry, key=key)
        return assignment


def _claim(new: NewClaim, opened_at: datetime) -> Claim:
    claim = Claim(
        reference=next_reference(opened_at),
        insurer_id=new.insurer,
        intermediary_id=new.intermediary,
        handler_id=new.handler,
        authority_limit_amount=new.authority_limit,
        calendar=calendar_for(new.country, new.postcode),
        availabilities=[list(one) for one in new.availabilities],
        opened_at=opened_at,
        **{name: getattr(new, name) for name in COPIED},
    )
    claim.save()
    return claim


COPIED = (
    "loss_type",
    "loss_on",
    "insured_surname",
    "insured_given",
    "insured_phone",
    "insured_email",
    "insured_language",
    "street",
    "postcode",
    "city",
    "country",
    "insurer_claim_number",
    "contract_number",
    "description",
    "currency",
)


def next_reference(opened_at: datetime) -> str:
    """The operator's own reference: year and a number from a sequence, never used twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('claims_reference')")
        return f"{opened_at:%y}-{cursor.fetchone()[0]:06d}"


def _said(new: NewClaim) -> dict[str, Any]:
    return {
        "values": {key: _plain(value) for key, value in asdict(new).items() if value not in (None, "", ())}
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return codec.plain(value)
