"""The JSON API over HTTP: the same door, the same refusals, and nobody reads more than on the pages."""

from __future__ import annotations

import contextlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from temoin import clock
from temoin.claims import door, scope
from temoin.claims.models import Assignment, Claim, ClaimParty
from temoin.documents.models import Document, Kind, MediaType, Visibility
from temoin.engine.model import Field, FieldType
from temoin.engine.refusals import InvalidValues
from temoin.exchange.api import given
from temoin.journal.models import JournalEntry
from temoin.parties import links
from temoin.parties.models import Membership, Organisation, User
from tests import world as cast

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef"
SAID = {"accept-language": "en"}
ROUTE = "exchange:api:"


@pytest.fixture
def world() -> cast.World:
    """The cast, with a broker's Bea and another side's insurer Theo."""
    world = cast.build()
    for number, (name, kind) in enumerate(
        (("bea", "intermediary"), ("theo", "counterparty_insurer")), start=90
    ):
        firm = world.organisations[name] = Organisation.objects.create(kind=kind, name=name.title())
        user = world.people[name] = User.objects.create_user(
            username=f"T-{number:05d}", email=f"{name}@example.test", password=cast.PASSWORD
        )
        Membership.objects.create(user=user, organisation=firm, role=kind)
    return world


def signed_in(world: cast.World, name: str) -> Client:
    client = Client(headers=SAID)
    client.force_login(world.people[name])
    return client


def holder(claim: Claim) -> Client:
    _, token = links.issue(claim_id=claim.pk, name=claim.insured_name, language="en")
    client = Client(headers=SAID)
    client.post(f"/s/{token}/")
    return client


def party(claim: Claim, world: cast.World, name: str) -> None:
    role = world.actor(name).role
    ClaimParty.objects.create(
        claim=claim, organisation=world.organisations[name], role=role, since_at=clock.now()
    )


def url(name: str, assignment: Assignment, *more: str) -> str:
    return reverse(ROUTE + name, args=[assignment.claim.reference, assignment.number, *more])


def post(
    client: Client,
    assignment: Assignment,
    action: str,
    values: Any = None,
    *,
    key: str = KEY,
    raw: bytes | None = None,
    **body: Any,
) -> Any:
    sent = raw if raw is not None else json.dumps({"values": values or {}, **body}).encode()
    return client.post(
        url("act", assignment, action),
        sent,
        content_type="application/json",
        headers={"idempotency-key": key},
    )


def read(client: Client, claim: Claim) -> dict[str, Any]:
    answer = client.get(reverse(ROUTE + "claim", args=[claim.reference]))
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def problem(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    said = json.loads(answer.content)
    assert said["status"] == answer.status_code
    assert said["type"] == f"urn:temoin:{said['code']}"
    assert said["title"]
    return answer.status_code, said["code"]


# -- who may ask


def test_strangers_the_roleless_and_the_undecided_are_told_why_not(world: cast.World) -> None:
    worklist = reverse(ROUTE + "worklist")
    assert problem(Client().get(worklist)) == (401, "sign_in")
    nobody = User.objects.create_user(username="T-00099", email="n@example.test", password=cast.PASSWORD)
    client = Client()
    client.force_login(nobody)
    assert problem(client.get(worklist)) == (403, "no_role")
    Membership.objects.create(user=nobody, organisation=world.organisations["bob"], role="contractor")
    Membership.objects.create(user=nobody, organisation=world.organisations["az"], role="insurer")
    assert problem(client.get(worklist)) == (403, "choose_membership")


def test_a_post_needs_its_csrf_token(world: cast.World) -> None:
    assignment = cast.assigned(world)
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["alice"])
    assert problem(post(client, assignment, "add_note", {"comment": "x"})) == (403, "csrf")
    client.get(reverse("desk:queue"))
    client.get(reverse("desk:open_claim"))
    token = client.cookies["csrftoken"].value
    answer = client.post(
        url("act", assignment, "add_note"),
        json.dumps({"values": {"comment": "x"}}),
        content_type="application/json",
        headers={"idempotency-key": KEY, "x-csrftoken": token},
    )
    assert answer.status_code == 201


