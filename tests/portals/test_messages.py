"""Messages on the pages of all four portals: written, answered, read, and unknown to everybody else."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from temoin.claims.models import Assignment
from temoin.documents.models import Document
from temoin.messages.models import Message, Reading, Reason, Task, TextBlock, Thread
from temoin.messages.settling import open_task
from temoin.parties import links
from tests import world as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


@pytest.fixture
def job(world: cast.World) -> Assignment:
    return cast.assigned(world, "bob")


def signed_in(world: cast.World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def by_link(job: Assignment) -> Client:
    client = Client()
    _link, token = links.issue(claim_id=job.claim_id, name="Claire Lambrecht")
    client.post(reverse("insured:entrance", args=[token]))
    return client


def say(job: Assignment, world: cast.World, who: str, to: str, text: str) -> Thread:
    cast.act(job, "write_message", world.actor(who), {"message_to": to, "message_text": text})
    return Thread.objects.latest("pk")


def test_a_contractor_asks_and_the_insured_answers(world: cast.World, job: Assignment) -> None:
    bob, url = signed_in(world, "bob"), reverse("contractor:messages", args=[job.pk])
    sent = bob.post(url, {"to": "insured", "message_text": "Y a-t-il un digicode ?", "key": "k" * 12})
    assert sent.status_code == 302
    claire, hers = by_link(job), reverse("insured:messages")
    page = claire.get(hers).content.decode()
    assert "Y a-t-il un digicode ?" in page
    assert "à lire" in claire.get(reverse("insured:tracking")).content.decode()
    claire.post(hers, {"to": "contractor", "message_text": "Oui, 12A34.", "key": "l" * 12})
    assert "Oui, 12A34." in bob.get(url).content.decode()


def test_a_form_sent_twice_writes_once(world: cast.World, job: Assignment) -> None:
    bob, url = signed_in(world, "bob"), reverse("contractor:messages", args=[job.pk])
    for _ in range(2):
        bob.post(url, {"to": "insured", "message_text": "Bonjour", "key": "k" * 12})
    assert Message.objects.count() == 1


def test_what_cannot_be_sent_stays_typed_with_the_reason(world: cast.World, job: Assignment) -> None:
    alice = signed_in(world, "alice")
    url = reverse("desk:write", args=[job.claim.reference, job.number])
    refused = alice.post(url, {"to": "loss_adjuster", "message_text": "Votre avis ?"})
    assert refused.status_code == 422
    assert "Votre avis ?" in refused.content.decode()
    empty = alice.post(url, {"to": "insured", "message_text": " "})
    assert empty.status_code == 422
    assert not Message.objects.exists()


def test_looking_marks_nothing_and_reading_is_shown_to_whoever_wrote(
    world: cast.World, job: Assignment
) -> None:
    thread = say(job, world, "bob", "insured", "Y a-t-il un digicode ?")
    claire, bob = by_link(job), signed_in(world, "bob")
    claire.get(reverse("insured:messages"))
    assert not Reading.objects.exists()
    assert "Pas encore lu" in bob.get(reverse("contractor:messages", args=[job.pk])).content.decode()
    claire.post(reverse("message_read", args=[thread.pk]), headers={"HX-Request": "true"})
    assert (
        "Lu par Claire Lambrecht le"
        in bob.get(reverse("contractor:messages", args=[job.pk])).content.decode()
    )
    assert "à lire" not in claire.get(reverse("insured:tracking")).content.decode()


def test_the_network_sees_every_thread_and_its_looking_is_no_reading(
    world: cast.World, job: Assignment
) -> None:
    thread = say(job, world, "bob", "insured", "Y a-t-il un digicode ?")
    alice = signed_in(world, "alice")
    page = alice.get(f"{reverse('desk:file', args=[job.claim.reference])}?onglet=messages&fil={thread.pk}")
    assert "Y a-t-il un digicode ?" in page.content.decode()
    alice.post(reverse("message_read", args=[thread.pk]))
    assert not Reading.objects.exists()


def test_a_third_party_never_learns_of_a_thread(
    world: cast.World, job: Assignment, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    bob = signed_in(world, "bob")
    upload = SimpleUploadedFile("plan.jpg", _picture(), "image/jpeg")
    bob.post(
        reverse("contractor:messages", args=[job.pk]),
        {"to": "insured", "message_text": "SECRET entre nous", "documents": upload},
    )
    thread, paper = Thread.objects.get(), Document.objects.get(filename__startswith="plan")
    ines = signed_in(world, "ines")
    for url in (
        reverse("partner:claim", args=[job.claim.reference]),
        f"{reverse('partner:messages', args=[job.claim.reference])}?fil={thread.pk}",
        reverse("partner:letters"),
    ):
        shown = ines.get(url).content.decode()
        assert "SECRET" not in shown, url
        assert "plan.jpg" not in shown, url
    assert ines.post(reverse("message_read", args=[thread.pk])).status_code == 404
    assert ines.get(paper.get_absolute_url()).status_code == 404
    assert by_link(job).get(paper.get_absolute_url()).status_code == 200
    assert bob.get(paper.get_absolute_url()).status_code == 200
    assert signed_in(world, "alice").get(paper.get_absolute_url()).status_code == 200


def test_the_handler_finds_what_waits_in_the_rail_and_the_list(world: cast.World, job: Assignment) -> None:
    say(job, world, "ines", "contractor", "À vous")
    cast.act(
        job, "write_message", world.actor("insured"), {"message_to": "case_handler", "message_text": "Allô ?"}
    )
    alice = signed_in(world, "alice")
    page = alice.get(reverse("desk:letters")).content.decode()
    assert "Allô ?" in page
    assert "À vous" not in page
    assert '<span class="n">1</span>' in page
    alice.post(reverse("message_read", args=[Message.objects.latest("pk").thread_id]))
    assert '<span class="n">1</span>' not in alice.get(reverse("desk:letters")).content.decode()


def test_the_list_costs_the_same_however_long_it_is(
    world: cast.World, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        one = cast.assigned(world, "bob", insured_surname=f"Assuré{number}")
        say(one, world, "bob", "insured", f"Message {number}")
        say(one, world, "alice", "contractor", f"Réponse {number}")
    bob = signed_in(world, "bob")
    with django_assert_max_num_queries(16):
        page = bob.get(reverse("contractor:letters")).content.decode()
    assert page.count("talkrow") == 12


def test_text_blocks_come_in_the_readers_language_with_their_gaps_filled(world: cast.World) -> None:
    job = cast.assigned(world, "bob", insured_language="nl")
    TextBlock.objects.create(
        code="hi", title="Salut", text_fr="Bonjour {assure}", text_nl="Dag {assure}, {reference}: {date_rdv}"
    )
    TextBlock.objects.create(code="other", title="Autre", text_fr="x", roles=["estimator"])
    url = f"{reverse('desk:file', args=[job.claim.reference])}?onglet=messages&avec="
    alice = signed_in(world, "alice")
    page = alice.get(url + "insured").content.decode()
    assert f'data-block="Dag Claire Lambrecht, {job.claim.reference}: …"' in page
    assert 'data-code="other"' not in page
    assert 'data-block="Bonjour Claire Lambrecht"' in alice.get(url + "contractor").content.decode()


def test_a_text_with_a_gap_that_nothing_fills_is_refused(world: cast.World) -> None:
    max_, url = signed_in(world, "max"), reverse("desk:new_block")
    given = {"title": "T", "code": "t", "kind": "text", "text_fr": "Bonjour {nom}", "active": "on"}
    refused = max_.post(url, given)
    assert refused.status_code == 422
    assert "{nom}" in refused.content.decode()
    assert max_.post(url, given | {"text_fr": "Bonjour {assure}", "roles": ["advisor"]}).status_code == 302
    assert TextBlock.objects.get().roles == ["advisor"]
    assert signed_in(world, "alice").get(url).status_code == 404


def test_a_strangers_mail_is_filed_into_the_claim_in_the_right_name(
    world: cast.World, job: Assignment
) -> None:
    raw = b"From: maman@example.net\r\nMessage-ID: <9@x>\r\n\r\nElle sera l\xc3\xa0 jeudi."
    task = open_task(Reason.UNKNOWN_SENDER, claim=job.claim, sender="maman@example.net", raw=raw)
    assert task is not None
    alice, url = signed_in(world, "alice"), reverse("desk:task", args=[task.pk])
    assert "Elle sera là jeudi." in alice.get(url).content.decode()
    wrong = alice.post(url, {"way": "file", "reference": "99-000000", "sender": "insured"})
    assert wrong.status_code == 422
    assert alice.post(url, {"way": "discard", "why": " "}).status_code == 422
    done = alice.post(url, {"way": "file", "reference": job.claim.reference, "sender": "insured"})
    assert done.status_code == 302
    assert Message.objects.get().from_name == "Claire Lambrecht (par e-mail, classé par Alice Handler)"
    task.refresh_from_db()
    assert (task.outcome, task.raw) == ("filed", None)
    assert alice.get(url).status_code == 404
    assert not Task.objects.filter(done_at__isnull=True).exists()


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#c9ae84").save(out, "JPEG")
    return out.getvalue()
