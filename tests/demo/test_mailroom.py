"""All mail that was sent: page by page, each as it went out, each link followed as its reader would."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.http import urlencode

from temoin.demo.mailroom import PAGE
from temoin.demo.seeding import Made
from temoin.messages.models import Mail
from temoin.parties.models import MagicLink

NUMBER = re.compile(r'href="/demo/courriers/(\d+)/"')
OLDER = re.compile(r'href="/demo/courriers/\?avant=([^"]+)"')


def test_the_pages_hold_every_mail_once_newest_first(world: Made, client: Client) -> None:
    found: list[int] = []
    address = "/demo/courriers/"
    while address:
        page = client.get(address).content.decode()
        numbers = [int(one) for one in NUMBER.findall(page)]
        assert len(numbers) <= PAGE
        found += numbers
        older = OLDER.search(page)
        address = f"/demo/courriers/?avant={older[1]}" if older else ""
    assert found == list(Mail.objects.order_by("-queued_at", "-pk").values_list("pk", flat=True))


@pytest.mark.parametrize("mark", ["x", "_", "2020-01-01T00:00:00_5", "9_9_9", "2020-01-01T00:00:00+00:00_x"])
def test_a_mark_that_is_none_of_ours_shows_the_first_page(world: Made, client: Client, mark: str) -> None:
    page = client.get(f"/demo/courriers/?{urlencode({'avant': mark})}")
    assert page.status_code == 200
    newest = Mail.objects.order_by("-queued_at", "-pk")[0]
    assert f"/demo/courriers/{newest.pk}/" in page.content.decode()


def test_a_mail_is_read_as_it_was_sent_without_the_secret_of_its_link(world: Made, client: Client) -> None:
    mail = Mail.objects.filter(recipient_role="insured", code="visit_booked")[0]
    page = client.get(f"/demo/courriers/{mail.pk}/").content.decode()
    assert mail.to_email in page
    assert "/s/tm_…/" in page
    assert f"/demo/courriers/{mail.pk}/ouvrir/" in page


def test_the_insured_s_link_opens_his_claim(world: Made, client: Client) -> None:
    mail = Mail.objects.filter(recipient_role="insured", code="visit_booked")[0]
    response = client.post(f"/demo/courriers/{mail.pk}/ouvrir/")
    entrance = response.headers["Location"]
    assert re.fullmatch(r"/s/tm_[\w-]{32}/", entrance)
    assert client.get(entrance).status_code == 200
    assert client.post(entrance).headers["Location"] == "/s/"
    assert MagicLink.objects.latest("issued_at").claim_id == mail.claim_id


def test_a_firm_s_link_opens_as_the_firm(world: Made, client: Client) -> None:
    mail = Mail.objects.filter(recipient_role="contractor", code="job_assigned")[0]
    response = client.post(f"/demo/courriers/{mail.pk}/ouvrir/")
    assert response.headers["Location"].startswith("/chantiers/")
    user = client.get("/account/").wsgi_request.user
    assert user.memberships.get().organisation_id == mail.organisation_id  # type: ignore[union-attr]


def test_a_handler_s_link_opens_as_the_handler(world: Made, client: Client) -> None:
    mail = Mail.objects.filter(recipient_role="case_handler")[0]
    assert (
        client.post(f"/demo/courriers/{mail.pk}/ouvrir/").headers["Location"].startswith("/bureau/dossiers/")
    )
    assert client.get("/account/").wsgi_request.user.email == mail.to_email  # type: ignore[union-attr]


def test_a_mail_without_a_link_offers_none(world: Made, client: Client) -> None:
    mail = Mail.objects.filter(organisation__isnull=False).order_by("pk")[0]
    Mail.objects.filter(pk=mail.pk).update(body="Rien à ouvrir.")
    assert "/ouvrir/" not in client.get(f"/demo/courriers/{mail.pk}/").content.decode()
    response = client.post(f"/demo/courriers/{mail.pk}/ouvrir/")
    assert response.headers["Location"] == f"/demo/courriers/{mail.pk}/"


def test_a_mail_that_is_not_there_is_not_found(world: Made, client: Client) -> None:
    assert client.get("/demo/courriers/999999999/").status_code == 404
    assert client.post("/demo/courriers/999999999/ouvrir/").status_code == 404
