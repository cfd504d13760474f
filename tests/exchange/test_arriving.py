"""Missions that arrive from an insurer's system with its key: opened whole, once, and for that insurer alone."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from temoin import clock
from temoin.claims import scope
from temoin.claims.models import Assignment, Claim, ClaimParty
from temoin.journal.models import JournalEntry
from temoin.parties import keys
from temoin.parties.models import Membership, Organisation
from tests import world as cast

pytestmark = pytest.mark.django_db
KEY = "mission-00000001"
CLAIMS = "/api/v1/claims"


@pytest.fixture
def world() -> cast.World:
    world = cast.build()
    Organisation.objects.filter(pk=world.id("carl")).update(code="G-0412")
    return world


def program(world: cast.World, name: str) -> Client:
    """A client that asks with a key of that person."""
    _key, token = keys.make(Membership.objects.get(user=world.people[name]), "Système")
    return Client(
        enforce_csrf_checks=True, headers={"authorization": f"Bearer {token}", "accept-language": "en"}
    )


def mission(world: cast.World, **changes: Any) -> dict[str, Any]:
    """What an insurer's system sends; a change of a field of the form begins with `values__`."""
    today = clock.now().date()
    said: dict[str, Any] = {
        "procedure": "vehicle_expertise",
        "trade": "bodywork",
        "loss_type": "collision",
        "loss_on": (today - timedelta(days=1)).isoformat(),
        "insurer_claim_number": "SIN-77",
        "insured_surname": "Lambrecht",
        "insured_given": "Claire",
        "street": "12 rue du Viaduc",
        "postcode": "75011",
        "city": "Paris",
        "country": "FR",
        "description": "Aile avant gauche",
        "values": {
            "body_shop": {"code": "G-0412"},
            "loss_adjuster": world.id("expert"),
            "smart": True,
            "close_by_on": (today + timedelta(days=3)).isoformat(),
            "plate": "AB-123-CD",
            "vin": "VF1RFB00066123456",
            "vehicle_make": "Renault",
            "vehicle_model": "Mégane",
            "direct_payment": True,
            "payment_ceiling": "5000.00",
            "deductible_amount": "250.00",
            "recoverable_vat_pct": "0",
        },
    }
    for code, value in changes.items():
        place = said["values"] if code.startswith("values__") else said
        place[code.removeprefix("values__")] = value
    return {code: value for code, value in said.items() if value is not ...}


def post(client: Client, body: Any, key: str = KEY) -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(CLAIMS, raw, content_type="application/json", headers={"idempotency-key": key})


