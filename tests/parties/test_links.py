"""Links that open one claim: what they give, and what they do not give away."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from temoin.parties import links
from temoin.parties.models import MagicLink, Organisation
from temoin.parties.redact import RedactLinks, redact

pytestmark = pytest.mark.django_db


def test_a_token_has_192_bits_and_is_kept_nowhere() -> None:
    link, token = links.issue(claim_id=7, verbs=["confirm", "move"])
    assert len(token.removeprefix(links.PREFIX)) == 32  # six bits each
    row = MagicLink.objects.values().get(pk=link.pk)
    assert token not in str(row)
    assert token.removeprefix(links.PREFIX) not in str(row)
    assert len(row["token_hash"]) == 64
    assert (row["claim_id"], row["role"], row["verbs"]) == (7, "insured", ["confirm", "move"])
    assert token not in f"{link} {link!r}"


def test_looking_at_a_link_changes_nothing_and_using_it_is_noted() -> None:
    link, token = links.issue(claim_id=7)
    before = MagicLink.objects.values().get(pk=link.pk)
    assert links.find(token) == link
    assert MagicLink.objects.values().get(pk=link.pk) == before
    assert links.redeem(token) == link
    assert MagicLink.objects.get(pk=link.pk).last_used_at is not None


@pytest.mark.parametrize(
    "token", ["", "tm_", "tm_" + "a" * 32, "tm_" + "a" * 31 + "\x00", "é" * 35, "a" * 100_000]
)
def test_what_is_no_token_finds_nothing(token: str) -> None:
    links.issue(claim_id=7)
    assert links.find(token) is None
    assert links.redeem(token) is None


def test_an_expired_link_is_dead() -> None:
    _, token = links.issue(claim_id=7, valid=timedelta(seconds=-1))
    assert links.redeem(token) is None


def test_a_link_taken_back_is_dead_and_others_live_on() -> None:
    link, token = links.issue(claim_id=7)
    _, other = links.issue(claim_id=7)
    links.revoke(link)
    assert links.find(token) is None
    assert links.find(other) is not None


def test_closing_a_claim_takes_all_its_links_back_and_no_other_claims() -> None:
    tokens = [links.issue(claim_id=claim_id)[1] for claim_id in (7, 7, 8)]
    assert links.revoke_all(claim_id=7) == 2
    assert [links.find(token) is None for token in tokens] == [True, True, False]


def test_a_link_of_a_closed_company_is_dead() -> None:
    insurer = Organisation.objects.create(kind="counterparty_insurer", name="Tiers", active=False)
    _, token = links.issue(claim_id=7, role="counterparty_insurer", organisation=insurer)
    assert links.find(token) is None


def test_no_secret_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    _, token = links.issue(claim_id=7)
    record = logging.LogRecord("django.request", 30, "", 0, "Not Found: %s", (f"/s/{token}/photos",), None)
    assert token in record.getMessage()
    assert RedactLinks().filter(record)
    assert record.getMessage() == "Not Found: /s/tm_…/photos"
    assert redact("GET /password/reset/key/1a-cz9x-5f3/ 404") == "GET /password/reset/key/…/ 404"
    assert redact("nothing secret, 100 % of it") == "nothing secret, 100 % of it"
