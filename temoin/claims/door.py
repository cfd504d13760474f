"""The one door: everything that moves a claim comes in by `act`, in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from temoin import clock
from temoin.claims import membership, rows, scope, search
from temoin.claims.models import Assignment, Claim
from temoin.claims.refusals import KeyReused, MovedOn, NoSuchClaim
from temoin.claims.witness import Witness
from temoin.engine import alarms, codec
from temoin.engine import undo as undoing
from temoin.engine.calendar import Calendar
from temoin.engine.decide import decide, evolve, fold
from temoin.engine.model import Procedure
from temoin.engine.refusals import CannotUndo
from temoin.engine.state import EMPTY, UNDO, Actor, Entry, Frame, State
from temoin.journal import chain
from temoin.journal.models import JournalEntry
from temoin.procedures.files import procedure as procedure_named
from temoin.procedures.reading import calendar as calendar_named

Values = Mapping[str, Any]
LONGEST_NAME = (
    200  # what the journal keeps of the name of whoever acts: two names of a person may be longer together
)


@dataclass(frozen=True, slots=True)
class Happened:
    """What an action did: handed to every reaction, inside the same transaction."""

    claim: Claim
    assignment: Assignment | None
    procedure: Procedure
    entry: Entry
    before: State
    state: State
    row: JournalEntry
    replayed: bool = False
    witness: Witness | None = None  # how the one who acted was known, where a page was used


Supplier = Callable[[Assignment, Actor, Values], Any]
suppliers: dict[str, Supplier] = {}
"""Who brings a supplied field's value (None: not known), by field code, told what the form says. Filled once, by config.wiring."""

Reaction = Callable[[Happened], None]
reactions: dict[str, tuple[Reaction, ...]] = {}
"""Who reacts, by action code; `*` reacts to all. Filled once, by config.wiring."""


def act(
    *,
    assignment_id: int,
    action: str,
    values: Values,
    actor: Actor,
    seen: int | None = None,
    key: str | None = None,
    happened_at: datetime | None = None,
    witness: Witness | None = None,
) -> Happened:
    """Do an action: lock, decide, append to the journal, update the row, react, all or nothing.

    `seen` is the `moved_seq` that the form was drawn from; `key` makes a repeated request harmless.
    Where the step has run out, its expiry comes first, at its own time: that the worker was down changes
    nothing. Raises `engine.refusals.Refused` (with nothing more written) where it may not be done;
    `NoSuchClaim` where the actor's scope does not show the assignment.
    """

    def decided(
        procedure: Procedure, state: State, calendar: Calendar, at: datetime, assignment: Assignment
    ) -> Entry:
        if alarms.overdue(procedure, state, at, calendar) is not None:
            raise _RunOut()
        given = {**values, **supplied(procedure, action, assignment, actor, values)}
        return decide(procedure, state, action, given, actor, at, calendar, happened_at=happened_at)

    try:
        while True:
            try:
                return _through(
                    assignment_id,
                    actor,
                    decided,
                    action=action,
                    values=values,
                    seen=seen,
                    key=key,
                    witness=witness,
                )
            except _RunOut:
                settle(assignment_id)
    except IntegrityError as error:
        if "journal_journalentry_key" in str(error):  # the same key on two claims at the same moment
            raise KeyReused() from None
        raise


class _RunOut(Exception):
    """The step has expired and nobody has written it yet."""


TIMER = Actor(role="machine", name="Témoin, timer", machine=True)


def settle(assignment_id: int) -> bool:
    """Let the expiry that is due by now go off, at its own time; False where none is."""
    with transaction.atomic(), scope.within("network"):
        assignment = Assignment.objects.select_for_update().select_related("claim").get(pk=assignment_id)
        procedure, calendar = _rules(assignment, assignment.claim)
        state = codec.state_from_json(procedure, assignment.state)
        alarm = alarms.overdue(procedure, state, clock.now(), calendar)
        return alarm is not None and fire(assignment_id=assignment_id, alarm=alarm, actor=TIMER) is not None


