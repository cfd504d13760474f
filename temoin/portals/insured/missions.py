"""One assignment as the insured sees it: trade, firm, date, who acts now, how far it is, what he may do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from temoin.claims import cards, curves, history, works
from temoin.claims.history import Current
from temoin.claims.models import Assignment, Claim
from temoin.claims.reservations import LIFT
from temoin.claims.sentences import said
from temoin.claims.works import Works
from temoin.engine.model import Action
from temoin.engine.state import Actor
from temoin.journal.models import JournalEntry
from temoin.parties.models import Organisation
from temoin.portals.insured.appointment import Appointment, booked
from temoin.portals.insured.dates import Ahead, ahead
from temoin.portals.insured.stages import Stage, stages
from temoin.portals.insured.turn import Turn, button, turn


@dataclass(frozen=True, slots=True)
class Mission:
    """An assignment with everything that its part of the page shows."""

    now: Current
    trade: str
    firm: Organisation | None
    plain: str
    appointment: Appointment | None
    ready: list[Action]  # what the engine lets him do
    turn: Turn
    stages: list[Stage]
    curves: list[curves.Curve]  # what was measured in his home
    works: Works | None
    lift_url: str  # where he lifts a reservation; empty where there is none to lift
    dates: list[Ahead]  # others than the appointment
    subject: str  # what it is about, where the procedure names it: a vehicle
    silent_on: date | None  # from this day on his silence counts as a yes

    @property
    def closed(self) -> bool:
        return self.now.state.outcome is not None


def missions(claim: Claim, actor: Actor, at: datetime) -> list[Mission]:
    """Every assignment of the claim, in order; three queries however many there are."""
    rows = history.rows(claim)
    assignments = list(Assignment.objects.filter(claim=claim).order_by("number"))
    firms = Organisation.objects.in_bulk({one.contractor for one in assignments if one.contractor})
    return [_mission(claim, one, rows, firms, actor, at) for one in assignments]


def _mission(
    claim: Claim,
    assignment: Assignment,
    rows: Sequence[JournalEntry],
    firms: Mapping[int, Organisation],
    actor: Actor,
    at: datetime,
) -> Mission:
    now = history.current(assignment, claim)
    own = [row for row in rows if row.assignment_number == assignment.number]
    ready = [choice.action for choice in now.choices(actor, at) if choice.refusal is None]
    ready = [action for action in ready if not _asks_a_period(now, action)]
    appointment = booked(now, own, at)
    return Mission(
        now=now,
        trade=said(now.procedure.fields["trade"].choices.get(assignment.trade)),
        firm=firms.get(assignment.contractor or 0),
        plain=_plain(now),
        appointment=appointment,
        ready=ready,
        turn=turn(now, ready, appointment, at),
        stages=stages(now, own),
        curves=curves.curves(now, history.entries(now, own), at) if now.state.readings else [],
        works=works.of(now, own),
        lift_url=next((button(now, one).url for one in ready if one.code == LIFT), ""),
        dates=ahead(now, at),
        subject=cards.title(now),
        silent_on=_silent_on(now),
    )


def _asks_a_period(now: Current, action: Action) -> bool:
    """His page numbers no periods of time: what asks for one has a page of its own."""
    return any(now.procedure.fields[one.code].frame for one in action.form)


def _plain(now: Current) -> str:
    """Who acts now and what comes, in the procedure's own plain words."""
    step, end = now.procedure.steps.get(now.state.step or ""), now.procedure.ends.get(now.state.outcome or "")
    return said(step.plain if step else end.plain if end else None)


def _silent_on(now: Current) -> date | None:
    """Where he holds the step and the machine answers for him in the end: when."""
    top = now.state.top
    step = now.procedure.steps[top.step] if top else None
    if top is None or step is None or step.holder != "insured" or step.expire is None:
        return None
    after = step.expire.after
    until = now.calendar.add(top.entered_at, after) if after else top.due_at
    return timezone.localtime(until).date() if until else None
