"""Creates the claims of an old journal: the whole file in one transaction, or nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import door, opening, scope
from temoin.claims.models import Assignment, Claim
from temoin.engine import codec
from temoin.engine.calendar import Calendar
from temoin.engine.decide import evolve
from temoin.engine.model import Procedure
from temoin.engine.state import Entry, State
from temoin.exchange.old_journal import placing, standing, telling
from temoin.exchange.old_journal.entries import Kind
from temoin.exchange.old_journal.plan import ClaimPlan, Plan, PlannedEntry
from temoin.exchange.old_journal.standing import Found, Standing
from temoin.network import postcodes
from temoin.parties.models import Organisation
from temoin.procedures.files import procedure as procedure_named
from temoin.procedures.reading import calendar as calendar_named
from temoin.procedures.reading import calendar_for

PROCEDURE = "home_repair"
COUNTRY = "FR"
OF_THE_CLAIM = frozenset({Kind.OPENING, Kind.AUTHORITY_LIMIT, Kind.FIRST_DATE})
NAMES_A_FIRM = frozenset({Kind.ASSIGNED, Kind.SUB_ASSIGNED, Kind.ACCEPTED})
SURNAME = "Inconnu (journal repris)"
LARGEST_LIMIT = Decimal(10) ** 10
LOCK = 7_013_001  # one import at a time: the same file sent twice waits, and then finds everything there

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the person who imports says besides the file; the postcode decides whose holidays count.

    `loss_type` is a code of the procedure's, where he knows that all claims of the file are of one kind.
    """

    insurer: Organisation
    file: str
    by: str
    postcode: str = ""
    loss_type: str = ""


def problem(*, postcode: str, loss_type: str) -> str:
    """What is wrong with what the person says about the file, as a sentence; empty where nothing is."""
    if postcode and postcodes.find(COUNTRY, postcode) is None:
        return _("There is no such postcode in France.")
    if loss_type and loss_type not in procedure_named(PROCEDURE).fields["loss_type"].choices:
        codes = ", ".join(procedure_named(PROCEDURE).fields["loss_type"].choices)
        return _("There is no such cause. There are: %(codes)s.") % {"codes": codes}
    return ""


@dataclass(frozen=True, slots=True)
class Written:
    """The outcome: each claim of the plan, with its reference where it was made now or is known."""

    made: tuple[Found, ...]
    others: tuple[Found, ...]

    @property
    def entries(self) -> int:
        """How many entries of the old journal were written."""
        return sum(len(one.plan.entries) for one in self.made)


