"""The insurer's system at work: gives missions, follows what happens to them, agrees what it is asked to agree."""

from __future__ import annotations

import secrets
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from urllib.error import URLError

from temoin.simulator.client import Client, Refused
from temoin.simulator.missions import Firms, mission

ASKED_TO_PAY, AGREE = "request_direct_payment", "agree_direct_payment"


@dataclass
class Insurer:
    """One run: `run` makes its missions' numbers and keys its own, so that a second run gives new ones."""

    client: Client
    run: str
    firms: Mapping[str, Firms]  # by kind: those among which the missions are shared out
    agrees: bool = False
    cursor: str = ""
    given: int = 0

    def begin(self) -> None:
        """Follow from this moment on; whatever happens later is told."""
        self.cursor = self.client.entries("now")["next"]

    def give(self, today: date) -> str:
        """Give one more mission; returns the line to print. Raises Refused."""
        self.given += 1
        number = f"SIM-{self.run}-{self.given:03d}"
        body = mission(
            Random(number),  # noqa: S311  # invented cars, no secrets
            today,
            number=number,
            firms=self.firms,
        )
        claim, values = self.client.give(body, f"mission-{number}"), body["values"]
        return f"→ {number}  {claim['reference']}  {values['plate']}  {values['vehicle_make']} {values['vehicle_model']}"

    def follow(self) -> Iterator[str]:
        """A line for each entry since last time; agrees direct payments on the way where it is to."""
        more = True
        while more:
            page = self.client.entries(self.cursor)
            for entry in page["entries"]:
                yield _line(entry)
                if self.agrees and entry["action"] == ASKED_TO_PAY:
                    yield self._agree(entry)
            self.cursor, more = page["next"], page["more"]

    def _agree(self, entry: dict[str, Any]) -> str:
        """Agree a payment that was asked for: with the entry's own key, so that a restart does not do it twice."""
        reference, number = entry["claim"], entry["assignment"]
        try:
            now = self.client.choices(reference, number)
            if not any(one["code"] == AGREE and one["refusal"] is None for one in now["actions"]):
                return f"  {reference}  the payment is not to be agreed any more"
            self.client.act(reference, number, AGREE, now["seen"], f"agree-{reference}-{entry['seq']}")
        except Refused as why:
            return f"  {reference}  {why}"
        return f"✓ {reference}  direct payment agreed"


def _line(entry: dict[str, Any]) -> str:
    at = datetime.fromisoformat(entry["recorded_at"]).astimezone()
    step = f" → {entry['to_step']}" if entry["to_step"] else ""
    return f"← {at:%d/%m %H:%M:%S}  {entry['insurer_claim_number'] or entry['claim']}  {entry['label']}{step}  ({entry['name']})"


def main(arguments: list[str]) -> int:
    """`./run insurer-simulator`: until its missions are given and nothing is to be followed, or Ctrl-C."""
    parser = ArgumentParser(prog="./run insurer-simulator", description=__doc__)
    parser.add_argument("--url", default="http://localhost:8000", help="where Témoin answers")
    parser.add_argument(
        "--key", required=True, help="a key of somebody at the insurer (./run manage api_key)"
    )
    parser.add_argument("--body-shop", default="", help="its code in the network; without it any")
    parser.add_argument("--loss-adjuster", default="", help="his code in the network; without it any")
    parser.add_argument("--missions", type=int, default=1, help="how many to give (0: only follow)")
    parser.add_argument("--every", type=float, default=5.0, metavar="S", help="seconds between two rounds")
    parser.add_argument("--agree-payments", action="store_true", help="agree direct payments when asked to")
    parser.add_argument("--once", action="store_true", help="stop when the missions are given and told of")
    told = parser.parse_args(arguments)
    try:
        client = Client(told.url, told.key)
        firms = {
            "body_shop": client.firms("body_shop", told.body_shop),
            "loss_adjuster": client.firms("loss_adjuster", told.loss_adjuster),
        }
        insurer = Insurer(client, secrets.token_hex(3).upper(), firms, told.agree_payments)
        insurer.begin()
        while True:
            if insurer.given < told.missions:
                print(insurer.give(datetime.now(UTC).astimezone().date()), flush=True)
            for line in insurer.follow():
                print(line, flush=True)
            if told.once and insurer.given >= told.missions:
                return 0
            time.sleep(told.every)
    except (Refused, ValueError, LookupError) as why:
        print(why, file=sys.stderr)
    except URLError as why:
        print(f"{told.url} does not answer: {why.reason}", file=sys.stderr)
    return 1
