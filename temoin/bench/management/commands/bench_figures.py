"""`manage bench_figures`: how long the page of figures takes over many intervals, made for it and forgotten again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from temoin import clock
from temoin.bench.population import populate
from temoin.engine.model import Figure, Left, Procedure
from temoin.insight import figures, lines, network, outcomes, periods, sources
from temoin.insight.asked import Asked, Side
from temoin.insight.lines import What
from temoin.procedures import files

LABEL = dict.fromkeys(("fr", "nl", "en"), "")
TABLES = ("insight_held", "claims_claim", "claims_assignment", "claims_claimparty", "journal_journalentry")
INTERVALS = """
INSERT INTO insight_held (claim_id, assignment_id, reference, number, frame, step, phase, holder, charged_to,
  organisation, person, start_at, end_at, due_at, commitment_at, seconds, late_seconds, ended_by, ends_frame, kept,
  decided_at, insurer, trade, loss_type, country, zone, opened_at)
SELECT a.claim_id, a.id, 'B' || a.id, 1, n, s.step, 'works', 'contractor', 'contractor', %(firm)s + a.id %% 150, NULL,
  t.at, t.at + '20 hours', t.at + l.given, t.at + l.given, 72000, greatest(0, 72000 - l.seconds),
  CASE WHEN s.step = 'sign_off' THEN 'sign' ELSE 'add_note' END, n %% 5 < 3,
  CASE WHEN n %% 5 < 3 THEN l.seconds >= 72000 END, CASE WHEN n %% 5 < 3 THEN t.at + least(l.given, '20 hours') END,
  c.insurer_id, a.trade, c.loss_type, 'FR', 'FR-' || lpad((a.id %% 95 + 1)::text, 2, '0'), t.at - interval '9 days'
FROM generate_series(1, %(each)s) n, claims_assignment a JOIN claims_claim c ON c.id = a.claim_id,
LATERAL (SELECT %(now)s - interval '1 day' * (2 + (n * 36 + a.id * 7) %% 362) - interval '1 second' * (n + a.id %% 977) AS at) t,
LATERAL (SELECT CASE WHEN (a.id * 13 + n) %% 8 = 0 THEN 36000 ELSE 86400 END AS seconds) k,
LATERAL (SELECT k.seconds, k.seconds * interval '1 second' AS given) l,
LATERAL (SELECT (ARRAY['contact_for_estimate', 'first_visit', 'estimate_to_submit', 'works_start', 'works_in_progress',
  'sign_off', 'invoice_to_send'])[1 + (a.id + n) %% 7] AS step) s
WHERE c.reference LIKE 'B%%' ON CONFLICT DO NOTHING
"""


def _judged() -> Procedure:
    """Home repair, with figures on the steps of the intervals made here: three shares and a time."""
    late, signed = Left(steps=("works_start",)), Left(steps=("sign_off",), by=("sign",))
    shares = {
        str(n): Figure(str(n), LABEL, of=late, part=Left(steps=("works_start",), facts={"trade": "plumbing"}))
        for n in range(3)
    }
    took = Figure("took", LABEL, of=signed, since=("contact_for_estimate", "first_visit"))
    return replace(files.procedure("home_repair"), figures={**shares, "took": took})


class Command(BaseCommand):
    help = "Measure the page of figures over many intervals; everything made for it is rolled back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rows", type=int, default=100_000, help="intervals of the ledger, over a year")
        parser.add_argument("--claims", type=int, default=10_000, help="open claims")
        parser.add_argument("--rounds", type=int, default=7)
        parser.add_argument(
            "--explain", action="store_true", help="show how the database finds the deadlines"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            self._measure(**options)
            transaction.set_rollback(True)

    def _measure(self, *, rows: int, claims: int, rounds: int, explain: bool, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.scope', 'network', true)")
            made = populate(claims)
            each = -(-rows // claims)
            cursor.execute(INTERVALS, {"firm": made.contractor, "each": each, "now": clock.now()})
            self.stdout.write(f"{cursor.rowcount} intervals, {claims} open claims")
            cursor.execute(
                "UPDATE claims_assignment SET due_at = due_at - interval '62 days' WHERE id %% 40 = 0", []
            )
            cursor.execute("ANALYZE")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table can be altered while checks wait
            for table in TABLES:  # the owner too is held to the rule of who sees what
                cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        insurer = Side({"insurer": made.insurer}, figures="partner:figures", lines="partner:lines")
        for name, side, scope in (
            ("network", network.SIDE, "network"),
            ("insurer", insurer, f"organisation:{made.insurer}"),
        ):
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('app.scope', %s, true)", [scope])
            for kind in ("mois", "trimestre"):
                self._questions(name, Asked(periods.asked(kind, "", "", clock.now()), side, {}), rounds)
        if explain:
            self._explain(Asked(periods.asked("mois", "", "", clock.now()), network.SIDE, {}))

    def _questions(self, name: str, question: Asked, rounds: int) -> None:
        judged = _judged()
        questions: dict[str, Callable[[], object]] = {
            "deadlines": lambda: figures.deadlines(question),
            "standing": lambda: figures.standing(question),
            "along": lambda: figures.along(question, 0),
            "signed off": lambda: figures.signed_off(question),
            "noted": lambda: figures.noted(question),
            "outcomes": lambda: outcomes.numbers(question, judged),
            "outcomes by firm": lambda: outcomes.grouped(question, judged, "repairer"),
            "a list": lambda: lines.page(What.LATE, question, 1),
        }
        took = {what: _milliseconds(ask, rounds) for what, ask in questions.items()}
        whole = sum(ms for what, ms in took.items() if what != "a list")
        said = ", ".join(f"{what} {ms:.0f}" for what, ms in took.items())
        self.stdout.write(f"{name:8} {question.period.kind.value:10} page {whole:5.0f} ms: {said}")

    def _explain(self, question: Asked) -> None:
        source, values = sources.sql(sources.DECIDED, question, before=True)
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + source, values)
            self.stdout.write("\n".join(row[0] for row in cursor.fetchall()))


def _milliseconds(ask: Callable[[], object], rounds: int) -> float:
    took = []
    for _n in range(rounds):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return median(took)