def one_at_a_time(key: str) -> None:
    """Whoever comes with the same key waits here until this transaction has ended: nothing else is locked yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def done_before(
    *, assignment_id: int, action: str, values: Values, key: str, apart: Collection[str]
) -> Happened | None:
    """What this key did already, None where it did nothing yet; for a form with files, before they are stored.

    The fields `apart` hold files, which have another id each time they are sent: they are not compared.
    Raises KeyReused where the key did something else.
    """
    one_at_a_time(key)
    with scope.within("network"):
        row = JournalEntry.objects.filter(key=key).first()
        if row is None:
            return None
        assignment = Assignment.objects.select_related("claim").get(pk=assignment_id)
        procedure, _calendar = _rules(assignment, assignment.claim)
        apart = {*apart, *_supplied_fields(procedure)}
        done = (row.claim_id, row.assignment_number, row.action, _without(row.data["values"], apart))
        asked = _without(codec.values_to_json(values), apart)
        if done != (assignment.claim_id, assignment.number, action, asked):
            raise KeyReused()
        state = codec.state_from_json(procedure, assignment.state)
        entry = read(procedure, row)
        return Happened(assignment.claim, assignment, procedure, entry, state, state, row, replayed=True)


def _without(values: Values, apart: Collection[str]) -> dict[str, Any]:
    return {code: value for code, value in values.items() if code not in apart}


def fire(*, assignment_id: int, alarm: alarms.Alarm, actor: Actor) -> Happened | None:
    """Let an alarm go off, once: None where it has gone off or fallen away meanwhile."""
    with scope.within("network"):
        assignment = Assignment.objects.select_for_update().get(pk=assignment_id)
        procedure, calendar = _rules(assignment, Claim.objects.get(pk=assignment.claim_id))
        state = codec.state_from_json(procedure, assignment.state)
        if alarm not in alarms.pending(procedure, state, calendar):
            return None

        def decided(
            procedure: Procedure, state: State, calendar: Calendar, at: datetime, locked: Assignment
        ) -> Entry:
            brought = supplied(procedure, alarm.to, locked, actor)
            return alarms.fire(procedure, state, alarm, actor, at, calendar, brought)

        moved = next(frame.times_moved for frame in state.frames if frame.number == alarm.frame)
        key = f"alarm:{assignment_id}:{alarm.frame}:{moved}:{alarm.key}"
        return _through(assignment_id, actor, decided, action=f"alarm.{alarm.kind}", values={}, key=key)


def supplied(
    procedure: Procedure, action: str, assignment: Assignment, actor: Actor, values: Values = EMPTY
) -> dict[str, Any]:
    """What the network itself brings to an action, whatever a form says; the claim is locked, so it stays true.

    `values` are what the form says, where there is one already.
    """
    definition = procedure.actions.get(action)
    asked = {one.code for one in definition.form} if definition else set()
    return {code: suppliers[code](assignment, actor, values) for code in asked & _supplied_fields(procedure)}


def _supplied_fields(procedure: Procedure) -> set[str]:
    return {field.code for field in procedure.fields.values() if field.supplied}


def undo(*, assignment_id: int, seq: int, actor: Actor) -> Happened:
    """Take the entry `seq` back, as one more entry, while it is the last that moved the assignment.

    Raises MovedOn where something came after, CannotUndo with why not, NoSuchClaim outside the actor's scope.
    """

    def decided(
        procedure: Procedure, state: State, _calendar: Calendar, at: datetime, assignment: Assignment
    ) -> Entry:
        found = JournalEntry.objects.filter(claim_id=assignment.claim_id, assignment_number=assignment.number)
        row = found.filter(seq=seq).first()
        if row is None:
            raise CannotUndo(why="not_marked")
        if assignment.moved_seq != seq:
            raise MovedOn(_since(assignment.claim, assignment, seq))
        before = fold(read(procedure, one) for one in found.filter(seq__lt=seq).order_by("seq"))
        return undoing.undo(procedure, before, read(procedure, row), state, actor, at)

    return _through(assignment_id, actor, decided, action=UNDO, values={})


def _through(
    assignment_id: int,
    actor: Actor,
    decided: Callable[[Procedure, State, Calendar, datetime, Assignment], Entry],
    *,
    action: str,
    values: Values,
    seen: int | None = None,
    key: str | None = None,
    witness: Witness | None = None,
) -> Happened:
    with transaction.atomic():
        assignment = _locked(assignment_id)
        with scope.within("network"):
            claim = assignment.claim
            procedure, calendar = _rules(assignment, claim)
            state = codec.state_from_json(procedure, assignment.state)
            if key is not None:
                earlier = _earlier(key, claim, action, values)
                if earlier is not None:
                    entry = read(procedure, earlier)
                    return Happened(claim, assignment, procedure, entry, state, state, earlier, replayed=True)
            if seen is not None and assignment.moved_seq > seen:
                raise MovedOn(_since(claim, assignment, seen))
            entry = decided(procedure, state, calendar, clock.now(), assignment)
            return write(claim, assignment, procedure, calendar, state, entry, key=key, witness=witness)


def _locked(assignment_id: int) -> Assignment:
    """The assignment and its claim, locked together; both must be visible in the caller's scope."""
    try:
        return Assignment.objects.select_for_update().select_related("claim").get(pk=assignment_id)
    except Assignment.DoesNotExist:
        raise NoSuchClaim() from None