def write(plan: Plan, order: Order, *, progress: Progress = lambda done, total: None) -> Written:
    """Create the claims that are not there yet. `progress` hears how many entries of how many are written."""
    with transaction.atomic(), scope.within("network"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        work = _Work(order, progress)
        asked = standing.found(plan.claims, work.calendar)
        work.total = sum(len(one.plan.entries) for one in asked if one.standing is Standing.NEW)
        results = [work.claim(one) for one in asked]
    made = tuple(one for one in results if one.standing is Standing.NEW)
    return Written(made, tuple(one for one in results if one.standing is not Standing.NEW))


class _Work:
    """One import under way: its rules, its clock, what it has made so far."""

    def __init__(self, order: Order, progress: Progress) -> None:
        self.order, self.progress = order, progress
        self.at = clock.now()
        self.procedure: Procedure = procedure_named(PROCEDURE)
        self.calendar_code = calendar_for(COUNTRY, order.postcode)
        self.calendar: Calendar = calendar_named(self.calendar_code)
        self.firms = _contractors()
        self.begun: dict[str, list[Found]] = {}
        self.total = self.done = 0

    def claim(self, asked: Found) -> Found:
        """Create one claim, unless it is there or stands already in this very file."""
        if asked.standing is not Standing.NEW:
            return asked
        plan, start = asked.plan, standing.begins_with(asked.plan)
        keys = {entry.key for entry in plan.entries}
        for made in self.begun.get(start, ()):
            kept = {entry.key for entry in made.plan.entries}
            if standing.same_claim(keys, kept, start):
                return Found(plan, Standing.OTHER_PRINT, made.reference, len(keys - kept))
        claim = self._row(plan)
        self._entries(claim, plan)
        made = Found(plan, Standing.NEW, claim.reference)
        self.begun.setdefault(start, []).append(made)
        return made

    def _row(self, plan: ClaimPlan) -> Claim:
        """The claim; what the journal does not say is said to be unknown."""
        limit = plan.authority_limit
        claim = Claim(
            reference=opening.next_reference(plan.opened_at),
            insurer=self.order.insurer,
            loss_type=self.order.loss_type,
            loss_on=timezone.localdate(plan.opened_at),
            insured_surname=SURNAME,
            street=telling.UNKNOWN,
            postcode=self.order.postcode or telling.UNKNOWN,
            city=telling.UNKNOWN,
            country=COUNTRY,
            calendar=self.calendar_code,
            authority_limit_amount=limit if limit is not None and limit < LARGEST_LIMIT else Decimal(0),
            description=f"Ancien journal repris : {self.order.file[:100]}, ligne {plan.first_line}",
            opened_at=plan.opened_at,
            imported_from=plan.key,
            imported_start=standing.begins_with(plan),
        )
        claim.save()
        return claim

    def _entries(self, claim: Claim, plan: ClaimPlan) -> None:
        numbers = plan.assignments or (1,)
        states = dict.fromkeys(numbers, State())
        for planned in plan.entries:
            number = _belongs(planned, numbers)
            before = states[number] if number is not None else State()
            entry = telling.told(self.procedure, self.calendar, before, planned, at=self.at)
            if number is not None:
                states[number] = evolve(before, entry)
            self._append(claim, number, entry)
        for number in numbers:
            self._place(claim, plan, number, states[number])

    def _append(self, claim: Claim, number: int | None, entry: Entry) -> None:
        door.append(
            claim,
            assignment_number=number,
            action=entry.action,
            actor=entry.actor,
            occurred_at=entry.occurred_at,
            recorded_at=entry.recorded_at,
            data=codec.entry_to_json(entry),
            visibility="internal",  # written by and for the operator's own people
            imported=True,
        )
        self.done += 1
        self.progress(self.done, self.total)

    def _place(self, claim: Claim, plan: ClaimPlan, number: int, state: State) -> None:
        """The assignment's row, brought up to its entries by one more that is not imported."""
        facts: dict[str, Any] = {
            "insurer": self.order.insurer.pk,
            "insurer_code": self.order.insurer.code,
            "country": COUNTRY,
        }
        if self.order.loss_type:
            facts["loss_type"] = self.order.loss_type
        if claim.authority_limit_amount:
            facts["authority_limit"] = claim.authority_limit_amount
        firm = self._firm(plan, number)
        if firm is not None:
            facts["contractor"] = firm
        said = {"file": self.order.file, "by": self.order.by}
        entry = placing.placed(self.procedure, self.calendar, state, facts=facts, said=said, at=self.at)
        assignment = Assignment(
            claim=claim,
            number=number,
            trade="",
            procedure=self.procedure.code,
            procedure_version=self.procedure.version,
            state=codec.state_to_json(State()),
            closed_at=claim.opened_at,  # until its entry is written, below
        )
        assignment.save()
        door.write(claim, assignment, self.procedure, self.calendar, state, entry)

    def _firm(self, plan: ClaimPlan, number: int) -> int | None:
        """The contractor named last for the assignment, where one firm has exactly that name."""
        named = [
            party.name.casefold()
            for planned in plan.entries
            if planned.kind in NAMES_A_FIRM and _belongs(planned, plan.assignments or (1,)) == number
            for party in planned.parties
        ]
        return next((self.firms[name] for name in reversed(named) if name in self.firms), None)


def _belongs(planned: PlannedEntry, numbers: tuple[int, ...]) -> int | None:
    """The assignment that an entry is about; None where it is the claim, or where the journal does not say."""
    if planned.assignment is not None:
        return planned.assignment
    return numbers[0] if len(numbers) == 1 and planned.kind not in OF_THE_CLAIM else None


def _contractors() -> dict[str, int]:
    """The ids of the contractors by name in small letters; names that two firms share are left out."""
    found: dict[str, int | None] = {}
    for pk, name in Organisation.objects.filter(kind="contractor", active=True).values_list("pk", "name"):
        found[name.casefold()] = None if name.casefold() in found else pk
    return {name: pk for name, pk in found.items() if pk is not None}