@pytest.mark.parametrize("name", ["bob", "charlie", "felix", "bea", "theo", "ines"])
def test_what_is_not_ones_own_answers_as_what_does_not_exist(world: cast.World, name: str) -> None:
    assignment = cast.offered(world, "bob", insurer=world.id("meridia"))
    if name == "bob":
        assignment = cast.assigned(world, "charlie")
    client = signed_in(world, name)
    ours, none = assignment.claim.reference, "99-999999"
    bodies = set()
    for reference, number in ((ours, 1), (none, 1)):
        bodies.add(client.get(reverse(ROUTE + "claim", args=[reference])).content)
        bodies.add(client.get(reverse(ROUTE + "actions", args=[reference, number])).content)
        answer = client.post(
            reverse(ROUTE + "act", args=[reference, number, "add_note"]),
            {"values": {}},
            content_type="application/json",
            headers={"idempotency-key": KEY},
        )
        assert problem(answer) == (404, "not_found")
        bodies.add(answer.content)
    assert len(bodies) == 1


def test_whoever_is_a_party_no_more_finds_nothing(world: cast.World) -> None:
    claim = cast.open_claim(world)
    party(claim, world, "bea")
    bea, address = signed_in(world, "bea"), reverse(ROUTE + "claim", args=[claim.reference])
    assert bea.get(address).status_code == 200
    ClaimParty.objects.filter(claim=claim, organisation=world.id("bea")).update(until_at=clock.now())
    assert bea.get(address).status_code == 404


def test_numbers_and_references_that_cannot_be_are_not_found(world: cast.World) -> None:
    claim = cast.open_claim(world)
    client = signed_in(world, "alice")
    for number in (2, 99, 2**15, 2**31, 2**63, 10**30):
        assert client.get(reverse(ROUTE + "actions", args=[claim.reference, number])).status_code == 404
    for reference in ("26-\x00", "é" * 300, "%00", "..", "26 000001"):
        assert client.get(reverse(ROUTE + "claim", args=[reference])).status_code == 404


def test_all_of_it_works_under_row_level_security_and_lets_nobody_further_in(world: cast.World) -> None:
    """The tests' own role is the owner, whom the rule spares: here it holds for the owner too."""
    tables = (
        "claims_claim",
        "claims_assignment",
        "claims_claimparty",
        "documents_document",
        "journal_journalentry",
    )
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    with scope.within("network"):
        job, offer = cast.assigned(world), cast.offered(world, "bob", "charlie")
    bob, felix = signed_in(world, "bob"), signed_in(world, "felix")
    assert len(bob.get(reverse(ROUTE + "worklist")).json()["lines"]) == 2
    assert len(read(bob, job.claim)["entries"]) == 3
    assert felix.get(reverse(ROUTE + "claim", args=[job.claim.reference])).status_code == 404
    answers = [post(bob, job, "decline", {"reason": "absent"}) for _ in range(2)]
    answers += [post(bob, offer, "take_charge", {"needs_visit": False}, key="take-" + KEY) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 200, 201, 200]
    assert bob.get(reverse(ROUTE + "claim", args=[job.claim.reference])).status_code == 404


# -- what is read


