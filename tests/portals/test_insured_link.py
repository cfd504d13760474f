"""The insured's link: what lets him in, what it does not give away, and when it is over."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from temoin.claims.models import Claim
from temoin.parties import links
from temoin.parties.models import MagicLink
from tests import world as cast

pytestmark = pytest.mark.django_db

TRACKING = "/s/"


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def entered(claim: Claim, **options: str) -> tuple[Client, MagicLink]:
    """A browser in which the claim's link has been used."""
    link, token = links.issue(claim_id=claim.pk, name=claim.insured_name, **options)
    client = Client(headers={"accept-language": "fr"})
    assert client.post(f"/s/{token}/").status_code == 302
    return client, link


def test_looking_at_a_link_shows_a_button_and_changes_nothing(world: cast.World) -> None:
    claim = cast.open_claim(world)
    link, token = links.issue(claim_id=claim.pk, name="Claire")
    before = MagicLink.objects.values().get(pk=link.pk)
    client = Client()
    page = client.get(f"/s/{token}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Ouvrir mon dossier" in text
    for secret in (claim.reference, "Lambrecht", "Claire", "Viaduc", "Azur", token):
        assert secret not in text
    assert MagicLink.objects.values().get(pk=link.pk) == before
    assert client.get(TRACKING).status_code == 410


def test_the_address_goes_to_no_other_page_and_into_no_cache(world: cast.World) -> None:
    _, token = links.issue(claim_id=cast.open_claim(world).pk)
    for page in (Client().get(f"/s/{token}/"), Client().post(f"/s/{token}/"), Client().get("/s/tm_dead/")):
        assert page["Referrer-Policy"] == "no-referrer"
        assert "no-store" in page["Cache-Control"]


def test_a_browser_can_send_the_button_although_the_page_sends_no_referrer(world: cast.World) -> None:
    """With `no-referrer` alone a browser would say `Origin: null`, which the guard against forgery refuses."""
    _, token = links.issue(claim_id=cast.open_claim(world).pk)
    client = Client(enforce_csrf_checks=True)
    page = client.get(f"/s/{token}/").content.decode()
    assert '<meta name="referrer" content="strict-origin">' in page
    secret = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert secret
    sent = {"csrfmiddlewaretoken": secret[1]}
    assert client.post(f"/s/{token}/", sent, headers={"origin": "null"}).status_code == 403
    assert client.post(f"/s/{token}/", sent, headers={"origin": "http://testserver"}).status_code == 302


def test_the_button_opens_the_file_and_notes_that_the_link_was_used(world: cast.World) -> None:
    claim = cast.open_claim(world)
    client, link = entered(claim)
    link.refresh_from_db()
    assert link.last_used_at is not None
    page = client.get(TRACKING)
    assert claim.reference in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_the_token_stands_in_no_log_line(world: cast.World, caplog: pytest.LogCaptureFixture) -> None:
    link, token = links.issue(claim_id=cast.open_claim(world).pk)
    with caplog.at_level("DEBUG"):
        Client().get(f"/s/{token}/")
        Client().post(f"/s/{token}/")
        links.revoke(link)
        Client().get(f"/s/{token}/")
        Client().post(f"/s/{token}/")
        Client().put(f"/s/{token}/")
    assert token not in caplog.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_dead_link_says_so_with_a_telephone_and_not_why(world: cast.World, method: str) -> None:
    link, token = links.issue(claim_id=cast.open_claim(world).pk)
    links.revoke(link)
    taken_back = getattr(Client(), method)(f"/s/{token}/")
    unknown = getattr(Client(), method)("/s/tm_" + "a" * 32 + "/")
    assert (taken_back.status_code, unknown.status_code) == (410, 410)
    assert "01 40 00 00 00" in taken_back.content.decode()
    assert _plain(taken_back.content) == _plain(unknown.content)


def _plain(page: bytes) -> str:
    """A page without what differs at every request: its token against forgery and its own address."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.decode())
    return re.sub(r"/s/tm_[\w-]+/", "", text)


def test_a_link_taken_back_ends_the_session_at_the_next_request(world: cast.World) -> None:
    claim = cast.assigned(world).claim
    client, link = entered(claim)
    assert client.get(TRACKING).status_code == 200
    links.revoke(link)
    for address in (TRACKING, reverse("insured:act", args=[1, "cancel"])):
        page = client.get(address)
        assert page.status_code == 410
        assert "01 40 00 00 00" in page.content.decode()
        assert claim.reference not in page.content.decode()
    assert client.post(reverse("insured:act", args=[1, "cancel"]), {"reason": "x"}).status_code == 410


def test_the_page_is_in_the_links_language_and_can_be_read_in_another(world: cast.World) -> None:
    client, link = entered(cast.open_claim(world), language="nl")
    assert '<html lang="nl"' in client.get(TRACKING).content.decode()
    client.post(reverse("set_language_choice"), {"language": "en", "next": TRACKING})
    assert '<html lang="en"' in client.get(TRACKING).content.decode()
    link.refresh_from_db()
    assert link.language == "en"


def test_the_landing_can_be_read_in_another_language_which_then_stays(world: cast.World) -> None:
    link, token = links.issue(claim_id=cast.open_claim(world).pk, language="fr")
    client = Client()
    page = client.get(f"/s/{token}/?langue=nl").content.decode()
    assert '<html lang="nl"' in page
    assert "Mijn dossier openen" in page
    link.refresh_from_db()
    assert link.language == "fr"
    client.post(f"/s/{token}/", {"language": "nl"})
    assert '<html lang="nl"' in client.get(TRACKING).content.decode()


def test_whoever_was_signed_in_on_this_browser_is_signed_out(world: cast.World) -> None:
    client = Client()
    client.force_login(world.people["alice"])
    _, token = links.issue(claim_id=cast.open_claim(world).pk)
    client.post(f"/s/{token}/")
    assert client.get("/bureau/").status_code in (302, 404)
    assert client.get(TRACKING).status_code == 200


def test_somebody_with_an_account_finds_no_such_page(world: cast.World) -> None:
    for name in ("alice", "bob", "ines"):
        client = Client()
        client.force_login(world.people[name])
        assert client.get(TRACKING).status_code == 404
