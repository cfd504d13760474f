"""`manage rebuild_payments`: compare the payment lists with what the journals give; `--repair` mends open ones."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from temoin.claims import scope
from temoin.money import rebuilding


class Command(BaseCommand):
    help = "Make every payment list anew from the journals and report what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="write the lines that the journals give on lists still open"
        )

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        left = mended = 0
        with scope.within("network"):
            for one in rebuilding.compare(repair=repair):
                left, mended = left + (not one.mended), mended + one.mended
                self.stdout.write(
                    f"{one.what}: stored {one.stored}, journal {one.true}{', mended' if one.mended else ''}"
                )
        self.stdout.write(f"{left + mended} differences, {mended} mended")
        if left:
            raise SystemExit(1)