def test_staff_read_all_and_each_other_reader_his_part(world: cast.World) -> None:
    assignment = cast.assigned(world, "bob", contract_number="POL-123")
    cast.act(assignment, "add_note", world.actor("alice"), {"comment": "note interne"})
    claim = assignment.claim
    party(claim, world, "bea")
    party(claim, world, "theo")
    alice, bob = read(signed_in(world, "alice"), claim), read(signed_in(world, "bob"), claim)
    ines, bea = read(signed_in(world, "ines"), claim), read(signed_in(world, "bea"), claim)
    theo, claire = read(signed_in(world, "theo"), claim), read(holder(claim), claim)

    assert alice["entries"][-1]["values"] == {"comment": "note interne"}
    assert alice["facts"]["authority_limit_amount"] == "1550.00"
    for other in (bob, ines, bea, theo, claire):
        said = json.dumps(other)
        assert "note interne" not in said
        assert "authority_limit" not in said
        assert "1550" not in said
    for named in (bob, ines, bea, claire):
        assert named["facts"]["insured_surname"] == "Lambrecht"
    for unsaid in ("Lambrecht", "Viaduc", "Fuite", "75011", "POL-123"):
        assert unsaid not in json.dumps(theo)
    assert ines["facts"]["contract_number"] == bea["facts"]["contract_number"] == "POL-123"
    assert "POL-123" not in json.dumps(bob) + json.dumps(claire)
    for plain in (bea, theo, claire):
        assert plain["assignments"][0]["facts"] == {}
        assert plain["assignments"][0]["standing"]["code"] is None
        assert all(not entry["values"] and not entry["to_step"] for entry in plain["entries"])
    assert ines["assignments"][0]["facts"]["loss_type"] == "water_damage"
    assert bob["assignments"][0]["facts"]["contractor"] == world.id("bob")
    assert "contractor" not in ines["assignments"][0]["facts"]
    assert ines["assignments"][0]["contractor"] == "Bob Plomberie"


def test_an_invited_firm_reads_what_happened_but_not_to_whom_nor_who_else_was_asked(
    world: cast.World,
) -> None:
    assignment = cast.offered(world, "bob", "charlie")
    said = json.dumps(read(signed_in(world, "bob"), assignment.claim))
    assert "Fuite de l'appartement" in said
    assert "75011" in said
    for hidden in ("Lambrecht", "Viaduc", "06 12", "claire@", "1550"):
        assert hidden not in said
    assert f"{world.id('charlie')}" not in json.dumps(json.loads(said)["assignments"][0]["facts"])


def test_a_firm_reads_its_own_assignments_of_a_claim_and_no_other(world: cast.World) -> None:
    claim = cast.open_claim(world, trades=("plumbing", "painting"))
    for one, firm in zip(claim.assignments.order_by("number"), ("bob", "charlie"), strict=True):
        cast.act(one, "assign", world.actor("dirk"), {"contractor": world.id(firm)})
    bob = signed_in(world, "bob")
    assert [one["number"] for one in read(bob, claim)["assignments"]] == [1]
    assert bob.get(reverse(ROUTE + "actions", args=[claim.reference, 2])).status_code == 404
    assert len(read(signed_in(world, "ines"), claim)["assignments"]) == 2


def test_a_fact_stays_hidden_while_no_entry_that_one_may_read_has_said_it(world: cast.World) -> None:
    assignment = cast.assigned(world)
    facts = assignment.state["facts"] | {"planned_days": 3}
    Assignment.objects.filter(pk=assignment.pk).update(state=assignment.state | {"facts": facts})
    assert "planned_days" in read(signed_in(world, "alice"), assignment.claim)["assignments"][0]["facts"]
    assert "planned_days" not in read(signed_in(world, "ines"), assignment.claim)["assignments"][0]["facts"]


# -- the worklist


def test_the_worklist_is_paged_by_urgency_without_gap_or_repetition(world: cast.World) -> None:
    for _ in range(53):
        cast.open_claim(world)
    due_at = clock.now()
    Assignment.objects.update(due_at=due_at)  # equal dates: the cursor must tell them apart
    client = signed_in(world, "dirk")
    first = client.get(reverse(ROUTE + "worklist")).json()
    second = client.get(reverse(ROUTE + "worklist"), {"cursor": first["next"]}).json()
    seen = [line["claim"] for line in first["lines"] + second["lines"]]
    assert (len(first["lines"]), len(second["lines"]), second["next"]) == (50, 3, None)
    assert len(set(seen)) == 53


@pytest.mark.parametrize(
    "cursor", ["x", "é", "AAAA", "MjAyNg==", "0" * 5000, "OTk5OS0xMi0zMVQyMzo1OTo1OS0xNDowMH4x"]
)
def test_a_cursor_that_was_not_given_is_refused(world: cast.World, cursor: str) -> None:
    answer = signed_in(world, "dirk").get(reverse(ROUTE + "worklist"), {"cursor": cursor})
    assert problem(answer) == (422, "invalid_request")


