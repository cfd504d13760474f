"""`manage seed_demo`: the invented world, lived through up to this minute."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from temoin.claims import scope
from temoin.claims.models import Claim
from temoin.demo import erasing, seeding, side_by_side


class Command(BaseCommand):
    help = "Fill an empty database with an invented world: firms, people, claims at every step."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--claims", type=int, default=seeding.CLAIMS)
        parser.add_argument("--seed", type=int, default=seeding.SEED, help="another number, other stories")
        parser.add_argument("--processes", type=int, default=side_by_side.processes())
        parser.add_argument("--fresh", action="store_true", help="forget everything that is there first")

    def handle(self, *args: Any, claims: int, seed: int, processes: int, fresh: bool, **options: Any) -> None:
        if not settings.TEMOIN_DEMO:
            raise CommandError("Only with TEMOIN_DEMO=1: its people all have the same, well-known password.")
        if fresh:
            self._erase()
        with scope.within("network"):
            if Claim.objects.exists():
                raise CommandError("There are claims already; --fresh forgets everything first.")
        try:
            made = seeding.seed(claims=claims, seed=seed, processes=processes, say=self._say)
        except side_by_side.Failed:
            raise CommandError("The world was not finished; --fresh makes it anew.") from None
        self._say(
            f"{made.claims} claims with {made.assignments} assignments: {made.moves} things done by people, "
            f"{made.alarms} alarms, {made.mails} mails, {made.documents} documents, in {made.seconds:.0f} s"
        )

        for said in made.impossible:
            self._say(f"A story stopped short {said}")

    def _erase(self) -> None:
        try:
            erasing.erase()
        except erasing.NotTheOwner:
            raise CommandError(
                "Only the role that owns the tables can empty them (TEMOIN_AS_OWNER=1); "
                "./run demo --fresh does all of it."
            ) from None

    def _say(self, line: str) -> None:
        self.stderr.write(line)
        self.stderr.flush()
