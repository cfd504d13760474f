"""The page and the command that take an old journal in: what they show, refuse, create, and never do twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from temoin import clock
from temoin.claims.models import Claim
from temoin.exchange import forms
from temoin.exchange.models import PendingImport, forget_old
from temoin.journal.models import JournalEntry
from tests import world as cast
from tests.exchange.old_journals import SAMPLE, STAMP, read, sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def signed_in(world: cast.World, name: str = "alice") -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def send(client: Client, text: str | bytes, **more: Any) -> Any:
    data = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile("journal.txt", data, content_type="text/plain")
    return client.post(reverse("exchange:old_journal"), {"file": file, **more})


def test_the_page_shows_every_entry_with_its_lines_and_all_that_was_not_understood(world: cast.World) -> None:
    client = signed_in(world)
    page = client.get(send(client, sample())["Location"]).content.decode()
    entries = list(read(sample(), now=clock.now()).entries)
    assert page.count("<tr><td") == len(entries)
    for entry in entries:
        last = entry.span.last
        assert f">{entry.span.first}–{last}<" in page or f">{last}<" in page
    assert "Contact client pour devis" in page
    assert "07/03/2024 09:20" in page
    assert "ATELIER BRUMAIRE" in page
    assert Claim.objects.count() == 0


def test_the_button_creates_the_claims_once_and_leads_to_their_files(world: cast.World) -> None:
    client = signed_in(world)
    url = send(client, sample())["Location"]
    for _click in range(2):
        assert client.post(url, {"insurer": world.id("az")}).status_code in (200, 302)
    page = client.get(url).content.decode()
    claims = list(Claim.objects.all())
    assert len(claims) == len(read(sample()).claims)
    for claim in claims:
        assert reverse("desk:file", args=[claim.reference]) in page
    assert bytes(PendingImport.objects.get().data) == b""


def test_the_same_file_again_offers_no_button_and_links_what_is_there(world: cast.World) -> None:
    client = signed_in(world)
    client.post(send(client, sample())["Location"], {"insurer": world.id("az")})
    url = send(client, sample())["Location"]
    page = client.get(url).content.decode()
    assert 'name="insurer"' not in page
    assert all(one.reference in page for one in Claim.objects.all())
    before = JournalEntry.objects.count()
    client.post(url, {"insurer": world.id("az")})
    assert JournalEntry.objects.count() == before


def test_pasted_text_does_as_well_as_a_file(world: cast.World) -> None:
    client = signed_in(world)
    answer = client.post(reverse("exchange:old_journal"), {"text": f"rappeler\r\n{STAMP}\r\n"})
    page = client.get(answer["Location"]).content.decode()
    assert page.count("<tr><td") == 1


def test_all_of_it_can_be_read_as_one_claim(world: cast.World) -> None:
    client = signed_in(world)
    client.post(send(client, sample(), one_claim="on")["Location"], {"insurer": world.id("az")})
    assert Claim.objects.count() == 1


def test_long_reports_come_in_pages_of_two_hundred_with_the_count_told(world: cast.World) -> None:
    client = signed_in(world)
    text = "".join(f"note {number}\n{STAMP}\n\n" for number in range(450))
    url = send(client, text)["Location"]
    counts = [client.get(url, {"page": page}).content.decode().count("<tr><td") for page in (1, 2, 3, "x")]
    assert counts == [200, 200, 50, 200]
    assert "450" in client.get(url).content.decode()


@pytest.mark.parametrize("data", [b"\x89PNG\r\n", b"%PDF-1.7", b"bonjour\n"])
def test_what_is_no_journal_gets_a_sentence_and_no_button(world: cast.World, data: bytes) -> None:
    client = signed_in(world)
    url = send(client, data)["Location"]
    answer = client.get(url)
    assert answer.status_code == 200
    assert 'name="insurer"' not in answer.content.decode()
    client.post(url, {"insurer": world.id("az")})
    assert Claim.objects.count() == 0


def test_nothing_sent_and_too_much_are_refused_with_a_sentence(
    world: cast.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(world)
    nothing = client.post(reverse("exchange:old_journal"), {"text": "  "})
    monkeypatch.setattr(forms, "LARGEST", 100)
    too_much = send(client, "a" * 101)
    assert (nothing.status_code, too_much.status_code) == (422, 422)
    assert "import_journal" in too_much.content.decode()
    assert PendingImport.objects.count() == 0


def test_the_insurer_must_be_named_and_the_postcode_must_exist(world: cast.World) -> None:
    client = signed_in(world)
    url = send(client, sample())["Location"]
    for sent in ({}, {"insurer": world.id("bob")}, {"insurer": world.id("az"), "postcode": "99999"}):
        assert client.post(url, sent).status_code == 422
    assert Claim.objects.count() == 0


def test_a_colleagues_file_is_not_found_and_other_roles_find_no_page(world: cast.World) -> None:
    url = send(signed_in(world), sample())["Location"]
    assert signed_in(world, "dirk").get(url).status_code == 404
    assert signed_in(world, "dirk").post(url, {"insurer": world.id("az")}).status_code == 404
    for name in ("bob", "ines", "felix", "emma"):
        assert signed_in(world, name).get(reverse("exchange:old_journal")).status_code == 404
    assert Claim.objects.count() == 0


def test_a_file_that_nobody_took_over_is_forgotten_after_a_day(
    world: cast.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = send(signed_in(world), sample())["Location"]
    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert signed_in(world).get(url).status_code == 404
    assert (PendingImport.objects.count(), forget_old()) == (0, 0)


def test_the_command_reports_creates_and_then_says_that_nothing_changed(
    world: cast.World, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_journal", str(SAMPLE), "--dry-run", "--language=en")
    dry = capsys.readouterr().out
    assert "Every line is accounted for, once." in dry
    assert Claim.objects.count() == 0
    call_command("import_journal", str(SAMPLE), "--insurer=AZ", "--short", "--language=en")
    count = Claim.objects.count()
    assert f"{count} claims would be created." in dry
    assert f"{count} claims created." in capsys.readouterr().out
    call_command("import_journal", str(SAMPLE), "--insurer=AZ", "--short", "--language=en")
    assert "Nothing changed" in capsys.readouterr().out
    assert Claim.objects.count() == count


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "AZ, MER"),
        (["--insurer=NOBODY"], "AZ, MER"),
        (["--insurer=AZ", "--postcode=99999"], "postcode"),
        (["--insurer=AZ", "--loss-type=meteor"], "water_damage"),
    ],
)
def test_the_command_says_what_is_missing_before_it_reads(
    world: cast.World, arguments: list[str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("import_journal", str(SAMPLE), "--language=en", *arguments)
    assert Claim.objects.count() == 0


@pytest.mark.parametrize("data", [None, b"", b"%PDF-1.7", b"bonjour\n", sample().encode("utf-16")[:301]])
def test_the_command_ends_with_a_sentence_for_a_file_that_gives_no_claim_or_is_cut(
    world: cast.World, tmp_path: Path, data: bytes | None
) -> None:
    path = tmp_path / "journal.txt"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CommandError):
        call_command("import_journal", str(path), "--insurer=AZ")
    assert Claim.objects.count() == 0
