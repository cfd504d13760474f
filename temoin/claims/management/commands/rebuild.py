"""`manage rebuild`: compare every assignment's row with what its journal gives; `--repair` mends the row."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from temoin.claims import rebuild, scope


class Command(BaseCommand):
    help = "Fold every journal anew and report each row that differs from it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write what the journal gives into the row")

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        checked, wrong = 0, 0
        with scope.within("network"):
            for assignment, different in rebuild.compare(repair=repair):
                checked += 1
                wrong += bool(different)
                for one in different:
                    self.stdout.write(
                        f"{assignment.claim.reference} N°{assignment.number} {one.column}: "
                        f"row {one.stored!r}, journal {one.true!r}"
                    )
                if checked % 1000 == 0:
                    self.stderr.write(f"{checked} assignments compared")
        self.stdout.write(
            f"{checked} assignments compared, {wrong} different{', mended' if repair and wrong else ''}"
        )
        if wrong and not repair:
            raise SystemExit(1)
