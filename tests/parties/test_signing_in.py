"""Signing in by account number or e-mail address, and what a stranger cannot find out."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from temoin.parties.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def alice() -> User:
    return User.objects.create_user(
        "C-10432", "Alice@morel.example", PASSWORD, first_name="Alice", language="fr"
    )


def sign_in(client: Client, login: str, password: str = PASSWORD, **extra: str):
    return client.post(reverse("account_login"), {"login": login, "password": password}, **extra)


@pytest.mark.parametrize("login", ["C-10432", "c-10432", "alice@morel.example", "ALICE@MOREL.EXAMPLE"])
def test_number_and_address_both_sign_in_in_any_case(client: Client, alice: User, login: str) -> None:
    answer = sign_in(client, login)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_the_session_gets_a_new_id_at_sign_in(client: Client, alice: User) -> None:
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    sign_in(client, "C-10432")
    assert client.session.session_key != before


@pytest.mark.parametrize("login", ["C-10432", "alice@morel.example", "C-99999", "nobody@morel.example"])
def test_known_and_unknown_names_read_the_same_answer(client: Client, alice: User, login: str) -> None:
    answer = sign_in(client, login, "wrong")
    text = answer.content.decode().replace(login, "LOGIN")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    other = sign_in(client, "C-00000", "wrong").content.decode().replace("C-00000", "LOGIN")
    assert answer.status_code == 200
    assert text == re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", other)


@pytest.mark.parametrize("login", ["C-10432", "alice@morel.example", "C-99999", "nobody@morel.example"])
def test_a_wrong_try_costs_one_password_check_whoever_is_named(
    client: Client, alice: User, login: str
) -> None:
    with patch(
        "django.contrib.auth.hashers.MD5PasswordHasher.encode", autospec=True, return_value="md5$x$y"
    ) as encode:
        sign_in(client, login, "wrong")
    assert encode.call_count == 1


def test_a_closed_account_does_not_sign_in(client: Client, alice: User) -> None:
    User.objects.update(is_active=False)
    answer = sign_in(client, "C-10432")
    assert "_auth_user_id" not in client.session
    assert answer["Location"] == reverse("account_inactive")
    assert client.get(answer["Location"]).status_code == 200


def test_wrong_passwords_from_elsewhere_do_not_lock_a_person_out(alice: User) -> None:
    attacker = Client(REMOTE_ADDR="203.0.113.9")
    tries = [sign_in(attacker, "C-10432", f"wrong {n}") for n in range(12)]
    assert "_auth_user_id" not in attacker.session
    assert (
        len({len(answer.content) for answer in tries}) > 1
    )  # he himself is stopped by the limit of his address
    owner = Client(REMOTE_ADDR="198.51.100.7")
    assert sign_in(owner, "C-10432").status_code == 302
    assert owner.session["_auth_user_id"] == str(alice.pk)


def test_the_attackers_address_is_stopped_even_with_the_right_password(alice: User) -> None:
    attacker = Client(REMOTE_ADDR="203.0.113.9")
    for n in range(10):
        sign_in(attacker, "C-10432", f"wrong {n}")
    sign_in(attacker, "C-10432")
    assert "_auth_user_id" not in attacker.session


@pytest.mark.parametrize(
    "onward", ["//evil.example", "https:evil.example", "\\\\evil.example", "https://evil.example/"]
)
def test_nobody_is_sent_to_a_foreign_site(client: Client, alice: User, onward: str) -> None:
    answer = client.post(reverse("account_login"), {"login": "C-10432", "password": PASSWORD, "next": onward})
    assert answer["Location"] == "/"
    answer = client.post(reverse("set_language_choice"), {"language": "nl", "next": onward})
    assert answer["Location"] == "/"


def test_there_is_no_sign_up() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    from temoin.parties.adapter import Adapter

    assert Adapter().is_open_for_signup(None) is False  # type: ignore[arg-type]


def test_signing_out_takes_a_post(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client: Client, alice: User) -> None:
    answer = client.post(reverse("account_reset_password"), {"email": "alice@morel.example"})
    assert answer["Location"] == reverse("account_reset_password_done")
    assert client.get(answer["Location"]).status_code == 200
    (sent,) = mail.outbox
    assert PASSWORD not in sent.body
    assert "C-10432" in sent.body
    link = re.search(r"http://testserver(\S+)", sent.body).group(1)  # type: ignore[union-attr]
    form = client.get(link, follow=True)
    url = form.redirect_chain[-1][0]
    assert "set-password" in url  # the key has left the address
    done = client.post(url, {"password1": "quite another one", "password2": "quite another one"})
    assert done["Location"] == reverse("account_reset_password_from_key_done")
    assert client.get(done["Location"]).status_code == 200
    assert "_auth_user_id" not in client.session
    assert sign_in(client, "C-10432", "quite another one").status_code == 302
    again = Client().get(link, follow=True)
    assert not again.redirect_chain
    assert b"password1" not in again.content


def test_an_unknown_address_gets_the_same_answer_and_a_mail_that_says_so(client: Client, alice: User) -> None:
    known = client.post(reverse("account_reset_password"), {"email": "alice@morel.example"})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@morel.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [sent.to for sent in mail.outbox] == [["alice@morel.example"], ["nobody@morel.example"]]
    assert "http" not in mail.outbox[1].body


def test_nobodys_mailbox_is_flooded(client: Client, alice: User) -> None:
    answers = [
        client.post(reverse("account_reset_password"), {"email": "alice@morel.example"}) for _ in range(7)
    ]
    assert answers[-1].status_code == 429
    assert len(mail.outbox) <= 5


@pytest.mark.parametrize(("language", "words"), [("fr", "Bonjour"), ("nl", "Dag"), ("en", "Hello")])
def test_the_mail_is_in_its_readers_language(client: Client, alice: User, language: str, words: str) -> None:
    User.objects.update(language=language)
    client.post(
        reverse("account_reset_password"), {"email": "alice@morel.example"}, headers={"accept-language": "en"}
    )
    assert mail.outbox[0].body.startswith(words)


def test_a_password_is_changed_with_the_present_one(client: Client, alice: User) -> None:
    client.force_login(alice)
    wrong = {"oldpassword": "guess", "password1": "quite another one", "password2": "quite another one"}
    assert client.post(reverse("account_change_password"), wrong).status_code == 200
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)
    answer = client.post(reverse("account_change_password"), wrong | {"oldpassword": PASSWORD})
    assert answer["Location"] == reverse("account")
    alice.refresh_from_db()
    assert alice.check_password("quite another one")


@pytest.mark.parametrize("bad", ["short", "password123", "1234567890", "c-10432-10"])
def test_weak_passwords_are_refused(client: Client, alice: User, bad: str) -> None:
    client.force_login(alice)
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": bad, "password2": bad}
    )
    alice.refresh_from_db()
    assert not alice.check_password(bad)


def test_an_account_without_a_password_gets_one_by_link(client: Client, alice: User) -> None:
    alice.set_unusable_password()
    alice.save()
    client.force_login(alice)
    assert client.get(reverse("account_change_password"))["Location"] == reverse("account_reset_password")


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_reset_password_done"])
def test_pages_before_sign_in_speak_the_browsers_language(client: Client, name: str, language: str) -> None:
    answer = client.get(reverse(name), headers={"accept-language": language})
    assert answer.status_code == 200
    assert answer["Content-Language"] == language


def test_hostile_input_to_sign_in_is_only_a_wrong_name(client: Client) -> None:
    for login in ["\x00", "a" * 100_000, "'; DROP TABLE parties_user; --", "💥", "x@y\x00.example"]:
        assert sign_in(client, login, "wrong").status_code in {200, 429}
        cache.clear()


def test_sign_in_is_limited_by_address_before_any_password_is_checked() -> None:
    assert settings.ACCOUNT_RATE_LIMITS["login"] == "30/m/ip"
    client = Client(REMOTE_ADDR="203.0.113.10")
    codes = [sign_in(client, f"C-{n}", "wrong").status_code for n in range(31)]
    assert codes[-1] == 429
