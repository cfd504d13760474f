"""A claim, its assignments and entries as one reader may read them; the narrowest rule is the default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from temoin.claims import history, judging, models, sentences
from temoin.claims.history import Current
from temoin.claims.scope import NETWORK_ROLES
from temoin.engine import codec
from temoin.engine.model import FieldType, Procedure
from temoin.engine.state import Actor
from temoin.exchange.api import shapes
from temoin.journal.models import JournalEntry
from temoin.parties.models import Organisation
from temoin.parties.roles import REPAIRERS

LOSS = ("loss_type", "loss_on", "opened_at", "currency")
CIRCUMSTANCES = ("description", "country", "postcode", "city")
PERSON = ("insured_given", "insured_surname", "insured_phone", "insured_email", "insured_language", "street")
NUMBERS = ("insurer_claim_number", "contract_number")
TIMES = ("availabilities",)
PLAIN = frozenset({"insured", "intermediary", "counterparty_insurer"})
"""Those who read in plain words where a claim stands, without values or reasons."""
INSURED_READS = frozenset(
    {"visit_at", "works_start_at", "planned_days", "approved_total", "settlement_amount", "paid_on"}
)
UNSAID = frozenset({"authority_limit", "insurer_code", "availabilities", "explanation"})
"""What only the operator's staff read, wherever it stands."""
ORGANISATIONS = (FieldType.ORGANISATION, FieldType.ORGANISATIONS)


def claim(found: models.Claim, currents: Sequence[Current], reader: Actor) -> shapes.Claim:
    """Everything of a claim that the reader may read; two queries."""
    listed = [one.assignment for one in currents]
    rows = history.readable(history.rows(found), reader, listed)
    contractors = Organisation.objects.filter(pk__in=[one.contractor for one in listed if one.contractor])
    firms = dict(contractors.values_list("pk", "name"))
    holds = any(one.contractor == reader.organisation for one in listed)
    return shapes.Claim(
        reference=found.reference,
        insurer=found.insurer.name,
        facts={name: codec.plain(getattr(found, name)) for name in _columns(reader, holds=holds)},
        assignments=[_assignment(one, rows, reader, firms) for one in currents],
        entries=[entry(row, currents[0].procedure, reader) for row in rows],
    )


def _columns(reader: Actor, *, holds: bool) -> tuple[str, ...]:
    """What the reader may read of a claim; `holds`: he repairs in one of its assignments."""
    match reader.role:
        case "insurer" | "loss_adjuster" | "intermediary":
            return (*LOSS, *CIRCUMSTANCES, *PERSON, *NUMBERS)
        case role if role in REPAIRERS:
            return (*LOSS, *CIRCUMSTANCES, *TIMES, *(PERSON if holds else ()))
        case "insured":
            return (*LOSS, *CIRCUMSTANCES, *TIMES, *PERSON)
        case role if role in NETWORK_ROLES:
            return (*LOSS, *CIRCUMSTANCES, *TIMES, *PERSON, *NUMBERS, "authority_limit_amount")
        case _:
            return LOSS


def insurer_claim_number(found: models.Claim, reader: Actor) -> str | None:
    """The insurer's own number of a claim, for those who may read it."""
    return found.insurer_claim_number if "insurer_claim_number" in _columns(reader, holds=False) else None


def _assignment(
    now: Current, rows: Sequence[JournalEntry], reader: Actor, firms: Mapping[int, str]
) -> shapes.Assignment:
    row = now.assignment
    named = reader.role not in ("intermediary", "counterparty_insurer")
    dated = reader.role != "insured" or row.holder_role == "insured"
    return shapes.Assignment(
        number=row.number,
        trade=row.trade,
        procedure=row.procedure,
        procedure_version=row.procedure_version,
        standing=standing(now.procedure, row, reader),
        holder=row.holder_role,
        due_at=row.due_at if dated else None,
        closed_at=row.closed_at,
        contractor=firms.get(row.contractor or 0) if named else None,
        facts=_facts(now, rows, reader),
        seen=row.moved_seq,
    )


def standing(procedure: Procedure, row: models.Assignment, reader: Actor) -> shapes.Standing:
    """The step or the end, in the words that the reader is given."""
    known = procedure.steps.get(row.step) or procedure.ends.get(row.outcome)
    plain = reader.role in PLAIN
    label = (known.plain if plain else known.label) if known else None
    return shapes.Standing(code=None if plain else row.step or row.outcome, label=sentences.said(label))


def entry(row: JournalEntry, procedure: Procedure, reader: Actor) -> shapes.Entry:
    """One entry that the reader may read; what he wrote himself he reads whole."""
    staff = reader.role in NETWORK_ROLES
    own = (row.actor_role, row.actor_organisation) == (reader.role, reader.organisation)
    bare = reader.role in PLAIN and not own
    values = row.data.get("values") or {}
    if not (own or staff):
        values = {} if bare or row.assignment_number is None else _sayable(values, procedure, reader)
    return shapes.Entry(
        seq=row.seq,
        assignment=row.assignment_number,
        action=row.action,
        label=sentences.entry_label(procedure, row.action),
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        role=row.actor_role,
        name="" if bare else row.actor_name,
        from_step=None if bare else row.data.get("from"),
        to_step=None if bare else row.data.get("to"),
        values=values,
    )


def _facts(now: Current, rows: Iterable[JournalEntry], reader: Actor) -> dict[str, Any]:
    """The facts as they are now, where an entry that the reader may read has said so."""
    facts = codec.values_to_json(now.state.facts)
    if reader.role in NETWORK_ROLES:
        return facts
    said: dict[str, Any] = {}
    for row in rows:
        if row.assignment_number == now.assignment.number:
            said |= row.data.get("facts") or {}
    kept_back = judging.withheld(now, reader)
    known = {
        code: value
        for code, value in facts.items()
        if code in said and said[code] == value and code not in kept_back
    }
    if reader.role in PLAIN:
        return {
            code: value for code, value in known.items() if code in INSURED_READS and reader.role == "insured"
        }
    return _sayable(known, now.procedure, reader)


def _sayable(values: Mapping[str, Any], procedure: Procedure, reader: Actor) -> dict[str, Any]:
    """Values of the procedure's own fields, without what names other organisations."""
    fields = procedure.fields
    return {
        code: value
        for code, value in values.items()
        if code in fields
        and code not in UNSAID
        and (fields[code].type not in ORGANISATIONS or value == reader.organisation)
    }
