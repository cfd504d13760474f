"""Writes a plausible calculation of a vehicle, as a calculation system would export it: to try the import."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand

from temoin import clock
from temoin.estimates.calculation.model import Vehicle
from temoin.estimates.calculation.writing import plausible, write
from temoin.estimates.content import UNKNOWN
from temoin.estimates.models import Leg, WorkCategory
from temoin.estimates.vat import rule_for


class Command(BaseCommand):
    """On standard output, UTF-8."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plate")
        parser.add_argument("vin")
        parser.add_argument("--make", default="")
        parser.add_argument("--model", default="")
        parser.add_argument("--mileage", type=int)
        parser.add_argument(
            "--country", default="BE", choices=("FR", "BE", "NL"), help="whose VAT rate of today"
        )
        parser.add_argument("--number", default="C-1")
        parser.add_argument("--works", type=int, default=4, help="body parts, 1 to 10")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--wrong", action="store_true", help="with a VAT that does not add up")

    def handle(self, *args: Any, **options: Any) -> None:
        on = clock.now().date()
        rule = rule_for(options["country"], Leg.CONSUMER, WorkCategory.MOVABLE, UNKNOWN, on)
        vehicle = Vehicle(**{name: options[name] for name in ("plate", "vin", "make", "model", "mileage")})
        said = plausible(
            vehicle,
            number=options["number"],
            on=on,
            vat_rate=rule.rate,
            seed=options["seed"],
            works=options["works"],
        )
        if options["wrong"]:
            said = replace(said, totals=replace(said.totals, vat=said.totals.vat + Decimal(10)))
        self.stdout.write(write(said).decode(), ending="")
