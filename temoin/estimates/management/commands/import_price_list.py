"""Reads a price list from a CSV file as a new version of it: whole, or not at all."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from temoin.estimates.price_file import Unreadable, take
from temoin.parties.models import Organisation


class Command(BaseCommand):
    help = (
        "Import a price list: CSV (UTF-8, comma or semicolon) with the columns code, trade, chapter, description_fr, "
        "description_nl, description_en, unit, unit_price, labour_share, supply_included, min_quantity, work_category."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--code", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--country", required=True, choices=["FR", "BE", "NL"])
        parser.add_argument(
            "--insurer", default="", help="the insurer's short code; without it for all insurers"
        )
        parser.add_argument("--from", dest="valid_from", required=True, type=date.fromisoformat)
        parser.add_argument("--coefficient", type=Decimal, default=Decimal(1))

    def handle(self, *args: Any, **options: Any) -> None:
        insurer = None
        if options["insurer"]:
            insurer = Organisation.objects.filter(kind="insurer", code=options["insurer"]).first()
            if insurer is None:
                raise CommandError(f"There is no insurer with the code {options['insurer']}.")
        try:
            made = take(
                options["file"].read_text(encoding="utf-8-sig"),
                code=options["code"],
                name=options["name"],
                country=options["country"],
                insurer=insurer,
                valid_from=options["valid_from"],
                coefficient=options["coefficient"],
            )
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from None
        except Unreadable as refused:
            raise CommandError("\n".join(refused.lines)) from None
        self.stdout.write(f"{made}: {made.items.count()} prices")
