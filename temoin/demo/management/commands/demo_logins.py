"""`manage demo_logins`: whom one may sign in as, and with what password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max
from django.utils import translation

from temoin import clock
from temoin.claims import scope
from temoin.demo.cast import PASSWORD
from temoin.demo.logins import logins
from temoin.journal.models import JournalEntry
from temoin.parties.models import User

STALE = timedelta(days=2)


class Command(BaseCommand):
    help = "Print the people of the demo world with their accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TEMOIN_DEMO:
            raise CommandError("Only in the demo (TEMOIN_DEMO=1).")
        if not User.objects.filter(username=logins()[0].account).exists():
            self.stdout.write("The demo world is empty: ./run manage seed_demo invents one.")
            return
        with translation.override("en"):
            rows = [
                (one.name, str(one.role.label), one.organisation, one.account, one.email) for one in logins()
            ]
        self.stdout.write("\n".join(_table([("name", "role", "organisation", "account", "e-mail"), *rows])))
        self.stdout.write(
            f"\nPassword of all: {PASSWORD}   Or click a name in the banner on top of every page."
        )
        with scope.within("network"):
            people = JournalEntry.objects.filter(machine=False)
            last = people.aggregate(last=Max("recorded_at"))["last"]
        if last is not None and clock.now() - last > STALE:
            days = (clock.now() - last).days
            self.stdout.write(
                f"This world was last lived in {days} days ago: ./run demo --fresh makes a new one."
            )


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return [
        f"  {lines[0]}",
        f"  {'-' * (sum(widths) + 2 * len(widths) - 2)}",
        *(f"  {line}" for line in lines[1:]),
    ]
