"""Keys for programs: shown once, alive only as long as their membership, and good for the API alone."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from temoin import clock
from temoin.parties import keys
from temoin.parties.models import ApiKey, Membership
from temoin.parties.redact import redact
from tests import world as cast

pytestmark = pytest.mark.django_db
WORKLIST = "/api/v1/worklist"


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def key_of(world: cast.World, name: str) -> str:
    return keys.make(Membership.objects.get(user=world.people[name]), "Logiciel")[1]


def asked(token: str, path: str = WORKLIST, client: Client | None = None, **options: Any) -> Any:
    return (client or Client()).get(path, headers={"authorization": f"Bearer {token}"}, **options)


def test_a_key_asks_as_its_membership_and_posts_without_a_csrf_token(world: cast.World) -> None:
    assignment = cast.assigned(world)
    token = key_of(world, "bob")
    listed = asked(token).json()["lines"]
    assert [line["claim"] for line in listed] == [assignment.claim.reference]
    answer = Client(enforce_csrf_checks=True).post(
        reverse("exchange:api:act", args=[assignment.claim.reference, 1, "decline"]),
        {"values": {"reason": "absent"}},
        content_type="application/json",
        headers={"authorization": f"Bearer {token}", "idempotency-key": "0123456789"},
    )
    assert answer.status_code == 201
    assert answer.json()["name"] == "Bob Plombier (Logiciel)"
    assert asked(key_of(world, "charlie"), f"/api/v1/claims/{assignment.claim.reference}").status_code == 404


def test_a_key_is_kept_as_its_digest_alone(world: cast.World) -> None:
    token = key_of(world, "bob")
    assert token not in str(list(ApiKey.objects.values()))
    assert token not in redact(f"GET /api/v1/worklist {token}")
    other = token[:-1] + ("a" if token[-1] != "a" else "b")
    for wrong in (other, token[:12], "", "tmn_", "é" * 44, f"{token} ", token + "x"):
        assert asked(wrong).status_code == 401


def test_an_ended_membership_firm_account_or_key_opens_nothing_at_the_next_request(world: cast.World) -> None:
    bob, firm = world.people["bob"], world.organisations["bob"]
    token = key_of(world, "bob")
    key, membership = ApiKey.objects.get(), Membership.objects.get(user=bob)
    for row, field in ((membership, "active"), (firm, "active"), (bob, "is_active")):
        setattr(row, field, False)
        row.save()
        assert asked(token).status_code == 401
        setattr(row, field, True)
        row.save()
        assert asked(token).status_code == 200
    keys.revoke(key)
    assert asked(token).status_code == 401


def test_a_wrong_key_is_not_made_good_by_a_session(world: cast.World) -> None:
    client = Client()
    client.force_login(world.people["bob"])
    assert client.get(WORKLIST).status_code == 200
    assert asked("tmn_" + "x" * 40, client=client).status_code == 401


def test_no_page_opens_by_a_key(world: cast.World) -> None:
    cast.assigned(world)
    token = key_of(world, "bob")
    for name in ("contractor:my_jobs", "account", "api_keys"):
        answer = asked(token, reverse(name))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


def test_the_last_use_is_noted_at_most_once_a_minute(
    world: cast.World, django_assert_num_queries: Any
) -> None:
    token = key_of(world, "bob")
    keys.find(token)
    with django_assert_num_queries(1):
        keys.find(token)
    ApiKey.objects.update(last_used_at=clock.now() - timedelta(minutes=2))
    keys.find(token)
    used = ApiKey.objects.get().last_used_at
    assert used is not None
    assert clock.now() - used < timedelta(minutes=1)


def test_people_make_see_and_take_back_their_own_keys_on_a_page(world: cast.World) -> None:
    client, page = Client(headers={"accept-language": "en"}), reverse("api_keys")
    client.force_login(world.people["ines"])
    other = keys.make(Membership.objects.get(user=world.people["bob"]), "Autre")[0]
    made = client.post(page, {"name": "Sinistres"})
    token = re.search(r"tmn_[\w-]{40}", made.content.decode())
    assert token is not None
    assert asked(token[0]).status_code == 200
    shown = client.get(page).content.decode()
    assert "Sinistres" in shown
    assert token[0] not in shown
    assert "Autre" not in shown
    client.post(page, {"revoke": other.prefix})
    assert ApiKey.objects.filter(revoked_at=None).count() == 2
    client.post(page, {"revoke": token[0][:12]})
    assert asked(token[0]).status_code == 401
    for wrong in ("", " ", "x" * 61, "a\u202eb", "a\x00"):
        assert client.post(page, {"name": wrong}).status_code == 422


def test_technical_staff_have_no_keys(world: cast.World) -> None:
    membership = Membership.objects.get(user=world.people["max"])
    Membership.objects.filter(pk=membership.pk).update(role="administrator")
    client = Client()
    client.force_login(world.people["max"])
    assert client.get(reverse("api_keys")).status_code == 404


def test_the_command_makes_lists_and_revokes(world: cast.World) -> None:
    def said(*arguments: str) -> str:
        out = StringIO()
        call_command("api_key", *arguments, stdout=out, stderr=StringIO())
        return out.getvalue()

    ines = world.people["ines"].username
    token = said("make", ines, "--name", "Sinistres").strip()
    assert asked(token).status_code == 200
    assert "Sinistres" in said("list", ines)
    said("revoke", token[:12])
    assert asked(token).status_code == 401
    assert "revoked" in said("list", ines)
    for wrong in (("make", "nobody", "--name", "x"), ("revoke", "tmn_nowhere1")):
        with pytest.raises(CommandError):
            said(*wrong)
