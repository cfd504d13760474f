"""A person's own page and the choice of a language."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from temoin.parties import acting, links, roles
from temoin.parties.models import MagicLink, Membership, Organisation, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(client: Client) -> User:
    bob = User.objects.create_user("C-1", "bob@alba.example", "correct horse battery", language="en")
    client.force_login(bob)
    return bob


MINE = {
    "first_name": "Bob",
    "last_name": "Claes",
    "telephone": "+32 2 555 01 02",
    "language": "nl",
    "timezone": "Europe/Brussels",
}


def test_a_person_changes_his_own_name_telephone_language_and_zone(client: Client, bob: User) -> None:
    answer = client.post(
        reverse("account"), MINE | {"email": "thief@evil.example", "username": "C-2", "is_staff": "on"}
    )
    assert answer["Location"] == reverse("account")
    bob.refresh_from_db()
    assert {name: getattr(bob, name) for name in MINE} == MINE
    assert (bob.email, bob.username, bob.is_staff) == ("bob@alba.example", "C-1", False)
    assert client.get(reverse("account"))["Content-Language"] == "nl"


def test_an_unknown_zone_is_refused_and_nothing_saved(client: Client, bob: User) -> None:
    answer = client.post(reverse("account"), MINE | {"timezone": "Mars/Olympus"})
    assert answer.status_code == 422
    bob.refresh_from_db()
    assert bob.first_name == ""


@pytest.mark.parametrize("name", ["account", "choose_membership", "account_change_password"])
def test_strangers_have_no_such_page(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_own_pages_are_never_kept_by_a_browser(client: Client, bob: User) -> None:
    assert "no-store" in client.get(reverse("account"))["Cache-Control"]


def test_a_stranger_chooses_the_language_for_his_browser(client: Client) -> None:
    answer = client.post(reverse("set_language_choice"), {"language": "nl", "next": reverse("account_login")})
    assert answer["Location"] == reverse("account_login")
    page = client.get(reverse("account_login"), headers={"accept-language": "en"})
    assert page["Content-Language"] == "nl"


def test_a_signed_in_person_chooses_it_for_his_account(client: Client, bob: User) -> None:
    client.post(reverse("set_language_choice"), {"language": "fr"})
    bob.refresh_from_db()
    assert bob.language == "fr"


def test_a_links_holder_chooses_it_for_his_link(client: Client) -> None:
    link, _ = links.issue(claim_id=7, language="fr")
    session = client.session
    session[acting.LINK] = link.pk
    session.save()
    client.post(reverse("set_language_choice"), {"language": "nl"})
    assert MagicLink.objects.get().language == "nl"


def test_a_language_that_there_is_not_changes_nothing(client: Client, bob: User) -> None:
    client.post(reverse("set_language_choice"), {"language": "xx"})
    bob.refresh_from_db()
    assert bob.language == "en"


def test_choosing_a_language_takes_a_post(client: Client) -> None:
    assert client.get(reverse("set_language_choice")).status_code == 405


@pytest.mark.parametrize(
    "taken", [{"username": "c-1", "email": "x@y.example"}, {"username": "C-2", "email": "BOB@alba.example"}]
)
def test_numbers_and_addresses_are_unique_whatever_their_case(bob: User, taken: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(**taken)


def test_a_persons_role_is_one_of_his_organisations_kind(bob: User) -> None:
    firm = Organisation.objects.create(kind="contractor", name="Morel")
    Membership(user=bob, organisation=firm, role="contractor").full_clean()
    with pytest.raises(ValidationError):
        Membership(user=bob, organisation=firm, role="network_manager").full_clean()


def test_every_role_is_held_in_some_kind_of_organisation_and_every_kind_has_one() -> None:
    assert set().union(*(roles.allowed(kind) for kind in roles.Kind.values)) == set(roles.Role.values)
    assert all(roles.allowed(kind) for kind in roles.Kind.values)


def test_a_tier_is_an_intermediarys_only() -> None:
    Organisation.objects.create(kind="intermediary", name="Courtier", tier="gold")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(kind="insurer", name="Assureur", tier="gold")


def test_codes_of_organisations_are_unique_where_given() -> None:
    Organisation.objects.create(kind="insurer", name="A")
    Organisation.objects.create(kind="insurer", name="B")
    Organisation.objects.create(kind="insurer", name="C", code="AZ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(kind="insurer", name="D", code="AZ")
