"""`./run bench copies`: how long a garage waits for the copy of its expertise while many close their estimates."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from temoin.bench import copies
from temoin.claims import scope
from temoin.claims.models import Claim


class Command(BaseCommand):
    help = "Close estimates at a steady pace and measure until their copies are in hand. The claims stay: use a database made for it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=100, help="missions to close")
        parser.add_argument("--per-minute", type=float, default=100)
        parser.add_argument("--threads", type=int, default=4, help="requests served at a time")
        parser.add_argument("--among-others", action="store_true", help="although there are claims already")

    def handle(
        self, *args: Any, count: int, per_minute: float, threads: int, among_others: bool, **options: Any
    ) -> None:
        with scope.within("network"):
            if Claim.objects.exists() and not among_others:
                raise CommandError(
                    "There are claims in this database, and what is measured stays in it: use `./run bench copies`."
                )
        self.stderr.write(f"making {count} missions …")
        user, missions = copies.prepared(count)
        self.stderr.write(f"closing {per_minute:g} a minute …")
        found = copies.closed(user, missions, per_minute=per_minute, threads=threads)
        self.stdout.write(f"{count} estimates closed, {per_minute:g} a minute")
        self.stdout.write(f"   from the button to the mission's page: {found.said(found.page)}")
        self.stdout.write(f"   from the button to the copy in hand:   {found.said(found.copy)}")