def wrong(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert all(one["sentence"] for one in said["fields"].values())
    return {code: one["code"] for code, one in said["fields"].items()}


def test_a_mission_is_open_and_lies_with_the_garage(world: cast.World) -> None:
    answer = post(program(world, "ines"), mission(world))
    assert answer.status_code == 201, answer.content
    claim, said = Claim.objects.get(), answer.json()
    assert answer["Location"] == f"{CLAIMS}/{claim.reference}"
    assert (said["reference"], said["insurer"]) == (claim.reference, "Azur Assurances")
    assert said["assignments"][0]["facts"]["plate"] == "AB-123-CD"
    job = claim.assignments.get()
    assert (job.step, job.contractor, job.trade) == ("smart_new", world.id("carl"), "bodywork")
    assert claim.insurer_id == world.id("az")
    opened = JournalEntry.objects.get(action="open_mission")
    assert opened.actor_name == "Inès Assureur (Système)"
    carl = program(world, "carl")
    assert [one["claim"] for one in carl.get("/api/v1/worklist").json()["lines"]] == [claim.reference]


def test_the_same_key_opens_one_claim_and_with_another_body_none(world: cast.World) -> None:
    ines = program(world, "ines")
    first, again = post(ines, mission(world)), post(ines, mission(world))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["reference"] == again.json()["reference"]
    assert again["Location"] == first["Location"]
    other = post(ines, mission(world, values__plate="ZZ-999-ZZ"))
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert Claim.objects.count() == 1
    assert post(ines, mission(world), key="mission-00000002").status_code == 201
    assert post(program(world, "alice"), mission(world, insurer={"code": "AZ"})).status_code == 201


def test_a_repeated_mission_answers_as_before_though_its_date_has_passed(world: cast.World) -> None:
    ines, body = program(world, "ines"), mission(world)
    first = post(ines, body)
    with clock.at(clock.now() + timedelta(days=30)):
        again = post(ines, body)
    assert (again.status_code, again.json()["reference"]) == (200, first.json()["reference"])


def test_every_wrong_field_is_named_at_once(world: cast.World) -> None:
    body = mission(
        world,
        loss_type="water_damage",
        trade="plumbing",
        loss_on=(clock.now().date() + timedelta(days=3)).isoformat(),
        postcode="00000",
        insured_email="nobody",
        insured_given="x" * 101,
        city=...,
        street=7,
        colour="red",
        values__smart="yes",
        values__body_shop={"code": "NOWHERE"},
        values__loss_adjuster=world.id("carl"),
        values__deductible_amount="-5",
        values__vin=None,
        values__tyres=4,
    )
    assert wrong(post(program(world, "ines"), body)) == {
        "loss_type": "not_a_choice",
        "trade": "not_a_choice",
        "loss_on": "in_the_future",
        "postcode": "no_such_postcode",
        "insured_email": "not_an_address",
        "insured_given": "too_long",
        "city": "missing",
        "street": "wrong_type",
        "colour": "unknown",
        "smart": "wrong_type",
        "body_shop": "not_a_choice",
        "loss_adjuster": "not_a_choice",
        "deductible_amount": "wrong_type",
        "vin": "missing",
        "tyres": "unknown",
    }
    assert not Claim.objects.exists()
    assert not JournalEntry.objects.exists()


def test_an_insurer_opens_for_itself_alone(world: cast.World) -> None:
    ines = program(world, "ines")
    for named in (world.id("meridia"), {"code": "MER"}, world.id("az")):
        assert wrong(post(ines, mission(world, insurer=named))) == {"insurer": "unknown"}
    for code in ("insurer", "insurer_code"):
        assert wrong(post(ines, mission(world, **{f"values__{code}": "MER"}))) == {code: "unknown"}
    assert post(ines, mission(world)).status_code == 201
    claim = Claim.objects.get()
    assert set(
        ClaimParty.objects.filter(claim=claim, role="insurer").values_list("organisation", flat=True)
    ) == {world.id("az")}


@pytest.mark.parametrize("name", ["carl", "felix", "bob", "emma"])
def test_only_who_may_open_by_the_procedure_opens(world: cast.World, name: str) -> None:
    answer = post(program(world, name), mission(world))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")
    assert not Claim.objects.exists()


def test_staff_name_the_insurer_and_handle_what_they_open(world: cast.World) -> None:
    alice = program(world, "alice")
    assert wrong(post(alice, mission(world))) == {"insurer": "missing"}
    assert post(alice, mission(world, insurer={"code": "AZ"})).status_code == 201
    claim = Claim.objects.get()
    assert (claim.insurer_id, claim.handler_id) == (world.id("az"), world.people["alice"].pk)
    home = {
        "procedure": "home_repair",
        "trade": "plumbing",
        "loss_type": "water_damage",
        "insurer": world.id("az"),
        "values": {"platform": "darva"},
    }
    opened = post(alice, mission(world) | home, key="home-repair-1")
    assert opened.status_code == 201, opened.content
    assert Assignment.objects.get(procedure="home_repair").step == "to_assign"


def test_openings_tell_what_each_procedure_asks(world: cast.World) -> None:
    found = program(world, "ines").get("/api/v1/openings").json()
    assert [one["procedure"] for one in found] == ["vehicle_expertise"]
    fields = {one["code"]: one for one in found[0]["fields"]}
    assert fields["plate"]["required"]
    assert not fields.keys() & {"insurer", "insurer_code", "loss_type", "trade", "country", "description"}
    assert found[0]["loss_types"]["hail"] == "Hail"
    assert program(world, "carl").get("/api/v1/openings").json() == []
    staff = program(world, "alice").get("/api/v1/openings").json()
    assert [one["procedure"] for one in staff] == ["home_repair", "vehicle_expertise"]


HOSTILE: list[Any] = [
    None, True, 0, -1, 2**63, 1.5, "", " ", "\x00", "a\u202eb", "é" * 30_000, "2026-13-45", "0001-01-01", [], [[]],
    {}, {"code": 1}, {"code": "AZ", "x": 1}, {"code": "\x00"}, {"code": "x" * 10_000}, [None], ["x"] * 5000,
    "'; DROP TABLE claims_claim; --", "../../etc/passwd",
]  # fmt: skip


def test_no_value_breaks_it_and_nothing_half_written_stays(world: cast.World) -> None:
    ines, body = program(world, "ines"), mission(world)
    columns = [code for code in body if code != "procedure"]
    for value in HOSTILE:
        everywhere = dict.fromkeys((*columns, "columns", "model_dump"), value)
        assert post(ines, body | everywhere).status_code == 422, value
        assert post(ines, body | {"procedure": value}).status_code == 422, value
        assert post(ines, body | {"values": dict.fromkeys(body["values"], value)}).status_code == 422, value
        for code in ("insured_surname", "description"):
            assert post(ines, body | {code: value}).status_code in (200, 201, 422), (code, value)
        for code in ("plate", "vehicle_value"):
            said = body["values"] | {code: value}
            assert post(ines, body | {"values": said}).status_code in (200, 201, 422), (code, value)
    for raw in (
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"procedure": NaN}',
        b'{"a":1,"a":2}',
        b'{"procedure":"\\ud800"}',
        b"\xff",
    ):
        assert post(ines, raw).status_code in (400, 422)
    assert post(ines, body, key="short").status_code == 422


def test_it_works_under_row_level_security(world: cast.World) -> None:
    """The tests' own role is the owner, whom the rule spares: here it holds for the owner too."""
    with connection.cursor() as cursor:
        for table in ("claims_claim", "claims_assignment", "claims_claimparty", "journal_journalentry"):
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    ines = program(world, "ines")
    answer = post(ines, mission(world))
    assert answer.status_code == 201, answer.content
    address = answer["Location"]
    assert len(ines.get(address).json()["entries"]) == 2
    stranger = Membership.objects.get(user=world.people["ines"])
    Membership.objects.filter(pk=stranger.pk).update(organisation=world.organisations["meridia"])
    assert ines.get(address).status_code == 404
    with scope.within("network"):
        assert Claim.objects.count() == 1


@pytest.mark.parametrize(
    ("on", "why"), [("1990-01-01", "not_future"), ("2099-12-31", "too_far"), ("9999-12-31", "wrong_type")]
)
def test_a_day_that_no_calendar_knows_is_named(world: cast.World, on: str, why: str) -> None:
    answer = post(program(world, "ines"), mission(world, values__close_by_on=on))
    assert wrong(answer) == {"close_by_on": why}
    assert not Claim.objects.exists()
