"""`manage rebuild_figures`: compare the ledger's rows with what the journal gives; `--repair` writes them anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from temoin.claims import scope
from temoin.insight import rebuilding


class Command(BaseCommand):
    help = "Fold every journal into its ledger anew and report each assignment whose rows differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write the rows that the journal gives")

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        checked, wrong = 0, 0
        with scope.within("network"):
            for assignment, different in rebuilding.compare(repair=repair):
                checked += 1
                if different is not None:
                    wrong += 1
                    self.stdout.write(
                        f"{assignment.claim.reference} N°{assignment.number}: "
                        f"{different.wrong} rows not in the journal, {different.missing} missing"
                    )
        self.stdout.write(
            f"{checked} assignments compared, {wrong} different{', mended' if repair and wrong else ''}"
        )
        if wrong and not repair:
            raise SystemExit(1)