def _rules(assignment: Assignment, claim: Claim) -> tuple[Procedure, Calendar]:
    return (
        procedure_named(assignment.procedure, assignment.procedure_version),
        calendar_named(claim.calendar),
    )


def write(
    claim: Claim,
    assignment: Assignment,
    procedure: Procedure,
    calendar: Calendar,
    state: State,
    entry: Entry,
    *,
    key: str | None = None,
    imported: bool = False,
    witness: Witness | None = None,
) -> Happened:
    """Append a decided entry and bring the assignment's row up to it. Only the door and the import call this."""
    after = evolve(state, entry)
    told = str(entry.values["undone"]) if entry.action == UNDO else entry.action
    visibility = procedure.actions[told].visibility if told in procedure.actions else "internal"
    row = append(
        claim,
        assignment_number=assignment.number,
        action=entry.action,
        actor=entry.actor,
        occurred_at=entry.occurred_at,
        recorded_at=entry.recorded_at,
        data=codec.entry_to_json(entry),
        visibility=visibility,
        key=key,
        request=_fingerprint(entry.action, _without(entry.values, _supplied_fields(procedure))),
        imported=imported,
    )
    moved = _bare(entry) != _bare(state) or bool(entry.facts) or entry.outcome != state.outcome
    rows.refresh(assignment, procedure, after, calendar, moved_seq=row.seq if moved else None)
    search.keep(claim, procedure, entry)
    membership.follow(claim, assignment, procedure, state, after, entry.recorded_at)
    happened = Happened(claim, assignment, procedure, entry, state, after, row, witness=witness)
    for reaction in (*reactions.get("*", ()), *reactions.get(entry.action, ())):
        reaction(happened)
    return happened


def _bare(where: Entry | State) -> list[Frame]:
    """The frames without the alarms that went off: a reminder makes the form that it reminds of no older."""
    return [replace(frame, fired=()) for frame in where.frames]


def append(
    claim: Claim,
    *,
    assignment_number: int | None,
    action: str,
    actor: Actor,
    occurred_at: datetime,
    recorded_at: datetime,
    data: dict[str, Any],
    visibility: str,
    key: str | None = None,
    request: str = "",
    imported: bool = False,
) -> JournalEntry:
    """One more entry at the end of the claim's chain; the claim must be locked."""
    row = JournalEntry(
        claim_id=claim.pk,
        seq=claim.head_seq + 1,
        assignment_number=assignment_number,
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        actor_role=actor.role,
        actor_organisation=actor.organisation,
        actor_person=actor.person,
        actor_name=actor.name[:LONGEST_NAME],
        machine=actor.machine,
        action=action,
        data=data | ({"request": request} if key else {}),
        visibility=visibility,
        imported=imported,
        key=key,
    )
    claim.head_hash, claim.head_seq = chain.commit(row, claim.head_hash), row.seq
    row.save(force_insert=True)
    Claim.objects.filter(pk=claim.pk).update(head_seq=claim.head_seq, head_hash=claim.head_hash)
    return row


def read(procedure: Procedure, row: JournalEntry) -> Entry:
    """A journal row as the engine's entry."""
    return codec.entry_from_json(
        procedure,
        row.data,
        action=row.action,
        actor=Actor(
            row.actor_role, row.actor_organisation, row.actor_person, row.actor_name, machine=row.machine
        ),
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
    )


def _fingerprint(action: str, values: Values) -> str:
    said = json.dumps([action, codec.values_to_json(values)], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def _earlier(key: str, claim: Claim, action: str, values: Values) -> JournalEntry | None:
    """The entry that this key wrote; other values under the same key are refused."""
    row = JournalEntry.objects.filter(key=key).first()
    if row is None:
        return None
    same = row.claim_id == claim.pk and row.data.get("request") == _fingerprint(action, values)
    if not same:
        raise KeyReused()
    return row


def _since(claim: Claim, assignment: Assignment, seen: int) -> list[JournalEntry]:
    return list(
        JournalEntry.objects.filter(
            claim_id=claim.pk, assignment_number=assignment.number, seq__gt=seen
        ).order_by("seq")
    )
