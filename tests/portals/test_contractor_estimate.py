"""The contractor writes an estimate over HTTP: from the list, off the list, from a version before; then sends it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from temoin.claims.models import Assignment
from temoin.documents.models import Document
from temoin.estimates import versions
from temoin.estimates.content import Content
from temoin.estimates.models import Draft, Kind, LineModel, PriceItem, PriceList, Version
from tests import world as cast
from tests.documents import corpus
from tests.estimates.making import french_prices, painting, to_estimate
from tests.portals.test_contractor import hidden, html, signed_in, url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world() -> cast.World:
    return cast.build()


@pytest.fixture
def prices(world: cast.World) -> PriceList:
    return french_prices()


def page(client: Client, job: Assignment, **query: str) -> str:
    return html(client.get(url("estimate", job.pk), query))


def do(client: Client, job: Assignment, deed: str, **given: Any) -> Any:
    return client.post(url("estimate", job.pk), {"do": deed, **given})


def add(client: Client, job: Assignment, code: str, quantity: str, room: str = "Séjour") -> Any:
    item = PriceItem.objects.get(code=code)
    return do(client, job, "add", item=str(item.pk), quantity=quantity, room=room)


def send(client: Client, job: Assignment, **changes: str) -> Any:
    review = html(client.get(url("estimate_review", job.pk)))
    counted = re.findall(r'name="changes" value="(\d+)"', review)[0]
    return client.post(url("estimate_review", job.pk), hidden(review) | {"changes": counted} | changes)


def test_five_lines_from_the_list_become_an_estimate(world: cast.World, prices: PriceList) -> None:
    job = to_estimate(world)
    bob = signed_in(world, "bob")
    assert url("estimate", job.pk) in html(bob.get(url("job", job.pk)))
    found = page(bob, job, q="peinture plafond 4x3,5", room="Séjour")
    assert "PEI-011" in found
    assert 'value="4x3,5"' in found
    assert "194,60" in found  # 14 m² at 13.90, before it is added
    for code, quantity in (
        ("PEI-001", "1"),
        ("PEI-011", "4x3,5"),
        ("PEI-012", "31"),
        ("PLO-010", "1"),
        ("NET-001", "14"),
    ):
        assert add(bob, job, code, quantity).status_code == 302
    do(bob, job, "describe", **{"place-first_occupied": "1987", "place-private_use": "on"})
    shown = page(bob, job)
    assert "logement de plus de 2 ans" in shown
    assert "nettoyage, ou fourniture sans pose" in shown
    assert "4x3,5" in shown
    assert 'value="Séjour"' in shown  # the room is remembered
    # 85.00 + 194.60 + 384.40 + 138.00 = 802.00 at 10 %; 53.20 at 20 %
    assert "946,04" in html(bob.get(url("estimate_review", job.pk)))
    answer = send(bob, job, comment="Selon visite")
    assert answer["Location"] == url("job", job.pk)
    version = Version.objects.get()
    assert (version.gross_amount, version.lines.count(), version.comment) == (
        Decimal("946.04"),
        5,
        "Selon visite",
    )
    job.refresh_from_db()
    assert job.step == "estimate_review"
    assert not Draft.objects.exists()
    after = page(bob, job)
    assert f'href="{url("estimate_version", job.pk, 1)}"' in after
    assert html(bob.get(url("estimate_version", job.pk, 1))).count("Peinture acrylique") == 2


def test_a_wrong_measure_is_said_beside_the_work_and_kept(world: cast.World, prices: PriceList) -> None:
    job = to_estimate(world)
    bob = signed_in(world, "bob")
    answer = add(bob, job, "PEI-011", "4x3,5x")
    assert answer.status_code == 422
    assert "ou votre métré" in html(answer)
    assert 'value="4x3,5x"' in html(answer)
    assert not Draft.objects.exists()


def test_a_work_that_is_not_in_the_list_says_why(world: cast.World, prices: PriceList) -> None:
    job = to_estimate(world)
    bob = signed_in(world, "bob")
    given = {
        "free-description": "Reprise de moulure", "free-quantity": "3,2", "free-unit": "m", "free-unit_price": "48",
        "free-work_category": "repair", "free-off_list_reason": "", "room": "Couloir",
    }  # fmt: skip
    answer = do(bob, job, "free", **given)
    assert answer.status_code == 422
    assert 'value="Reprise de moulure"' in html(answer)
    assert 'value="movable"' not in html(answer)  # works on a dwelling alone are offered
    assert do(bob, job, "free", **{**given, "free-off_list_reason": "Moulure d'époque"}).status_code == 302
    assert "Moulure d’époque" in page(bob, job) or "Moulure d&#x27;époque" in page(bob, job)


def change(client: Client, job: Assignment, index: int, **given: Any) -> Any:
    changes = str(Draft.objects.get().changes)
    said = {"line-quantity": "2", "line-unit_price": "85", "line-room": "Séjour", "line-cover": "covered"}
    sent = said | {f"line-{k}": v for k, v in given.items() if k != "changes"}
    return do(client, job, "change", index=str(index), changes=given.get("changes", changes), **sent)


def test_a_line_is_changed_photographed_and_taken_out(world: cast.World, prices: PriceList) -> None:
    job = to_estimate(world)
    bob = signed_in(world, "bob")
    add(bob, job, "PEI-001", "1")
    assert 'name="line-quantity"' in page(bob, job, edit="0")
    photo = SimpleUploadedFile("mur.jpg", corpus.saved(corpus.picture((64, 48)), "JPEG"), "image/jpeg")
    assert (
        change(bob, job, 0, wear_pct="20", cover="betterment", unit_price="95,50", photo=photo).status_code
        == 302
    )
    shown = page(bob, job)
    assert "au-dessus du bordereau" in shown
    assert str(Document.objects.get().get_thumbnail_url()) in shown
    assert change(bob, job, 0, wear_pct="120").status_code == 422
    stale = change(bob, job, 0, changes="0")
    assert stale.status_code == 422
    assert "modifié entre-temps" in html(stale)
    do(bob, job, "remove", index="0", changes=str(Draft.objects.get().changes))
    assert Draft.objects.get().lines == []


def test_a_file_is_no_photo_and_nothing_typed_is_lost(world: cast.World, prices: PriceList) -> None:
    job = to_estimate(world)
    bob = signed_in(world, "bob")
    add(bob, job, "PEI-001", "1")
    bad = SimpleUploadedFile("mur.jpg", b"not a picture", "image/jpeg")
    answer = change(bob, job, 0, quantity="3", photo=bad)
    assert answer.status_code == 422
    assert 'value="3"' in html(answer)
    assert Draft.objects.get().lines[0]["quantity"] == "1.000"


def test_the_questions_of_the_network_are_answered_in_the_next_version(
    world: cast.World, prices: PriceList
) -> None:
    job = to_estimate(world)
    first = hand_in(world, job, painting(prices))
    lines = painting(prices).lines
    rows = list(first.lines.all())
    asked = (
        replace(
            lines[0], comes_from=rows[0].pk, state="refused", reason="Compris ailleurs", quantity=Decimal(0)
        ),
        replace(lines[1], comes_from=rows[1].pk, state="kept"),
        replace(lines[2], comes_from=rows[2].pk, state="asked", reason="D'où viennent 31 m² ?"),
    )
    versions.with_action(
        assignment_id=job.pk,
        action="request_info",
        values={"comment": "Une question"},
        content=painting(prices, kind=Kind.NETWORK, lines=asked, addressed_to=world.id("bob")),
        actor=world.actor("emma"),
    )
    bob = signed_in(world, "bob")
    assert "La réponse du réseau" in page(bob, job)
    do(bob, job, "copy", source="last")
    shown = page(bob, job)
    assert "Compris ailleurs" not in shown
    assert "31 m² ?" in shown
    answer = change(bob, job, 1, quantity="26", unit_price="12,40", answer="Le couloir était compté.")
    assert answer.status_code == 302
    assert send(bob, job).status_code == 302
    last = Version.objects.get(number=3)
    assert [(line.item_code, line.quantity, line.answer) for line in last.lines.all()] == [
        ("PEI-011", Decimal(14), ""),
        ("PEI-012", Decimal(26), "Le couloir était compté."),
    ]
    shown = html(bob.get(url("estimate_version", job.pk, 3)))
    assert "Ce qui a changé" in shown
    assert "retiré" in shown


def hand_in(world: cast.World, job: Assignment, content: Content, firm: str = "bob") -> Version:
    versions.with_action(
        assignment_id=job.pk, action="submit_estimate", values={}, content=content, actor=world.actor(firm)
    )
    found = versions.in_force(Assignment.objects.get(pk=job.pk))
    assert found is not None
    return found


def test_lines_come_from_a_model_and_from_a_similar_job(world: cast.World, prices: PriceList) -> None:
    earlier, job = to_estimate(world), to_estimate(world)
    hand_in(world, earlier, painting(prices))
    bob = signed_in(world, "bob")
    do(bob, job, "copy", source="like")
    assert len(Draft.objects.get().lines) == 3
    assert do(bob, job, "keep", name=" ").status_code == 422
    do(bob, job, "keep", name="Plafond après fuite")
    model = LineModel.objects.get()
    do(bob, job, "copy", source="model", model=str(model.pk))
    assert len(Draft.objects.get().lines) == 6
    charlie = signed_in(world, "charlie")
    other = to_estimate(world, "charlie")
    assert do(charlie, other, "copy", source="model", model=str(model.pk)).status_code == 404
    do(charlie, other, "forget", model=str(model.pk))
    assert LineModel.objects.exists()
    do(bob, job, "forget", model=str(model.pk))
    assert not LineModel.objects.exists()


def test_an_estimate_that_exists_is_sent_as_a_file_with_its_totals(world: cast.World) -> None:
    job = to_estimate(world)
    bob = signed_in(world, "bob")
    form = hidden(html(bob.get(url("estimate_upload", job.pk))))
    given = {"estimate_total": "1 100,00", "vat": "100"}
    answer = bob.post(url("estimate_upload", job.pk), form | given)
    assert answer.status_code == 422  # no file
    assert 'value="1 100,00"' in html(answer)
    wrong = form | {"estimate_total": "100", "vat": "110", "estimate_file": corpus_pdf()}
    assert "ne peut pas dépasser" in html(bob.post(url("estimate_upload", job.pk), wrong))
    answer = bob.post(url("estimate_upload", job.pk), form | given | {"estimate_file": corpus_pdf()})
    assert answer.status_code == 302
    version = Version.objects.get()
    assert (version.totals_only, version.net_amount, version.gross_amount) == (
        True,
        Decimal("1000.00"),
        Decimal("1100.00"),
    )
    job.refresh_from_db()
    assert job.step == "estimate_review"


def corpus_pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("devis.pdf", corpus.pdf(), "application/pdf")


def test_a_refusal_keeps_the_draft_and_says_why(world: cast.World, prices: PriceList) -> None:
    job = cast.assigned(world, "bob")  # the visit is still to come
    bob = signed_in(world, "bob")
    add(bob, job, "PEI-001", "1")
    assert "Il pourra partir dès qu’un devis sera attendu" in page(bob, job) or "Il pourra partir" in page(
        bob, job
    )
    answer = send(bob, job)
    assert answer.status_code == 409
    assert "Rien n'est parti" in html(answer)
    assert (Version.objects.count(), len(Draft.objects.get().lines)) == (0, 1)


def test_what_was_read_is_what_is_sent(world: cast.World, prices: PriceList) -> None:
    job = to_estimate(world)
    bob = signed_in(world, "bob")
    add(bob, job, "PEI-001", "1")
    answer = send(bob, job, changes="0")
    assert answer.status_code == 409
    assert Version.objects.count() == 0


def test_another_firm_finds_nothing(world: cast.World, prices: PriceList) -> None:
    job = to_estimate(world)
    hand_in(world, job, painting(prices))
    charlie = signed_in(world, "charlie")
    for name, args in (
        ("estimate", ()),
        ("estimate_review", ()),
        ("estimate_upload", ()),
        ("estimate_version", (1,)),
    ):
        assert charlie.get(url(name, job.pk, *args)).status_code == 404
    assert add(charlie, job, "PEI-001", "1").status_code == 404


def test_the_adjusters_figures_are_never_on_a_contractors_page(world: cast.World, prices: PriceList) -> None:
    job = to_estimate(world)
    hand_in(world, job, painting(prices))
    cast.act(job, "send_to_adjuster", world.actor("emma"), {"loss_adjuster": world.id("expert")})
    secret = (replace(painting(prices).lines[0], description="Chiffre secret", unit_price=Decimal("77.77")),)
    content = painting(prices, kind=Kind.ADJUSTER, lines=secret)
    kept = versions.enter(assignment_id=job.pk, content=content, actor=world.actor("felix"))
    bob = signed_in(world, "bob")
    assert bob.get(url("estimate_version", job.pk, kept.number)).status_code == 404
    for shown in (page(bob, job), html(bob.get(url("job", job.pk)))):
        assert "Chiffre secret" not in shown
        assert "77,77" not in shown
        assert str(kept.document_id) not in shown
    assert kept.document is not None
    assert bob.get(kept.document.get_absolute_url()).status_code == 404


def test_another_lists_price_is_no_price_of_this_claim(world: cast.World, prices: PriceList) -> None:
    job = to_estimate(world)
    other = PriceList.objects.create(code="M", name="M", country="FR", valid_from=date(2020, 1, 1), insurer=world.organisations["meridia"])  # fmt: skip
    item = PriceItem.objects.create(price_list=other, code="SECRET", trade="painting", unit="u", unit_price=1)
    bob = signed_in(world, "bob")
    assert do(bob, job, "add", item=str(item.pk), quantity="1", room="").status_code == 404
    assert f'name="item" value="{item.pk}"' not in page(bob, job, q="SECRET")
    assert bob.get(url("act", job.pk, "submit_estimate"))["Location"] == url("estimate", job.pk)
