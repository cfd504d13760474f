"""In whose name a request acts, and how soon a right ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from temoin.engine.state import Actor
from temoin.parties import acting, links
from temoin.parties.middleware import ActingMiddleware
from temoin.parties.models import Membership, Organisation, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Organisation:
    return Organisation.objects.create(kind="network", name="Réseau Alba", code="ALBA")


@pytest.fixture
def firm() -> Organisation:
    return Organisation.objects.create(kind="contractor", name="Morel Plomberie")


@pytest.fixture
def alice() -> User:
    return User.objects.create_user(
        "C-10432",
        "alice@morel.example",
        "correct horse battery",
        first_name="Alice",
        last_name="Morel",
        language="nl",
        timezone="Europe/Brussels",
    )


def acting_of(client: Client) -> acting.Acting:
    """What the middleware finds for the next request of this browser."""
    request = RequestFactory().get("/")
    request.session = client.session  # type: ignore[assignment]
    from django.contrib.auth import get_user

    request.user = get_user(request)  # type: ignore[arg-type]
    return acting.read(request)


def test_a_member_of_one_firm_acts_for_it_without_choosing(
    client: Client, alice: User, firm: Organisation
) -> None:
    membership = Membership.objects.create(user=alice, organisation=firm, role="contractor")
    client.force_login(alice)
    who = acting_of(client)
    assert who.actor == Actor(role="contractor", organisation=firm.pk, person=alice.pk, name="Alice Morel")
    assert (who.membership, who.organisation, who.language, who.zone) == (
        membership,
        firm,
        "nl",
        "Europe/Brussels",
    )


def test_a_stranger_is_nobody(client: Client) -> None:
    who = acting_of(client)
    assert who.actor is None
    assert who.user is None


def test_two_memberships_are_a_choice_that_the_session_keeps(
    client: Client, alice: User, firm: Organisation, network: Organisation
) -> None:
    Membership.objects.create(user=alice, organisation=firm, role="contractor")
    chosen = Membership.objects.create(user=alice, organisation=network, role="case_handler")
    client.force_login(alice)
    assert acting_of(client).actor is None
    answer = client.post(reverse("choose_membership"), {"membership": chosen.pk, "next": "/account/"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert acting_of(client).role == "case_handler"


def test_nobody_chooses_a_membership_of_somebody_else(
    client: Client, alice: User, network: Organisation
) -> None:
    bob = User.objects.create_user("C-10433", "bob@alba.example", "correct horse battery")
    foreign = Membership.objects.create(user=bob, organisation=network, role="network_manager")
    client.force_login(alice)
    answer = client.post(reverse("choose_membership"), {"membership": foreign.pk})
    assert answer.status_code == 422
    assert acting_of(client).actor is None


@pytest.mark.parametrize("end", ["removed", "switched off", "firm closed", "person closed"])
def test_a_right_ends_at_the_very_next_request(
    client: Client, alice: User, firm: Organisation, end: str
) -> None:
    membership = Membership.objects.create(user=alice, organisation=firm, role="contractor")
    client.force_login(alice)
    assert acting_of(client).role == "contractor"
    if end == "removed":
        membership.delete()
    elif end == "switched off":
        Membership.objects.update(active=False)
    elif end == "firm closed":
        Organisation.objects.update(active=False)
    else:
        User.objects.update(is_active=False)
    assert acting_of(client).actor is None


def test_a_choice_does_not_outlive_its_membership(
    client: Client, alice: User, firm: Organisation, network: Organisation
) -> None:
    Membership.objects.create(user=alice, organisation=firm, role="contractor")
    chosen = Membership.objects.create(
        user=alice, organisation=network, role="network_manager", is_manager=True
    )
    client.force_login(alice)
    client.post(reverse("choose_membership"), {"membership": chosen.pk})
    assert acting_of(client).role == "network_manager"
    chosen.delete()
    assert acting_of(client).role == "contractor"


def test_a_signed_in_page_costs_three_queries_and_its_scope(
    client: Client, alice: User, firm: Organisation, django_assert_num_queries
) -> None:
    Membership.objects.create(user=alice, organisation=firm, role="contractor")
    client.force_login(alice)
    # the session, the person, his memberships with their organisations; then the scope's own transaction
    with django_assert_num_queries(3 + 3):
        client.get(reverse("set_language_choice"))  # answers 405: nothing of a page itself


def middleware_sees(request: HttpRequest) -> tuple[str | None, str]:
    """Language and zone in force while a page is made."""
    seen: list[tuple[str | None, str]] = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append((translation.get_language(), timezone.get_current_timezone_name()))
        return HttpResponse()

    ActingMiddleware(page)(request)
    return seen[0]


def request_of(user: User) -> HttpRequest:
    request = RequestFactory().get("/")
    request.session, request.user = {}, user  # type: ignore[assignment]
    return request


def test_pages_are_in_the_persons_language_and_zone_and_the_zone_does_not_stay(alice: User) -> None:
    before = timezone.get_current_timezone_name()
    with translation.override("fr"):
        assert middleware_sees(request_of(alice)) == ("nl", "Europe/Brussels")
    assert timezone.get_current_timezone_name() == before


def test_a_link_brings_the_language_and_the_zone_of_the_insured() -> None:
    link, _ = links.issue(claim_id=7, name="Carole", language="nl", timezone="Indian/Reunion")
    request = RequestFactory().get("/")
    from django.contrib.auth.models import AnonymousUser

    request.session, request.user = {acting.LINK: link.pk}, AnonymousUser()  # type: ignore[assignment]
    with translation.override("fr"):
        assert middleware_sees(request) == ("nl", "Indian/Reunion")
    who = acting.of(request)
    assert who.actor == Actor(role="insured", name="Carole")
    assert who.link is not None
    assert who.link.claim_id == 7


def test_following_a_link_signs_the_browsers_owner_out(
    client: Client, alice: User, firm: Organisation
) -> None:
    Membership.objects.create(user=alice, organisation=firm, role="contractor")
    client.force_login(alice)
    request = RequestFactory().get("/")
    request.session, request.user = client.session, alice  # type: ignore[assignment]
    before = request.session.session_key
    link, _ = links.issue(claim_id=7)
    acting.follow(request, link)
    assert request.session.session_key != before
    who = acting.read(request)
    assert who.user is None
    assert who.role == "insured"


@pytest.mark.parametrize("end", ["taken back", "expired"])
def test_a_dead_link_opens_nothing_at_the_next_request(end: str) -> None:
    from django.contrib.auth.models import AnonymousUser

    link, _ = links.issue(claim_id=7, valid=timedelta(days=1 if end == "taken back" else -1))
    if end == "taken back":
        links.revoke(link)
    request = RequestFactory().get("/")
    request.session, request.user = {acting.LINK: link.pk}, AnonymousUser()  # type: ignore[assignment]
    assert acting.read(request).actor is None


def guarded(request: HttpRequest, *roles: str) -> HttpResponse:
    return acting.require(*roles)(lambda request: HttpResponse("in"))(request)


def test_a_guarded_page_asks_strangers_to_sign_in_and_does_not_exist_for_the_wrong_role(
    alice: User, firm: Organisation
) -> None:
    request = RequestFactory().get("/bureau/?q=1")
    request.acting = acting.Acting()  # type: ignore[attr-defined]
    answer = guarded(request, "contractor")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/bureau/%3Fq%3D1")

    Membership.objects.create(user=alice, organisation=firm, role="contractor")
    request = request_of(alice)
    request.acting = acting.read(request)  # type: ignore[attr-defined]
    assert guarded(request, "contractor", "estimator").content == b"in"
    assert guarded(request).content == b"in"
    with pytest.raises(Http404):
        guarded(request, "estimator")


def test_a_guarded_page_asks_first_whom_one_acts_for(
    alice: User, firm: Organisation, network: Organisation
) -> None:
    Membership.objects.create(user=alice, organisation=firm, role="contractor")
    Membership.objects.create(user=alice, organisation=network, role="estimator")
    request = request_of(alice)
    request.acting = acting.read(request)  # type: ignore[attr-defined]
    assert guarded(request, "estimator")["Location"] == "/account/choose/?next=%2F"
