"""The simulated insurer, over real HTTP: it gives plausible missions, follows them and agrees what it is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest

from temoin.claims.models import Claim
from temoin.parties import keys
from temoin.parties.models import Membership
from temoin.simulator import missions, running
from temoin.simulator.client import Client, Refused
from tests import world as cast

FIRMS = {"body_shop": [{"id": 7, "code": "G-1"}], "loss_adjuster": [{"id": 9, "code": ""}]}


def made(seed: int) -> dict[str, Any]:
    return missions.mission(Random(seed), date(2026, 11, 22), number=f"SIM-{seed}", firms=FIRMS)


def test_missions_are_plausible() -> None:
    for seed in range(200):
        said = made(seed)
        values = said["values"]
        form = {"FR": r"[A-Z]{2}-\d{3}-[A-Z]{2}", "BE": r"[12]-[A-Z]{3}-\d{3}"}[said["country"]]
        assert re.fullmatch(form, values["plate"])
        assert re.fullmatch(r"[A-HJ-NPR-Z0-9]{17}", values["vin"])
        assert said["loss_on"] <= "2026-11-22" < values["close_by_on"]
        assert (values["body_shop"], values["loss_adjuster"]) == ({"code": "G-1"}, 9)
    assert made(1) == made(1) != made(2)


@pytest.mark.django_db(transaction=True)
def test_it_gives_missions_and_tells_of_what_happens_to_them(
    live_server: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    world = cast.build()
    _key, token = keys.make(Membership.objects.get(user=world.people["ines"]), "Simulateur")
    asked = ["--url", live_server.url, "--key", token, "--every", "0", "--once"]
    assert running.main([*asked, "--missions", "3"]) == 0
    said = capsys.readouterr().out
    assert Claim.objects.count() == said.count("→ SIM-") == 3
    for claim in Claim.objects.all():
        assert claim.reference in said
        assert f"{claim.insurer_claim_number}  Déposer une mission → smart_new" in said
    assert running.main([*asked[:2], "--key", "tmn_" + "x" * 40, *asked[4:]]) == 1
    assert "401 sign_in" in capsys.readouterr().err
    assert running.main(["--url", "http://localhost:9", *asked[2:]]) == 1
    assert "does not answer" in capsys.readouterr().err


class Fake(Client):
    """An API that asks for one payment, and what was done to it."""

    def __init__(self, choices: Callable[[], dict[str, Any]]) -> None:
        super().__init__("http://nowhere", "tmn_")
        self.offered, self.done = choices, list[tuple[Any, ...]]()

    def entries(self, after: str) -> dict[str, Any]:
        entry = {
            "claim": "26-1", "assignment": 1, "seq": 9, "action": "request_direct_payment", "label": "Demander",
            "recorded_at": "2026-11-22T10:00:00Z", "to_step": "direct_payment", "insurer_claim_number": "S-1",
            "name": "Carl",
        }  # fmt: skip
        return {"entries": [entry] if not after else [], "next": "x", "more": not after}

    def choices(self, reference: str, assignment: int) -> dict[str, Any]:
        return self.offered()

    def act(self, *said: Any) -> dict[str, Any]:
        self.done.append(said)
        return {}


def offered(refusal: Any = None) -> dict[str, Any]:
    return {"seen": 12, "actions": [{"code": "agree_direct_payment", "refusal": refusal}]}


def refuse() -> dict[str, Any]:
    raise Refused(409, {"code": "moved_on", "title": "trop tard"})


@pytest.mark.parametrize(
    ("choices", "agrees", "done", "line"),
    [
        (offered, True, [("26-1", 1, "agree_direct_payment", 12, "agree-26-1-9")], "agreed"),
        (offered, False, [], "direct_payment"),
        (lambda: offered({"code": "not_met"}), True, [], "not to be agreed any more"),
        (refuse, True, [], "409 moved_on: trop tard"),
    ],
)
def test_a_payment_is_agreed_once_and_only_where_it_may_be(
    choices: Any, agrees: bool, done: Any, line: str
) -> None:
    fake = Fake(choices)
    insurer = running.Insurer(fake, "RUN", FIRMS, agrees)
    said = list(insurer.follow())
    assert fake.done == done
    assert line in said[-1]
    assert list(insurer.follow()) == []
