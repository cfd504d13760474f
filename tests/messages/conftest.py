"""A claim in Ixelles, the firms around it and the people who act on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from temoin import clock
from temoin.claims import door, scope
from temoin.claims.door import Happened
from temoin.claims.models import Assignment, Claim
from temoin.claims.opening import NewClaim, open_claim
from temoin.engine.state import Actor
from temoin.messages.models import Mail
from temoin.parties.models import Organisation, User

NOW = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)  # a Thursday, 9:00 in Brussels
VISIT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)  # Wednesday, 10:00 in Brussels


@dataclass
class Case:
    """One claim with one assignment for painting."""

    claim: Claim
    assignment: Assignment
    firms: dict[str, Organisation]
    handler: User
    actors: dict[str, Actor] = field(default_factory=dict)

    def act(self, who: str, action: str, **values: Any) -> Happened:
        with scope.within(scope.of(self.actors[who])):
            return door.act(
                assignment_id=self.assignment.pk, action=action, values=values, actor=self.actors[who]
            )

    def mails(self, **wanted: Any) -> QuerySet[Mail]:
        return Mail.objects.filter(claim=self.claim, **wanted).order_by("pk")


def jobs() -> QuerySet[ProcrastinateJob]:
    """The mails that wait for the worker."""
    return ProcrastinateJob.objects.filter(task_name="messages.send_mail").order_by("pk")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Make it another time."""

    def move(now: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    move(NOW)
    return move


def make_case(**claimed: Any) -> Case:
    """Open the claim; `claimed` changes what is known of it."""

    def firm(kind: str, name: str, **known: Any) -> Organisation:
        known = {"email": f"{name.split()[0].lower()}@example.org", "language": "fr"} | known
        return Organisation.objects.create(kind=kind, name=name, **known)

    firms = {
        "network": firm("network", "Meridia"),
        "insurer": firm("insurer", "Noordzee", code="NZ"),
        "nyco": firm("contractor", "Nyco Déco", telephone="02 555 01 02"),
        "verf": firm("contractor", "Verfraai", language="nl"),
        "mute": firm("contractor", "Silencieux", email=""),
    }
    handler = User.objects.create_user(
        "C-1", email="nadia@example.org", first_name="Nadia", last_name="Adam", language="fr"
    )
    actors = {
        "handler": Actor("case_handler", firms["network"].pk, handler.pk, "Nadia Adam"),
        **{name: Actor("contractor", firms[name].pk, None, name) for name in ("nyco", "verf", "mute")},
    }
    known: dict[str, Any] = {
        "insurer": firms["insurer"].pk,
        "loss_type": "water_damage",
        "loss_on": date(2026, 11, 17),
        "insured_given": "Claire",
        "insured_surname": "Peeters",
        "insured_email": "claire@example.org",
        "insured_phone": "0470 11 22 33",
        "street": "Rue du Viaduc 12",
        "postcode": "1050",
        "city": "Ixelles",
        "country": "BE",
        "authority_limit": Decimal("1550.00"),
        "handler": handler.pk,
        "facts": {"availabilities": "mercredi matin"},
    }
    claim = open_claim(
        NewClaim(**{**known, **claimed}),
        trades=["painting"],
        actor=actors["handler"],
        procedure="home_repair",
    )
    assignment = Assignment.objects.get(claim=claim)
    actors["insured"] = Actor("insured", None, None, "Claire Peeters")
    return Case(claim, assignment, firms, handler, actors)


@pytest.fixture
def case(db: None, at: Callable[[datetime], None]) -> Case:
    return make_case()


@pytest.fixture
def offered(case: Case) -> Case:
    case.act("handler", "offer", invited=tuple(case.firms[one].pk for one in ("nyco", "verf", "mute")))
    return case
