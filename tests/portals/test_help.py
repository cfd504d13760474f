"""Help over HTTP: every page in three languages, open to all, and whether it answered is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from temoin.claims.sentences import printed
from temoin.launch.translations import python_texts, template_texts
from temoin.portals.help import answering
from temoin.portals.help.articles import ARTICLES, Reader, groups
from temoin.portals.help.models import HelpAnswer
from temoin.procedures import files
from tests import world as cast

pytestmark = pytest.mark.django_db

PACKAGE = Path(__file__).resolve().parents[2] / "temoin"
HELP = PACKAGE / "portals" / "help"
TEXTS = HELP / "templates" / "help" / "pages"
LANGUAGES = ("fr", "nl", "en")
TAG = re.compile(r"{% (\w+) ([^%]*?)%}")


@pytest.fixture
def world() -> cast.World:
    return cast.build()


@pytest.fixture(autouse=True)
def no_answers_remembered() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def stranger(language: str = "fr") -> Client:
    return Client(headers={"accept-language": language})


def signed_in(world: cast.World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def body(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", ARTICLES)
def test_every_page_is_there_in_three_languages_without_signing_in(slug: str, language: str) -> None:
    page = stranger(language).get(reverse("help:page", args=[slug]))
    assert page.status_code == 200
    assert f'<html lang="{language}"' in body(page)
    assert body(page).count("<li>") >= 3


@pytest.mark.parametrize("slug", ARTICLES)
def test_the_three_languages_name_the_same_buttons_steps_and_pictures(slug: str) -> None:
    named = {}
    for language in LANGUAGES:
        tags = TAG.findall((TEXTS / f"{slug}.{language}.html").read_text(encoding="utf-8"))
        named[language] = sorted(
            (tag, given.split()[0] if tag == "picture" else given.strip()) for tag, given in tags
        )
    assert named["nl"] == named["fr"]
    assert named["en"] == named["fr"]


def test_a_name_in_a_help_page_is_a_name_that_another_page_shows() -> None:
    """Where another page's text has changed, its English source changes in the help page's `word` or `place` too."""
    shown = set()
    for path in PACKAGE.rglob("*"):
        if path.is_relative_to(HELP):
            continue
        if path.suffix == ".py":
            shown |= {text.key[1] for text in python_texts(path.read_text(encoding="utf-8"), path.name)}
        elif path.suffix == ".html" and "templates" in path.parts:
            shown |= {text.key[1] for text in template_texts(path.read_text(encoding="utf-8"), path.name)}
    used = set()
    for path in TEXTS.glob("*.html"):
        for tag, given in TAG.findall(path.read_text(encoding="utf-8")):
            if tag in ("word", "place"):
                used.add(re.findall(r'"([^"]*)"', given)[-1])
    assert used - shown == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_names_the_mail_as_it_is_sent(language: str) -> None:
    mail = PACKAGE / "messages" / "templates" / "mail" / f"job_offered.{language}.txt"
    subject = mail.read_text(encoding="utf-8").splitlines()[0].removeprefix("Subject: ")
    assert subject in (TEXTS / f"prendre-en-charge.{language}.html").read_text(encoding="utf-8")


def test_no_text_lies_there_without_a_page() -> None:
    assert {path.name for path in TEXTS.iterdir()} == {
        f"{slug}.{language}.html" for slug in ARTICLES for language in LANGUAGES
    }


def test_the_french_page_shows_the_buttons_of_the_procedure() -> None:
    page = body(stranger().get(reverse("help:page", args=["prendre-en-charge"])))
    assert "<b>Prendre en charge</b>" in page
    assert "24 heures" in page


def test_the_sentences_of_the_follow_up_are_those_of_the_procedure() -> None:
    """Each one that a mission can print is explained, in capitals as it stands there."""
    page = body(stranger().get(reverse("help:page", args=["phrases-du-suivi"])))
    rules = files.procedure("vehicle_expertise")
    printing = [one for one in (*rules.steps.values(), *rules.ends.values()) if one.printed]
    sentences = [escape(printed(rules, one.code, {})) for one in printing]
    assert len(sentences) >= 18
    assert [one for one in sentences if f"<b>{one}</b>" not in page] == []


def test_one_s_own_pages_come_first(world: cast.World) -> None:
    assert [group.reader for group in groups("")][0] is Reader.CONTRACTOR
    assert [group.reader for group in groups("estimator")][0] is Reader.ESTIMATOR
    assert [group.reader for group in groups("body_shop")][0] is Reader.BODY_SHOP
    assert [group.reader for group in groups("insured")][0] is Reader.INSURED
    assert [group.reader for group in groups("dispatcher")][0] is Reader.DESK
    page = body(signed_in(world, "ines").get(reverse("help:index")))
    assert page.index("repondre-a-une-demande") < page.index("prendre-en-charge")
    assert all(reverse("help:page", args=[slug]) in page for slug in ARTICLES)


def test_a_link_leads_only_where_the_reader_may_go(world: cast.World) -> None:
    url = reverse("help:page", args=["prendre-en-charge"])
    target = f'href="{reverse("contractor:my_jobs")}"><b>'
    assert target in body(signed_in(world, "bob").get(url))
    assert target in body(stranger().get(url))
    assert target not in body(signed_in(world, "alice").get(url))


def test_a_page_that_does_not_exist_is_not_found() -> None:
    assert stranger().get("/aide/no-such-page/").status_code == 404
    assert stranger().post("/aide/no-such-page/answer/", {"found": "yes"}).status_code == 404


def test_yes_is_counted_once_per_session_and_page() -> None:
    client = stranger()
    for _ in range(3):
        answer = client.post(
            reverse("help:answer", args=["prendre-en-charge"]), {"found": "yes"}, follow=True
        )
        assert answer.status_code == 200
    client.post(reverse("help:answer", args=["bilan-de-visite"]), {"found": "yes"})
    stranger("nl").post(reverse("help:answer", args=["prendre-en-charge"]), {"found": "yes"})
    rows = HelpAnswer.objects.filter(page="prendre-en-charge").order_by("pk")
    assert [(row.found, row.language, row.role) for row in rows] == [(True, "fr", ""), (True, "nl", "")]
    assert "Merci : vous l'avez trouvée." in body(answer)


def test_no_asks_what_was_looked_for_and_keeps_it(world: cast.World) -> None:
    client = signed_in(world, "bob")
    url = reverse("help:answer", args=["mettre-en-attente"])
    page = client.post(url, {"found": "no"}, follow=True)
    assert 'name="words"' in body(page)
    client.post(url, {"found": "no", "words": "  le seuil de la brique\x00 " + "x" * 600})
    row = HelpAnswer.objects.get()
    assert (row.found, row.role) == (False, "contractor")
    assert row.words.startswith("le seuil de la brique")
    assert len(row.words) == 500
    assert 'name="words"' not in body(client.get(reverse("help:page", args=["mettre-en-attente"])))


def test_whoever_changes_his_mind_takes_his_words_back(world: cast.World) -> None:
    client = signed_in(world, "bob")
    url = reverse("help:answer", args=["mettre-en-attente"])
    client.post(url, {"found": "no", "words": "rien"})
    client.post(url, {"found": "yes", "words": "rien"})
    row = HelpAnswer.objects.get()
    assert (row.found, row.words) == (True, "")


@pytest.mark.parametrize("said", ["", "perhaps"])
def test_an_answer_that_is_none_is_refused(said: str) -> None:
    answer = stranger().post(reverse("help:answer", args=["prendre-en-charge"]), {"found": said})
    assert answer.status_code == 400
    assert not HelpAnswer.objects.exists()


def test_an_answer_is_given_by_post_only_and_with_its_token() -> None:
    url = reverse("help:answer", args=["prendre-en-charge"])
    assert stranger().get(url).status_code == 405
    assert Client(enforce_csrf_checks=True).post(url, {"found": "yes"}).status_code == 403


def test_a_flood_of_answers_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "MOST_PER_HOUR", 2)
    for _ in range(4):
        last = stranger().post(
            reverse("help:answer", args=["prendre-en-charge"]), {"found": "yes"}, follow=True
        )
    assert HelpAnswer.objects.count() == 2
    assert "pas été comptée" in body(last)


def test_reading_needs_no_session() -> None:
    client = stranger()
    client.get(reverse("help:page", args=["prendre-en-charge"]))
    assert "sessionid" not in client.cookies


def test_the_network_manager_sees_the_counts_and_nobody_else_does(world: cast.World) -> None:
    for number, said in enumerate(("yes", "yes", "no")):
        words = "les fournitures" if said == "no" else ""
        stranger().post(
            reverse("help:answer", args=["devis-et-facture"]), {"found": said, "words": words, "n": number}
        )
    page = signed_in(world, "max").get(reverse("help:answers"))
    assert page.status_code == 200
    counts = {line.slug: (line.yes, line.no) for line in page.context["lines"]}
    assert counts["devis-et-facture"] == (2, 1)
    assert counts["prendre-en-charge"] == (0, 0)
    assert "les fournitures" in body(page)
    assert reverse("help:answers") in body(signed_in(world, "max").get(reverse("help:index")))
    assert signed_in(world, "alice").get(reverse("help:answers")).status_code == 404
    assert stranger().get(reverse("help:answers")).status_code == 302
