"""A form on the one door, over HTTP: what a second press of the button does."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from temoin.claims.models import Assignment
from temoin.documents.models import Document
from temoin.journal.models import JournalEntry
from tests import world as cast
from tests.documents.corpus import picture, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def test_a_form_with_photos_that_is_sent_twice_is_one_entry_with_its_photos_once(world: cast.World) -> None:
    assignment = cast.assigned(world)
    answers = [_sent(world, assignment, comment="le plafond") for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert Document.objects.count() == 1
    assert JournalEntry.objects.filter(action="attach_documents").count() == 1


def test_a_form_with_photos_and_other_words_under_the_same_key_is_refused(world: cast.World) -> None:
    assignment = cast.assigned(world)
    assert _sent(world, assignment, comment="le plafond").status_code == 302
    assert _sent(world, assignment, comment="le mur").status_code == 409
    assert Document.objects.count() == 1


def _sent(world: cast.World, assignment: Assignment, **given: str) -> Any:
    client = Client()
    client.force_login(world.people["alice"])
    photo = SimpleUploadedFile("plafond.png", saved(picture(), "PNG"), "image/png")
    where = [assignment.claim.reference, assignment.number, "attach_documents"]
    return client.post(reverse("desk:act", args=where), {"documents": photo, "key": "k" * 32, **given})