def test_a_worklist_holds_what_is_ones_turn(world: cast.World) -> None:
    offered, held, elsewhere = (
        cast.offered(world, "bob", "charlie"),
        cast.assigned(world),
        cast.assigned(world, "charlie"),
    )
    bob = signed_in(world, "bob")

    def listed(client: Client) -> set[str]:
        return {line["claim"] for line in client.get(reverse(ROUTE + "worklist")).json()["lines"]}

    assert listed(bob) == {offered.claim.reference, held.claim.reference}
    cast.act(offered, "decline_offer", world.actor("bob"), {"reason": "trop loin"})
    assert listed(bob) == {held.claim.reference}
    assert listed(signed_in(world, "charlie")) == {offered.claim.reference, elsewhere.claim.reference}
    assert listed(signed_in(world, "ines")) == listed(holder(held.claim)) == set()


# -- what may be done


def test_actions_come_with_their_fields_and_the_refused_with_their_reason(world: cast.World) -> None:
    assignment = cast.assigned(world)
    found = signed_in(world, "bob").get(url("actions", assignment)).json()
    first = found["actions"][0]
    fields = {one["code"]: one for one in first["fields"]}
    assert found["seen"] == assignment.moved_seq
    assert (first["code"], first["primary"], first["refusal"]) == ("record_contact", True, None)
    assert fields["visit_at"]["required"]
    assert not fields["comment"]["required"]
    assert not fields["norm_reason"]["required"]
    call = signed_in(world, "alice").get(url("actions", assignment)).json()["actions"]
    asked = {one["code"]: one for action in call if action["code"] == "log_call" for one in action["fields"]}
    assert asked["call_with"]["choices"]["insurer"] == "Insurer"
    refused = [one["refusal"] for one in call if one["refusal"]]
    assert all(one["code"] and one["sentence"] for one in refused)


def test_an_action_is_done_and_told_as_its_entry(world: cast.World) -> None:
    assignment = cast.assigned(world)
    at = (clock.now() + timedelta(days=1)).replace(microsecond=0)
    values = {"contacted_at": clock.now().isoformat(), "visit_at": at.isoformat()}
    answer = post(signed_in(world, "bob"), assignment, "record_contact", values, seen=assignment.moved_seq)
    assert answer.status_code == 201, answer.content
    said = answer.json()
    assert (said["action"], said["to_step"], said["role"]) == ("record_contact", "first_visit", "contractor")
    assignment.refresh_from_db()
    assert assignment.due_at == at


def test_a_link_s_holder_does_what_is_his_and_nothing_else(world: cast.World) -> None:
    assignment = cast.assigned(world)
    at = clock.now()
    cast.act(
        assignment,
        "record_contact",
        world.actor("bob"),
        {"contacted_at": at, "visit_at": (at + timedelta(days=1)).replace(microsecond=0)},
    )
    claire = holder(assignment.claim)
    assert post(claire, assignment, "confirm_visit").status_code == 201
    assert problem(post(claire, assignment, "add_note", {"comment": "x"}, key="k" * 8)) == (403, "not_yours")
    assert post(claire, cast.assigned(world), "confirm_visit", key="other-" + KEY).status_code == 404


# -- idempotency and the optimistic check


