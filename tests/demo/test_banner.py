"""The banner: somebody else at a click, whose page stays where that makes sense, at no cost."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template import Context
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from temoin import clock
from temoin.claims.models import Assignment, Claim
from temoin.demo.logins import logins
from temoin.demo.seeding import Made
from temoin.demo.templatetags.demo import demo_bar
from temoin.parties import acting
from temoin.parties.models import MagicLink, User


def signed_in(client: Client) -> str:
    """The account of whoever this browser is."""
    response = client.get("/account/")
    return str(response.wsgi_request.user.username) if response.status_code == 200 else ""


def test_it_stands_on_every_page_and_names_everybody(nadia: Client) -> None:
    page = nadia.get("/bureau/").content.decode()
    assert 'class="demobar"' in page
    for login in logins():
        assert f'value="{login.account}"' in page


def test_it_stands_before_anybody_has_signed_in(world: Made, client: Client) -> None:
    page = client.get("/sign-in/").content.decode()
    assert 'value="R-1001"' in page


def test_one_click_and_one_is_a_contractor_on_his_first_page(nadia: Client) -> None:
    response = nadia.post("/demo/personne/", {"person": "P-5001", "next": "/bureau/"})
    assert response.headers["Location"] == "/"
    assert signed_in(nadia) == "P-5001"
    assert nadia.get("/").headers["Location"] == "/chantiers/"


def test_between_colleagues_the_page_stays(nadia: Client) -> None:
    claim = Claim.objects.order_by("pk")[0]
    page = f"/bureau/dossiers/{claim.reference}/"
    response = nadia.post("/demo/personne/", {"person": "R-1030", "next": page})
    assert response.headers["Location"] == page
    assert signed_in(nadia) == "R-1030"


def test_it_leads_to_no_other_site(nadia: Client) -> None:
    response = nadia.post("/demo/personne/", {"person": "R-1030", "next": "https://example.com/"})
    assert response.headers["Location"] == "/"


def test_nobody_else_can_be_become(nadia: Client) -> None:
    assert nadia.post("/demo/personne/", {"person": "P-5002"}).status_code == 404
    assert nadia.post("/demo/personne/", {"person": ""}).status_code == 404
    assert nadia.get("/demo/personne/").status_code == 405
    assert signed_in(nadia) == "R-1001"


def test_on_a_claim_s_page_its_insured_is_offered_and_sees_his_claim(nadia: Client) -> None:
    claim = Claim.objects.order_by("pk")[3]
    page = nadia.get(f"/bureau/dossiers/{claim.reference}/").content.decode()
    assert f'name="claim" value="{claim.reference}"' in page
    response = nadia.post("/demo/assure/", {"claim": claim.reference}, follow=True)
    assert response.status_code == 200
    assert acting.of(response.wsgi_request).link.claim_id == claim.pk  # type: ignore[union-attr]
    assert signed_in(nadia) == ""


def test_without_a_claim_it_is_an_insured_who_expects_a_visit(nadia: Client) -> None:
    nadia.post("/demo/assure/", {"claim": ""})
    link = MagicLink.objects.latest("issued_at")
    steps = Assignment.objects.filter(claim_id=link.claim_id).values_list("step", flat=True)
    assert "first_visit" in steps


def test_a_link_is_left_behind_when_one_becomes_somebody(nadia: Client) -> None:
    nadia.post("/demo/assure/", {"claim": ""})
    nadia.post("/demo/personne/", {"person": "R-1050"})
    assert signed_in(nadia) == "R-1050"


def test_who_is_not_there_is_said(nadia: Client) -> None:
    User.objects.filter(username="R-1050").update(is_active=False)
    for address, said in (("personne", {"person": "R-1050"}), ("assure", {"claim": "99-999999"})):
        response = nadia.post(f"/demo/{address}/", {**said, "next": "/bureau/"})
        assert response.headers["Location"] == "/bureau/"
        *_, message = get_messages(response.wsgi_request)
        assert "vide" in str(message)
    assert signed_in(nadia) == "R-1001"


def test_it_asks_the_database_nothing(world: Made, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    request: HttpRequest = RequestFactory().get("/bureau/?page=2")
    request.user = AnonymousUser()
    clock.now()  # the offset is read once a second, whoever asks
    with django_assert_num_queries(0):
        bar = demo_bar(Context({"request": request}))
    assert (bar.claim, bar.account, bar.next) == ("", "", "/bureau/?page=2")
