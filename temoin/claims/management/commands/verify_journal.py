"""`manage verify_journal`: check every claim's chain of commitments."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from temoin.claims import rebuild, scope


class Command(BaseCommand):
    help = "Check every claim's journal: nothing changed, missing, swapped or cut off."

    def handle(self, *args: Any, **options: Any) -> None:
        claims, broken = 0, 0
        with scope.within("network"):
            for claim, breaks in rebuild.verify():
                claims += 1
                broken += bool(breaks)
                for one in breaks:
                    self.stdout.write(f"{claim.reference}: entry {one.seq} is {one.code}")
        self.stdout.write(f"{claims} journals verified, {broken} broken")
        if broken:
            raise SystemExit(1)
