"""The adjuster hands in report and figures line by line; so do adjuster relations; the contractor never sees them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from temoin.claims import scope
from temoin.claims.models import Assignment
from temoin.documents.models import Document
from temoin.estimates.models import Kind, Version
from tests import world as cast
from tests.documents import corpus
from tests.estimates import studied

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def sent_on(world: cast.World) -> Assignment:
    """An estimate that waits for the adjuster's agreement."""
    one = studied.to_study(world)
    cast.act(one, "send_to_adjuster", world.actor("emma"), {"loss_adjuster": world.id("expert")})
    return one


def client(world: cast.World, name: str) -> Client:
    found = Client(headers={"accept-language": "fr"})
    found.force_login(world.people[name])
    return found


def partner(one: Assignment, action: str) -> str:
    return reverse("partner:act", args=[one.claim.reference, one.number, action])


def typed(one: Assignment, **changes: str) -> dict[str, str]:
    """The form as it stands at first, the contractor's figures in it, with what is changed: `q2="26"`, `p3=""`."""
    data = {"seen": str(one.moved_seq), "key": "0123456789abcdef"}
    for line in studied.lines_of(one):
        data[f"q-{line.pk}"] = changes.pop(f"q{line.position}", f"{line.quantity.normalize():f}")
        data[f"p-{line.pk}"] = changes.pop(f"p{line.position}", str(line.unit_price))
    return data | changes


def latest(one: Assignment) -> Any:
    return Version.objects.filter(assignment=one, kind=Kind.ADJUSTER).latest("number")


def test_the_adjuster_changes_what_differs_and_leaves_out_what_he_does_not_retain(world: cast.World) -> None:
    one = sent_on(world)
    felix = client(world, "felix")
    page = felix.get(partner(one, "adjuster_reduces")).content.decode()
    assert 'value="13.90"' in page  # the contractor's own figures to begin with
    answer = felix.post(
        partner(one, "adjuster_reduces"), typed(one, q2="26", p2="12,40", p3="", comment="Métré du rapport")
    )
    one.refresh_from_db()
    assert answer.status_code == 302
    figures = latest(one)
    assert [(line.description, str(line.amount)) for line in figures.lines.all()] == [
        ("Protection", "85.00000"),
        ("Peinture", "322.40000"),
    ]
    facts = one.state["facts"]
    assert one.step == "estimate_reduced"
    assert (facts["approved_total"], facts["adjuster_version"]) == (str(figures.gross_amount), figures.number)


def test_a_report_may_name_other_works_and_its_pdf_is_made_of_the_lines(world: cast.World) -> None:
    one = sent_on(world)
    new = {"d-n0": "Déplacement", "u-n0": "forfait", "q-n0": "1", "p-n0": "40"}
    assert client(world, "felix").post(partner(one, "adjuster_reports"), typed(one, **new)).status_code == 302
    one.refresh_from_db()
    assert one.step == "adjuster_report_to_process"
    figures = latest(one)
    assert figures.lines.last().description == "Déplacement"
    assert one.state["facts"]["adjuster_report"] == [str(figures.document_id)]
    assert one.state["facts"]["adjuster_total"] == str(figures.gross_amount)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"q2": "beaucoup"}, "× 2,5"),
        ({"p2": "douze"}, "deux décimales"),
        ({"d-n0": "Déplacement"}, "deux décimales"),
        ({"p-n0": "40", "q-n0": "1"}, "Dites de quel ouvrage"),
        ({"p1": "", "p2": "", "p3": ""}, "total hors TVA"),
        ({"p1": "", "p2": "", "p3": "", "net": "500"}, "fichier"),
    ],
)
def test_what_cannot_be_read_is_said_beside_it_and_nothing_is_lost(
    world: cast.World, changes: dict[str, str], said: str
) -> None:
    one = sent_on(world)
    answer = client(world, "felix").post(
        partner(one, "adjuster_reduces"), typed(one, comment="Mot à garder", **changes)
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Mot à garder" in page
    for value in changes.values():
        assert f'value="{value}"' in page
    assert not Version.objects.filter(kind=Kind.ADJUSTER).exists()


def test_adjuster_relations_enter_the_figures_from_the_desk(world: cast.World) -> None:
    one = sent_on(world)
    client(world, "felix").post(partner(one, "adjuster_reports"), typed(one))
    one.refresh_from_db()
    here = reverse("desk:act", args=[one.claim.reference, one.number, "enter_figures"])
    answer = client(world, "rita").post(
        here, typed(one, p3="", ready_for_works="yes", approved_total="567,49")
    )
    one.refresh_from_db()
    assert answer.status_code == 302
    assert one.step == "contact_for_works"
    assert latest(one).role == "adjuster_relations"


def test_without_lines_an_amount_is_enough_and_a_report_may_come_without_figures(world: cast.World) -> None:
    one = cast.reviewed(world, cast.assigned(world), "900.00")
    cast.act(one, "send_to_adjuster", world.actor("emma"), {"loss_adjuster": world.id("expert")})
    felix, seen = client(world, "felix"), {"seen": str(one.moved_seq), "key": "0123456789abcdef"}
    page = felix.get(partner(one, "adjuster_reduces")).content.decode()
    assert 'name="approved_total"' in page
    assert 'name="net"' not in page
    report = SimpleUploadedFile("rapport.pdf", corpus.pdf(), content_type="application/pdf")
    assert felix.post(partner(one, "adjuster_reports"), seen | {"adjuster_report": report}).status_code == 302
    one.refresh_from_db()
    assert one.step == "adjuster_report_to_process"
    assert "adjuster_total" not in one.state["facts"]
    sent = Document.objects.get(pk=one.state["facts"]["adjuster_report"][0])
    for name, status in (("bob", 404), ("charlie", 404), ("ines", 200), ("felix", 200), ("rita", 200)):
        assert client(world, name).get(sent.get_absolute_url()).status_code == status, name
    assert not Version.objects.filter(kind=Kind.ADJUSTER).exists()


def test_the_contractor_never_sees_figures_nor_report(world: cast.World) -> None:
    one = sent_on(world)
    client(world, "felix").post(partner(one, "adjuster_reports"), typed(one, p2="12,40"))
    document = Document.objects.get(pk=latest(one).document_id)
    assert client(world, "bob").get(document.get_absolute_url()).status_code == 404
    assert client(world, "felix").get(document.get_absolute_url()).status_code == 200
    assert client(world, "ines").get(document.get_absolute_url()).status_code == 200
    with scope.within(f"organisation:{world.id('bob')}"):
        assert (
            "12,40" not in client(world, "bob").get(reverse("contractor:job", args=[one.pk])).content.decode()
        )


def test_a_step_reserved_to_adjuster_relations_says_so_to_everybody_else(world: cast.World) -> None:
    one = sent_on(world)
    client(world, "felix").post(partner(one, "adjuster_reports"), typed(one))
    cast.act(one, "ask_adjuster", world.actor("rita"), {"question": "26 ou 31 m² ?"})
    assert one.step == "adjuster_info_pending"
    here = reverse("desk:act", args=[one.claim.reference, one.number, "move_date"])
    answer = client(world, "alice").get(here)
    assert answer.status_code == 409
    assert "Relation Expert" in answer.content.decode()
    answered = {"seen": str(one.moved_seq), "key": "fedcba9876543210", "answer": "26 m² sont retenus"}
    client(world, "felix").post(partner(one, "adjuster_returns"), answered)
    one.refresh_from_db()
    assert one.step == "adjuster_return_to_process"
