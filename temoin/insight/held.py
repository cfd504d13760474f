"""Each interval of the ledger as a row, added while the entry that ends it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from temoin.claims import door
from temoin.claims.door import Happened
from temoin.claims.membership import firm
from temoin.claims.models import Assignment, Claim
from temoin.engine.decide import evolve
from temoin.engine.model import DueKind, Procedure
from temoin.engine.state import UNDO, Entry, State
from temoin.insight.models import Held
from temoin.insight.zones import zone
from temoin.journal.models import JournalEntry

NOT_LEFT: Mapping[str, Any] = {"ends_frame": False, "kept": None, "decided_at": None}


def keep(happened: Happened) -> None:
    """The reaction to every entry: one row for what it ends, from the state before it."""
    assert happened.assignment is not None  # the door writes nothing else by itself
    before, entry = happened.before, happened.entry
    rows = Held.objects.filter(assignment=happened.assignment)
    row = interval(happened.claim, happened.assignment, happened.procedure, before, entry)
    if row is not None:
        charge(row, happened.procedure, before.facts, _recharged_before(happened).get(row.frame))
        row.save(force_insert=True)
    elif (left := _left(before, entry)) is not None:
        last = rows.filter(frame=left, end_at=entry.occurred_at).first()
        if last is not None:  # it ended at this very instant, by an entry that did not leave the step
            _leave(last, happened.procedure, entry)
            last.save(update_fields=["ends_frame", "kept", "decided_at", "ended_by", "person"])
    if again := _entered_again(before, entry):
        rows.filter(frame__in=again, ends_frame=True).update(**NOT_LEFT)
    for frame, party in entry.recharged.items():
        organisation = firm(happened.procedure, party, happened.state.facts)
        rows.filter(frame=frame).update(charged_to=party, organisation=organisation)


def rebuilt(
    claim: Claim, assignment: Assignment, procedure: Procedure, entries: Iterable[Entry]
) -> list[Held]:
    """All rows of an assignment, from its entries alone."""
    found: list[Held] = []
    recharged: dict[int, str] = {}
    state = State()
    for entry in entries:
        row = interval(claim, assignment, procedure, state, entry)
        if row is not None:
            charge(row, procedure, state.facts, recharged.get(row.frame))
            found.append(row)
        elif found and found[-1].end_at == entry.occurred_at and found[-1].frame == _left(state, entry):
            _leave(found[-1], procedure, entry)
        again = _entered_again(state, entry)
        for one in found:
            if one.frame in again:
                for name, value in NOT_LEFT.items():
                    setattr(one, name, value)
        state = evolve(state, entry)
        recharged.update(entry.recharged)
        for one in found:
            if one.frame in entry.recharged:
                charge(one, procedure, state.facts, recharged[one.frame])
    return found


def interval(
    claim: Claim, assignment: Assignment, procedure: Procedure, before: State, entry: Entry
) -> Held | None:
    """The interval that an entry ends; None where nothing ran, or where it took no time."""
    top, start_at = before.top, before.changed_at
    if top is None or start_at is None or entry.occurred_at <= start_at:
        return None
    step = procedure.steps[top.step]
    row = Held(
        claim_id=claim.pk,
        assignment_id=assignment.pk,
        reference=claim.reference,
        number=assignment.number,
        frame=top.number,
        step=step.code,
        phase=step.group,
        holder=step.holder,
        charged_to=step.charged_to,
        organisation=firm(procedure, step.charged_to, before.facts),
        start_at=start_at,
        end_at=entry.occurred_at,
        due_at=top.due_at,
        commitment_at=top.commitment_at,
        seconds=seconds(start_at, entry.occurred_at),
        late_seconds=seconds(max(start_at, top.due_at), entry.occurred_at) if top.due_at else 0,
        ended_by=entry.action,
        ends_frame=False,
        person=_person(procedure, step.holder, entry),
        insurer=claim.insurer_id,
        trade=assignment.trade,
        loss_type=claim.loss_type,
        country=claim.country,
        zone=zone(claim.country, claim.postcode),
        opened_at=claim.opened_at,
    )
    if _left(before, entry) is not None:
        _leave(row, procedure, entry)
    return row


def charge(row: Held, procedure: Procedure, facts: Mapping[str, Any], party: str | None) -> None:
    """Charge an interval to the party that an upheld contest named; to whom the step says where there is none."""
    if party is not None:
        row.charged_to, row.organisation = party, firm(procedure, party, facts)


def _recharged_before(happened: Happened) -> dict[int, str]:
    """What was charged anew by earlier entries, by frame: looked up only where somebody has done such a thing."""
    actions = happened.procedure.actions.values()
    codes = [one.code for one in actions if any(branch.recharge for branch in one.branches)]
    if happened.assignment is None or not any(happened.before.done.get(code) for code in codes):
        return {}
    entries = JournalEntry.objects.filter(
        claim_id=happened.claim.pk,
        assignment_number=happened.assignment.number,
        action__in=codes,
        seq__lt=happened.row.seq,
    )
    found: dict[int, str] = {}
    for one in entries.order_by("seq"):
        found |= door.read(happened.procedure, one).recharged
    return found


def _leave(row: Held, procedure: Procedure, entry: Entry) -> None:
    row.ends_frame, row.ended_by = True, entry.action
    row.person = _person(procedure, row.holder, entry)
    if row.due_at is not None:
        last = deadline(procedure, row.step, row.due_at)
        row.kept = row.end_at <= last
        row.decided_at = min(row.end_at, last)


def by_day(procedure: Procedure) -> set[str]:
    """Steps whose date somebody gives, such as an appointment: it is kept where the thing is done on that day."""
    return {one.code for one in procedure.steps.values() if one.due.kind is DueKind.FIELD}


def deadline(procedure: Procedure, step: str, due_at: datetime) -> datetime:
    """Until when the step must be left to be in time: its action date, the end of that day for an appointment."""
    if step not in by_day(procedure):
        return due_at
    local = timezone.localtime(due_at, timezone.get_default_timezone())
    return timezone.make_aware(
        datetime.combine(local.date() + timedelta(days=1), time()), timezone.get_default_timezone()
    )


def _left(before: State, entry: Entry) -> int | None:
    """The number of the frame on top, where the entry leaves its step; to take an action back is not to leave."""
    top = before.top
    if top is None or entry.action == UNDO or any(frame.number == top.number for frame in entry.frames):
        return None
    return top.number


def _entered_again(before: State, entry: Entry) -> set[int]:
    """Frames that had been left until the action that left them was taken back."""
    if entry.action != UNDO:
        return set()
    return {frame.number for frame in entry.frames} - {frame.number for frame in before.frames}


def _person(procedure: Procedure, holder: str, entry: Entry) -> int | None:
    role = procedure.roles[holder]
    return entry.actor.person if role.network and entry.actor.role == role.played_by else None


def seconds(start_at: datetime, end_at: datetime) -> int:
    """Between two ticks of the clock: the sum over intervals that join is that of the whole."""
    return max(0, int(end_at.timestamp()) - int(start_at.timestamp()))
