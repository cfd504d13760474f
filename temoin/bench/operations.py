"""The six operations, each ours and the floor's, timed in turn so that both meet the same machine."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from psycopg.types.json import Jsonb

from temoin import clock
from temoin.bench import floor as by_hand
from temoin.bench.floor import Floor, fresh
from temoin.bench.population import DISPATCHER, HANDLER, Population, make_due, new_claim
from temoin.claims import door, history, opening, scope, search, sweep, worklists
from temoin.claims.models import Assignment, Claim
from temoin.journal.models import JournalEntry
from temoin.messages.models import Mail

_numbers = itertools.count(10)


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians in milliseconds, and the ratio that counts."""

    code: str
    what: str
    ours: float
    floor: float

    @property
    def ratio(self) -> float:
        return self.ours / self.floor


def measure(
    code: str, what: str, ours: Callable[[], object], floor: Callable[[], object], rounds: int
) -> Figure:
    """Interleaved rounds after three to warm up."""
    mine: list[float] = []
    theirs: list[float] = []
    for number in range(rounds + 3):
        for operation, times in ((ours, mine), (floor, theirs)):
            start = time.perf_counter()
            operation()
            if number >= 3:
                times.append((time.perf_counter() - start) * 1000)
    return Figure(code, what, statistics.median(mine), statistics.median(theirs))


def all_figures(population: Population, rounds: int, alarms: int) -> list[Figure]:
    """a to f, in the order of their letters."""
    hand = Floor()
    try:
        return [
            _open(population, hand, rounds),
            _step(population, hand, rounds),
            _worklist(hand, rounds),
            _search(hand, rounds),
            _read(population, hand, rounds),
            _sweep(hand, alarms),
        ]
    finally:
        hand.close()


def _opened(population: Population) -> Claim:
    return opening.open_claim(
        new_claim(population.insurer, next(_numbers)),
        trades=["plumbing"],
        actor=HANDLER,
        procedure="home_repair",
    )


def _open(population: Population, hand: Floor, rounds: int) -> Figure:
    claim = _opened(population)
    rows = [("claims_claim", hand.copy_of("claims_claim", claim.pk))]
    rows += [
        ("journal_journalentry", hand.copy_of("journal_journalentry", pk))
        for pk in JournalEntry.objects.filter(claim_id=claim.pk).values_list("pk", flat=True)
    ]
    rows += [("claims_assignment", hand.copy_of("claims_assignment", claim.assignments.get().pk))]
    rows += [
        ("claims_claimparty", hand.copy_of("claims_claimparty", pk))
        for pk in claim.claim_parties.values_list("pk", flat=True)
    ]

    def floor() -> None:
        with hand.connection.cursor() as cursor:
            cursor.execute("SELECT nextval('claims_claim_id_seq')")
            [new] = cursor.fetchone() or (0,)
        changes = {"claims_claim": {"id": new}}
        hand.write([(t, fresh(row, **changes.get(t, {"claim_id": new}))) for t, row in rows], [])

    return measure("a", "open a claim", lambda: _opened(population), floor, rounds)


def _step(population: Population, hand: Floor, rounds: int) -> Figure:
    fresh_ones = iter([_opened(population).assignments.get() for _ in range(rounds + 4)])
    values = {"contractor": population.contractor}

    def ours() -> door.Happened:
        pk = next(fresh_ones).pk
        return door.act(assignment_id=pk, action="assign", values=values, actor=DISPATCHER)

    sample = ours()
    entry = hand.copy_of("journal_journalentry", sample.row.pk)
    rows = [
        ("claims_claimparty", hand.copy_of("claims_claimparty", sample.claim.claim_parties.latest("pk").pk))
    ]
    rows += [
        ("mail_mail", hand.copy_of("mail_mail", pk))
        for pk in Mail.objects.filter(claim=sample.claim).values_list("pk", flat=True)
    ]
    job = ("procrastinate_jobs", {"queue_name": "bench", "task_name": "bench", "args": Jsonb({})})
    assignment = hand.copy_of("claims_assignment", sample.assignment.pk if sample.assignment else 0)
    targets = itertools.cycle(
        Claim.objects.filter(reference__startswith="B").values_list("pk", flat=True)[:500]
    )
    sets = ", ".join(f"{name} = %s" for name in assignment if name != "claim_id")

    def floor() -> None:
        claim = next(targets)
        inserted = [
            ("journal_journalentry", fresh(entry, claim_id=claim, seq=100 + next(_numbers))),
            *((t, fresh(row, claim_id=claim, organisation_id=row["organisation_id"])) for t, row in rows[1:]),
            job,
        ]
        changed = [value for name, value in assignment.items() if name != "claim_id"]
        updates = [
            ("SELECT 1 FROM claims_assignment a JOIN claims_claim c ON c.id = a.claim_id "
             "WHERE a.claim_id = %s FOR UPDATE", [claim]),
            (f"UPDATE claims_assignment SET {sets} WHERE claim_id = %s", [*changed, claim]),  # noqa: S608
            ("UPDATE claims_claim SET head_seq = head_seq + 1, head_hash = %s WHERE id = %s", ["0" * 64, claim]),
            ("INSERT INTO claims_claimparty (claim_id, organisation_id, role, assignment_number, since_at) "
             "VALUES (%s, %s, 'contractor', 1, now()) ON CONFLICT DO NOTHING", [claim, population.contractor]),
        ]  # fmt: skip
        hand.write(inserted, updates)

    return measure("b", "one claim step, with chain, alarm, mail and job", ours, floor, rounds)


def _worklist(hand: Floor, rounds: int) -> Figure:
    def ours() -> object:
        with scope.within("network"):
            return worklists.lines(worklists.held_by("dispatcher"), clock.now())

    return measure("c", "my worklist, the 50 most urgent", ours, lambda: by_hand.worklist(hand), rounds)


def _search(hand: Floor, rounds: int) -> Figure:
    def ours() -> object:
        with scope.within("network"):
            return search.find("B000000042")

    return measure("d", "search by reference", ours, lambda: by_hand.search(hand, "b000000042"), rounds)


def _read(population: Population, hand: Floor, rounds: int) -> Figure:
    def ours() -> object:
        with scope.within("network"):
            return history.rows(Claim.objects.get(reference=population.read))

    return measure(
        "e", "a claim with its 30 entries", ours, lambda: by_hand.claim(hand, population.read), rounds
    )


def _sweep(hand: Floor, alarms: int) -> Figure:
    """Once each: the cost of one alarm fired."""
    entry = hand.copy_of("journal_journalentry", JournalEntry.objects.latest("pk").pk)
    make_due(alarms)
    start = time.perf_counter()
    fired = sweep.sweep(limit=alarms)
    ours = (time.perf_counter() - start) * 1000 / max(fired, 1)
    Assignment.objects.filter(next_alarm_at__lte=clock.now()).update(next_alarm_at=None)
    make_due(alarms)
    start = time.perf_counter()
    by_hand_fired = by_hand.sweep(hand, alarms, entry)
    floor = (time.perf_counter() - start) * 1000 / max(by_hand_fired, 1)
    connection.close()
    return Figure("f", f"one alarm fired ({fired} due)", ours, floor)
