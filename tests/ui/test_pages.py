"""The styleguide, the choice of theme and the pages for errors."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

ERRORS = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title"), [("fr", "Composants"), ("nl", "Onderdelen"), ("en", "Components")]
)
def test_the_styleguide_shows_itself_in_each_language(client: Client, language: str, title: str) -> None:
    page = client.get("/styleguide/", headers={"accept-language": language}).content.decode()
    assert f"<title>{title} · Témoin</title>" in page
    assert f'<html lang="{language}"' in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted({one for one in ids if ids.count(one) > 1}) == []


@pytest.mark.django_db
def test_a_chosen_theme_is_kept_and_system_forgets_it(client: Client) -> None:
    answer = client.post("/theme/", {"theme": "dark", "next": "/styleguide/"})
    assert answer.headers["location"] == "/styleguide/"
    assert (
        '<html lang="fr" data-theme="dark">'
        in client.get("/styleguide/", headers={"accept-language": "fr"}).content.decode()
    )
    client.post("/theme/", {"theme": "system", "next": "/styleguide/"})
    assert (
        '<html lang="fr">' in client.get("/styleguide/", headers={"accept-language": "fr"}).content.decode()
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_choosing_a_theme_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": elsewhere}).headers["location"] == "/"


@pytest.mark.django_db
def test_the_theme_is_not_chosen_by_following_a_link(client: Client) -> None:
    assert client.get("/theme/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("template", ERRORS)
def test_error_pages_speak_plainly_and_offer_a_way_on(template: str) -> None:
    page = render_to_string(template, {}, request=None)
    assert "<h1" in page
    assert 'href="/"' in page
    assert "Traceback" not in page


def test_a_question_can_be_asked_without_scripts() -> None:
    page = render_to_string(
        "ui/confirm.html",
        {
            "question": "Take the job back?",
            "confirm_label": "Take it back",
            "hidden": [("confirmed", "1")],
            "cancel_url": "/x",
            "danger": True,
        },
        request=None,
    )
    assert '<input type="hidden" name="confirmed" value="1">' in page
