"""`./run bench`: the six operations at 10,000 claims beside the hand-written floor, as ratios."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from temoin.bench import engine
from temoin.bench.operations import all_figures
from temoin.bench.population import populate

ENGINE = {
    "load": "load and check the home_repair procedure",
    "decide": "decide one action",
    "fold": "fold a journal of 30 entries",
    "explain": "explain a date",
}


class Command(BaseCommand):
    help = "Measure opening, stepping, listing, searching, reading and sweeping beside hand-written SQL."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--claims", type=int, default=10_000, help="open claims to measure on")
        parser.add_argument(
            "--rounds", type=int, default=40, help="rounds of each operation; the median counts"
        )
        parser.add_argument("--alarms", type=int, default=200, help="alarms that are due in the sweep")

    def handle(self, *args: Any, claims: int, rounds: int, alarms: int, **options: Any) -> None:
        self.stdout.write(f"{'engine':51} {'best µs':>9} {'goal µs':>9}")
        for what, best, goal in engine.figures():
            self.stdout.write(f"   {ENGINE[what]:48} {best:9.0f} {goal:9.0f}")
        self.stderr.write(f"making {claims} claims …")
        with connection.cursor() as cursor:
            # for the whole connection: the operations are timed in transactions of their own
            cursor.execute("SELECT set_config('app.scope', 'network', false)")
        population = populate(claims)
        self.stderr.write(f"measuring, {rounds} rounds each …")
        self.stdout.write(f"{'':2} {'':48} {'ours ms':>9} {'floor ms':>9} {'ratio':>6}")
        for one in all_figures(population, rounds, alarms):
            self.stdout.write(f"{one.code:2} {one.what:48} {one.ours:9.2f} {one.floor:9.2f} {one.ratio:6.1f}")