def test_the_same_request_twice_is_one_entry_and_the_same_answer(world: cast.World) -> None:
    assignment = cast.assigned(world)
    client = signed_in(world, "alice")
    first, second = (post(client, assignment, "add_note", {"comment": "rappelée"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert JournalEntry.objects.filter(action="add_note").count() == 1


@pytest.mark.parametrize("other", ["values", "action", "claim"])
def test_the_same_key_for_something_else_is_refused(world: cast.World, other: str) -> None:
    assignment = cast.assigned(world)
    client = signed_in(world, "alice")
    post(client, assignment, "add_note", {"comment": "rappelée"})
    before = JournalEntry.objects.count()
    target = cast.assigned(world) if other == "claim" else assignment
    before += 0 if target is assignment else JournalEntry.objects.filter(claim_id=target.claim_id).count()
    answer = post(
        client,
        target,
        "log_call" if other == "action" else "add_note",
        {"comment": "autre" if other == "values" else "rappelée"},
    )
    assert problem(answer) == (422, "key_reused")
    assert JournalEntry.objects.count() == before


def test_a_key_of_one_person_says_nothing_to_another(world: cast.World) -> None:
    assignment = cast.assigned(world)
    assert post(signed_in(world, "alice"), assignment, "add_note", {"comment": "a"}).status_code == 201
    assert post(signed_in(world, "dirk"), assignment, "add_note", {"comment": "b"}).status_code == 201


def test_a_repeated_request_is_answered_where_doing_it_has_ended_one_s_rights(world: cast.World) -> None:
    job, offer = cast.assigned(world), cast.offered(world, "bob", "charlie")
    bob = signed_in(world, "bob")
    first, second = (post(bob, job, "decline", {"reason": "absent"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert bob.get(reverse(ROUTE + "claim", args=[job.claim.reference])).status_code == 404
    taken, again = (
        post(bob, offer, "take_charge", {"needs_visit": False}, key="take-" + KEY) for _ in range(2)
    )
    assert (taken.status_code, again.status_code) == (201, 200)


def test_the_same_key_on_two_claims_at_the_same_moment_is_refused_once(
    world: cast.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, first, second = signed_in(world, "alice"), cast.assigned(world), cast.assigned(world)
    assert post(client, first, "add_note", {"comment": "a"}).status_code == 201
    row = JournalEntry.objects.get(action="add_note")
    with pytest.MonkeyPatch.context() as blind:  # neither sees the other's entry before it writes its own
        blind.setattr(door, "_earlier", lambda *said: None)
        blind.setattr("temoin.exchange.api.routes._written", lambda key: None)
        answer = post(client, second, "add_note", {"comment": "a"})
    assert problem(answer) == (422, "key_reused")
    assert JournalEntry.objects.get(action="add_note") == row


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "a b c d e f", "é" * 10, "12345678\x7f"])
def test_a_key_is_required_and_has_a_form(world: cast.World, key: str) -> None:
    answer = post(signed_in(world, "alice"), cast.assigned(world), "add_note", {"comment": "x"}, key=key)
    assert problem(answer) == (422, "invalid_request")


def test_whoever_saw_less_is_told_what_happened_since_as_far_as_he_may_read(world: cast.World) -> None:
    assignment = cast.assigned(world)
    seen, at = assignment.moved_seq, clock.now()
    cast.act(assignment, "add_note", world.actor("alice"), {"comment": "note interne"})
    visit = {"contacted_at": at, "visit_at": (at + timedelta(days=1)).replace(microsecond=0)}
    cast.act(assignment, "record_contact", world.actor("alice"), visit)
    sent = {"contacted_at": at.isoformat(), "visit_at": visit["visit_at"].isoformat()}
    before = JournalEntry.objects.count()
    answer = post(signed_in(world, "bob"), assignment, "record_contact", sent, seen=seen)
    assert problem(answer) == (409, "moved_on")
    assert [one["action"] for one in answer.json()["entries"]] == ["record_contact"]
    assert "note interne" not in answer.content.decode()
    assert JournalEntry.objects.count() == before


# -- refusals


@pytest.mark.parametrize(
    ("name", "action", "status", "code"),
    [
        ("emma", "record_contact", 403, "not_yours"),
        ("alice", "approve", 403, "not_yours"),
        ("dirk", "offer", 409, "not_here"),
        ("alice", "no_such_action", 404, "not_found"),
    ],
)
def test_refusals_have_a_status_and_a_stable_code(
    world: cast.World, name: str, action: str, status: int, code: str
) -> None:
    assignment = cast.assigned(world)
    before = JournalEntry.objects.count()
    values = {"invited": [world.id("bob")]} if action == "offer" else {}
    assert problem(post(signed_in(world, name), assignment, action, values)) == (status, code)
    assert JournalEntry.objects.count() == before


def test_a_refusal_is_said_in_the_language_that_is_asked_for(world: cast.World) -> None:
    assignment, client = cast.assigned(world), signed_in(world, "emma")
    said = {}
    for language in ("fr", "nl", "en"):
        answer = client.post(
            url("act", assignment, "record_contact"),
            {},
            content_type="application/json",
            headers={"idempotency-key": KEY, "accept-language": language},
        )
        said[language] = answer.json()["title"]
        assert answer["Content-Language"] == language
    assert said["en"].startswith("Only these roles")
    assert len(set(said.values())) == 3


def test_each_wrong_value_is_named_with_its_code(world: cast.World) -> None:
    assignment = cast.assigned(world)
    answer = post(
        signed_in(world, "bob"),
        assignment,
        "record_contact",
        {"visit_at": "2026-01-05T10:00:00", "client_asked_later": "yes", "hobby": 1},
    )
    assert problem(answer) == (422, "invalid_values")
    fields = answer.json()["fields"]
    assert {code: one["code"] for code, one in fields.items()} == {
        "visit_at": "wrong_type",
        "client_asked_later": "wrong_type",
        "hobby": "unknown",
    }
    assert all(one["sentence"] for one in fields.values())
    missing = post(signed_in(world, "bob"), assignment, "record_contact")
    assert missing.json()["fields"]["visit_at"]["code"] == "missing"


# -- hostile values

HOSTILE: list[Any] = [
    "a\x00b",
    "\x1b[2J",
    "\u202egnp.exe",
    "x" * 100_000,
    2**63,
    -(2**63) - 1,
    10**400,
    True,
    -1,
    0,
    [],
    {},
    [[]],
    [None],
    ["x"] * 1000,
    [2**63],
    {"a": {"b": "c"}},
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30T10:00:00Z",
    "2026-01-01T25:00:00Z",
    "2026-01-01T10:00:00+99:99",
    "2026-01-01T10:00:00",
    "2044-12-31T10:00:00Z",
    "2045-12-31T10:00:00Z",
    "٢٠٢٦-٠١-٠١",
    "1 284,50",
    "1284,5",
    "1e308",
    "-0",
    "-0.00",
    "NaN",
    "Infinity",
    "00000000-0000-0000-0000-000000000000",
    "'; DROP TABLE claims_claim; --",
]
RAW = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"12",
    b'"x"',
    b'{"values": []}',
    b'{"values": null}',
    b'{"values": {}, "values": {}}',
    b'{"values": {"comment": "a", "comment": "b"}}',
    b'{"values": {"comment": "\\ud800"}}',
    b'{"values": {"\\udfff": "x"}}',
    b'{"values": {"comment": "\\u0000"}}',
    b'{"values": {"\\u0000": "x"}}',
    b'{"values": {"comment": 1e308}}',
    b'{"values": {"comment": -0}}',
    b'{"values": {"comment": NaN}}',
    b'{"values": {"comment": Infinity}}',
    b'{"values": {"comment": 1' + b"0" * 10_000 + b"}}",
    b'{"values": ' * 20_000,
    b"[" * 100_000 + b"]" * 100_000,
    b'{"values": {}, "seen": 2147483648}',
    b'{"values": {}, "seen": -1}',
    b'{"values": {}, "seen": 1.0}',
    b'{"values": {}, "seen": "1"}',
    b'{"values": {}, "seen": true}',
    b'{"values": {}, "more": 1}',
    b'{"values": {"comment": "\xff"}}',
    b"\xff\xfe{}",
]


def test_a_hostile_body_is_refused_and_never_breaks(world: cast.World) -> None:
    assignment, alice = cast.assigned(world), signed_in(world, "alice")
    before = JournalEntry.objects.count()
    for raw in RAW:
        assert problem(post(alice, assignment, "add_note", raw=raw))[0] in (400, 422), raw[:60]
    assert JournalEntry.objects.count() == before


@pytest.mark.parametrize(
    "doubled", [b'{"values": {}, "values": {}}', b'{"values": {"comment": "a", "comment": "b"}}']
)
def test_a_name_that_stands_twice_is_refused_as_such(world: cast.World, doubled: bytes) -> None:
    assert problem(post(signed_in(world, "alice"), cast.assigned(world), "add_note", raw=doubled)) == (
        400,
        "not_json",
    )


def test_a_hostile_value_in_a_field_of_any_type_is_an_answer_and_never_breaks(world: cast.World) -> None:
    """One field of each type that these people are asked for now, and of each action with an instant."""
    job, waiting = cast.assigned(world), cast.open_claim(world).assignments.get()
    asked: dict[tuple[str, str], tuple[Client, Assignment, str, str]] = {}
    for name, assignment in (("alice", job), ("bob", job), ("max", job), ("dirk", waiting)):
        client = signed_in(world, name)
        for action in client.get(url("actions", assignment)).json()["actions"]:
            for one in action["fields"]:
                apart = action["code"] if one["type"] in ("instant", "step") else ""
                asked.setdefault((one["type"], apart), (client, assignment, action["code"], one["code"]))
    assert {kind for kind, _ in asked} >= {
        "long_text",
        "yes_no",
        "whole",
        "instant",
        "choice",
        "step",
        "files",
    }
    for value in HOSTILE:
        for client, assignment, action, field in asked.values():
            with transaction.atomic():
                answer = post(client, assignment, action, {field: value})
                # a few are taken: a text of figures, a day in 2044
                assert answer.status_code in (201, 400, 403, 404, 409, 422), (action, field, value)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("visit_at", "status", "code"),
    [
        ("2043-06-01T10:00:00+02:00", 201, ""),
        ("2045-12-29T10:00:00+01:00", 422, "invalid_values"),
        ("2046-01-01T10:00:00+01:00", 422, "invalid_values"),
        ("2199-01-01T10:00:00+01:00", 422, "invalid_values"),
    ],
)
def test_a_date_beyond_the_calendar_s_years_is_refused(
    world: cast.World, visit_at: str, status: int, code: str
) -> None:
    assignment = cast.assigned(world)
    bob, before = signed_in(world, "bob"), JournalEntry.objects.count()
    values = {"contacted_at": clock.now().isoformat(), "visit_at": visit_at, "norm_reason": "longue absence"}
    answer = post(bob, assignment, "record_contact", values)
    assert (answer.status_code, answer.json().get("code", "")) == (status, code)
    assert JournalEntry.objects.count() == before + (status == 201)
    assert bob.get(reverse("contractor:job", args=[assignment.pk])).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("contractor", 999_999_999, "not_a_choice"),
        ("contractor", 2**63 - 1, "not_a_choice"),
        ("contractor", "1", "wrong_type"),
        ("contractor", True, "wrong_type"),
        ("contractor", 1.0, "wrong_type"),
        ("explanation", "a\x00b", "wrong_type"),
        ("explanation", "x" * 100_000, "wrong_type"),
        ("explanation", 5, "wrong_type"),
    ],
)
def test_assigning_takes_the_ids_of_firms_that_can_be_chosen_and_honest_text(
    world: cast.World, field: str, value: Any, code: str
) -> None:
    assignment = cast.open_claim(world).assignments.get()
    values = {"contractor": world.id("bob"), field: value}
    answer = post(signed_in(world, "dirk"), assignment, "assign", values)
    assert answer.json()["fields"][field]["code"] == code
    insurer = post(signed_in(world, "dirk"), assignment, "assign", {"contractor": world.id("az")})
    assert insurer.json()["fields"]["contractor"]["code"] == "not_a_choice"


def test_a_document_of_another_claim_cannot_be_attached(world: cast.World) -> None:
    mine, theirs = cast.assigned(world), cast.assigned(world, "charlie")

    def photo(claim: Claim, visibility: str) -> str:
        row = Document.objects.create(
            claim_id=claim.pk,
            kind=Kind.PHOTO,
            filename="p.jpg",
            sha256="0" * 64,
            size=1,
            media_type=MediaType.JPEG,
            visibility=visibility,
            at=clock.now(),
        )
        return str(row.pk)

    bob = signed_in(world, "bob")
    for paper in (photo(theirs.claim, Visibility.PARTIES), photo(mine.claim, Visibility.INTERNAL)):
        answer = post(bob, mine, "attach_documents", {"documents": [paper]})
        assert answer.json()["fields"]["documents"]["code"] == "not_a_choice"
    assert (
        post(
            bob, mine, "attach_documents", {"documents": [photo(mine.claim, Visibility.PARTIES)]}
        ).status_code
        == 201
    )


def test_values_are_typed_by_their_field_and_nothing_is_guessed() -> None:
    def one(kind: FieldType, value: Any) -> Any:
        return given.typed([Field("f", kind, {"fr": "f"})], {"f": value}).get("f")

    assert str(one(FieldType.AMOUNT, "1284.5")) == "1284.50"
    assert str(one(FieldType.NUMBER, "-0")) == "0"
    assert one(FieldType.INSTANT, "2026-01-05T10:00:00+01:00") == one(
        FieldType.INSTANT, "2026-01-05T09:00:00Z"
    )
    assert one(FieldType.ORGANISATIONS, [3, 3, 5]) == (3, 5)
    assert one(FieldType.TEXT, "  ") is None
    assert one(FieldType.YES_NO, None) is None
    assert one(FieldType.CHECKLIST, {"floor": "good"}) == {"floor": "good"}
    for kind in FieldType:
        for value in HOSTILE:
            with contextlib.suppress(InvalidValues):
                one(kind, value)
    for kind, value in (
        (FieldType.AMOUNT, 12),
        (FieldType.AMOUNT, "-1.00"),
        (FieldType.AMOUNT, "1.005"),
        (FieldType.NUMBER, "1e3"),
        (FieldType.WHOLE, True),
        (FieldType.WHOLE, 10**9 + 1),
        (FieldType.YES_NO, 1),
        (FieldType.CHECKLIST, ["good"]),
        (FieldType.CHECKLIST, {"floor": 1}),
        (FieldType.DATE, "05/01/2026"),
        (FieldType.DATE, "1899-12-31"),
        (FieldType.INSTANT, "2026-01-05"),
        (FieldType.FILES, ["nonsense"]),
        (FieldType.CHOICE, ["a"]),
    ):
        with pytest.raises(InvalidValues):
            one(kind, value)


# -- the document, and what it costs


def test_the_document_declares_every_error_as_a_problem(client: Client) -> None:
    document = client.get(reverse(ROUTE + "openapi-json")).json()
    act = document["paths"]["/api/v1/claims/{reference}/assignments/{number}/actions/{action}"]["post"]
    assert set(act["responses"]) == {"200", "201", "400", "401", "403", "404", "409", "422"}
    assert "application/problem+json" in act["responses"]["409"]["content"]
    assert [one["name"] for one in act["parameters"]] == ["reference", "number", "action", "Idempotency-Key"]
    assert {
        one["scheme"] for one in document["components"]["securitySchemes"].values() if "scheme" in one
    } == {"bearer"}
    assert client.get("/api/v1/docs").status_code == client.get("/api/v1/").status_code == 404


def test_no_page_costs_more_for_more_files(world: cast.World, django_assert_max_num_queries: Any) -> None:
    for _ in range(30):
        cast.open_claim(world)
    assignment = cast.assigned(world)
    for number in range(20):
        cast.act(assignment, "add_note", world.actor("alice"), {"comment": f"note {number}"})
    worklist, claim = reverse(ROUTE + "worklist"), reverse(ROUTE + "claim", args=[assignment.claim.reference])
    dirk, ines, bob = (signed_in(world, name) for name in ("dirk", "ines", "bob"))
    with django_assert_max_num_queries(8):
        assert len(dirk.get(worklist).json()["lines"]) == 30
    with django_assert_max_num_queries(11):
        assert len(ines.get(claim).json()["entries"]) == 3
    with django_assert_max_num_queries(9):
        assert bob.get(url("actions", assignment)).json()["actions"]
