"""The study over HTTP: every decision, every way on, and nothing approved that was not seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from temoin import clock
from temoin.claims import opening, worklists
from temoin.claims.models import Assignment
from temoin.cover.models import PersonalLimit
from temoin.demo import figures_beside
from temoin.estimates.content import NewLine
from temoin.estimates.models import Kind, Version
from tests import world as cast
from tests.estimates import studied

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def client_of(world: cast.World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def address(one: Assignment) -> str:
    return reverse("desk:study", args=[one.claim.reference, one.number])


def post(world: cast.World, one: Assignment, do: str, name: str = "emma", **decided: str) -> Any:
    answer = client_of(world, name).post(address(one), studied.form(one, do, **decided))
    one.refresh_from_db()
    return answer


def network(one: Assignment) -> list[tuple[str, Decimal, Decimal, str]]:
    lines = studied.lines_of(one, Kind.NETWORK)
    return [(line.state, line.quantity, line.unit_price, line.reason) for line in lines]


def facts(one: Assignment) -> dict[str, Any]:
    return dict(one.state["facts"])


def test_lines_stand_beside_the_adjusters_figures(world: cast.World) -> None:
    one = studied.to_study(world)
    studied.adjuster_says(world, one)
    page = client_of(world, "emma").get(address(one)).content.decode()
    assert "+108,50" in page  # 31 × 13,90 against 26 × 12,40
    assert "Not in the report" not in page
    assert "Absent du rapport" in page
    assert "Déplacement" in page  # in the report alone
    assert "719,07" in page


def test_agreeing_with_every_line_approves_the_contractors_own_version(world: cast.World) -> None:
    one = studied.to_study(world)
    assert post(world, one, "agree").status_code == 302
    assert one.step == "contact_for_works"
    assert facts(one)["approved_total"] == "719.07"
    assert not Version.objects.filter(assignment=one, kind=Kind.NETWORK).exists()


def test_each_decision_becomes_a_line_of_one_version_that_is_approved_with_it(world: cast.World) -> None:
    one = studied.to_study(world)
    studied.adjuster_says(world, one)
    post(world, one, "agree", l2="take", l3="reduce:6|18,00|Prix du catalogue")
    assert one.step == "contact_for_works"
    assert network(one) == [
        ("kept", Decimal(1), Decimal("85.00"), ""),
        ("reduced", Decimal(26), Decimal("12.40"), "Ramené au montant admis."),
        ("reduced", Decimal(6), Decimal("18.00"), "Prix du catalogue"),
    ]
    assert (
        facts(one)["approved_total"] == facts(one)["estimate_total"] == "566.94"
    )  # (85 + 322,40 + 108) + 10 %
    version = Version.objects.get(assignment=one, kind=Kind.NETWORK)
    assert (version.addressed_to_id, facts(one)["estimate_version"]) == (world.id("bob"), version.number)


def test_a_refused_line_counts_nothing(world: cast.World) -> None:
    one = studied.to_study(world)
    post(world, one, "agree", l3="refuse:Hors sinistre")
    assert network(one)[2] == ("refused", Decimal(0), Decimal("21.20"), "Hors sinistre")
    assert facts(one)["approved_total"] == "567.49"


def test_a_dearer_figure_beside_grants_no_more_than_was_asked(world: cast.World) -> None:
    one = studied.to_study(world)
    dearer = NewLine(
        description="Protection", room="Séjour", quantity=Decimal(2), unit="forfait", unit_price=Decimal(85)
    )
    studied.adjuster_says(world, one, (dearer,))
    post(world, one, "agree", l1="take")
    assert facts(one)["approved_total"] == "719.07"


def test_a_reduction_needs_its_reason_and_less_than_was_asked(world: cast.World) -> None:
    one = studied.to_study(world)
    for wrong in ("reduce:26|12,40|", "reduce:99|13,90|trop", "reduce:abc|12,40|x", "refuse:"):
        answer = post(world, one, "agree", l2=wrong)
        assert answer.status_code == 422
        assert "aria-invalid" in answer.content.decode()
    assert one.step == "estimate_review"


def test_questions_go_to_the_contractor_with_his_clock(world: cast.World) -> None:
    one = studied.to_study(world)
    assert post(world, one, "agree", l2="ask:D'où viennent les 5 m² ?").status_code == 422
    assert post(world, one, "ask").status_code == 422
    assert post(world, one, "ask", l2="ask:D'où viennent les 5 m² ?").status_code == 302
    assert (one.step, one.charged_to) == ("estimate_info_requested", "contractor")
    assert network(one)[1][0] == "asked"
    page = (
        client_of(world, "bob")
        .get(reverse("contractor:estimate_decisions", args=[one.pk, 2]))
        .content.decode()
    )
    assert "viennent les 5 m²" in page


def test_the_answers_come_back_and_the_other_decisions_stand(world: cast.World) -> None:
    one = studied.to_study(world)
    post(world, one, "ask", l2="ask:Pourquoi 31 ?", l3="refuse:Hors sinistre")
    asked = studied.lines_of(one, Kind.NETWORK)[1]
    bob, here = client_of(world, "bob"), reverse("contractor:estimate_decisions", args=[one.pk, 2])
    assert bob.post(here, {"seen": str(one.moved_seq), f"a-{asked.pk}": ""}).status_code == 422
    assert (
        bob.post(here, {"seen": str(one.moved_seq), f"a-{asked.pk}": "Le couloir aussi"}).status_code == 302
    )
    one.refresh_from_db()
    assert one.step == "estimate_info_answered"
    page = client_of(world, "emma").get(address(one)).content.decode()
    assert "Le couloir aussi" in page
    assert "Hors sinistre" in page


def test_a_version_that_came_meanwhile_is_not_approved(world: cast.World) -> None:
    one = studied.to_study(world)
    old = studied.form(one, "agree", l3="refuse:Hors sinistre")
    post(world, one, "ask", l2="ask:Pourquoi ?")
    changed = replace(studied.PAINT, quantity=Decimal(28), measured="")
    studied.submit(world, one, (studied.PROTECT, changed, studied.SKIRTING))
    answer = client_of(world, "emma").post(address(one), old)
    one.refresh_from_db()
    page = answer.content.decode()
    assert (answer.status_code, one.step) == (409, "estimate_review")
    assert "Le devis a changé" in page
    assert "31 m²" in page
    assert "28 m²" in page
    assert "Hors sinistre" in page  # the decision on the line that stayed the same


def test_the_old_forms_second_click_approves_nothing_twice(world: cast.World) -> None:
    one = studied.to_study(world)
    sent = studied.form(one, "agree")
    client = client_of(world, "emma")
    assert client.post(address(one), sent).status_code == 302
    assert client.post(address(one), sent).status_code == 409


def test_above_the_claims_limit_and_above_the_persons(world: cast.World) -> None:
    dear = studied.to_study(world, authority_limit=Decimal("700.00"))
    assert "dépasse la limite d&#x27;autonomie" in post(world, dear, "agree").content.decode()
    assert (dear.step, Version.objects.filter(kind=Kind.NETWORK).count()) == ("estimate_review", 0)
    post(world, dear, "agree", l3="refuse:Hors sinistre")
    assert dear.step == "contact_for_works"
    PersonalLimit.objects.create(person=world.people["emma"], amount=Decimal("500.00"))
    mine = studied.to_study(world)
    answer = post(world, mine, "agree")
    assert answer.status_code == 409
    assert "limite personnelle" in answer.content.decode()


def test_splitting_over_two_assignments_does_not_help(world: cast.World) -> None:
    first = studied.to_study(world, trades=("plumbing",), authority_limit=Decimal("1000.00"))
    post(world, first, "agree")
    second = _second(world, first)
    page = client_of(world, "emma").get(address(second)).content.decode()
    assert "280,93" in page
    assert "719,07" in page
    assert "N°1" in page
    assert post(world, second, "agree").status_code == 409
    assert second.step == "estimate_review"


def _second(world: cast.World, first: Assignment) -> Assignment:
    second = opening.add_assignment(
        first.claim, trade="plumbing", facts={}, actor=world.actor("alice"), procedure="home_repair"
    )
    cast.act(second, "offer", world.actor("dirk"), {"invited": (world.id("bob"),)})
    studied.submit(world, studied.visited(world, second))
    return second


@pytest.mark.parametrize("code", ["AZ", "BPCE"])
def test_over_the_limit_at_bpce_and_az_goes_to_the_handler_with_what_was_decided(
    world: cast.World, code: str
) -> None:
    world.organisations["az"].code = code
    world.organisations["az"].save()
    one = studied.to_study(world, authority_limit=Decimal("300.00"))
    answer = post(world, one, "then:flag_over_limit", l3="refuse:Hors sinistre")
    assert answer["Location"].endswith("/flag_over_limit/")
    assert facts(one)["estimate_total"] == "567.49"
    client_of(world, "emma").post(answer["Location"], {"seen": str(one.moved_seq)})
    one.refresh_from_db()
    assert (one.step, one.holder_role) == ("estimate_over_limit", "case_handler")


def test_ways_that_are_closed_are_grey_with_the_reason(world: cast.World) -> None:
    one = studied.to_study(world, insurer=world.id("meridia"))
    page = client_of(world, "emma").get(address(one)).content.decode()
    assert "BPCE et AZ" in page
    assert "Sinapps" in page
    assert 'value="then:send_to_insurer"' in page
    assert 'value="then:flag_over_limit"' not in page


def test_a_sinapps_file_goes_over_the_platform_and_its_alert(world: cast.World) -> None:
    one = studied.to_study(world, facts={"platform": "sinapps"})
    page = client_of(world, "emma").get(address(one)).content.decode()
    assert 'value="then:send_via_platform"' in page
    assert 'value="then:send_to_insurer"' not in page
    onward = post(world, one, "then:send_via_platform")["Location"]
    client_of(world, "emma").post(onward, {"seen": str(one.moved_seq), "manual_study": "no"})
    one.refresh_from_db()
    assert one.step == "estimate_sent_via_platform"
    cast.act(one, "raise_platform_alert", world.actor("ines"))
    assert one.step == "estimate_platform_alert"


def test_control_with_another_firms_estimate_by_lines_and_by_totals(world: cast.World) -> None:
    one = studied.to_study(world)
    here = reverse("desk:act", args=[one.claim.reference, one.number, "record_comparative"])
    emma = client_of(world, "emma")
    assert emma.get(here).status_code == 409  # not held for control
    cast.act(one, "hold_for_control", world.actor("emma"), {"comment": "Prix élevés"})
    lines = studied.lines_of(one)
    assert (
        emma.post(here, {"compared_firm": "Durand", "net": "600"}).status_code == 422
    )  # totals need the file
    assert emma.post(here, {"compared_firm": "", f"p-{lines[0].pk}": "80"}).status_code == 422
    answer = emma.post(
        here,
        {
            "compared_firm": "Durand Peinture",
            f"q-{lines[0].pk}": "1",
            f"p-{lines[0].pk}": "80",
            f"q-{lines[1].pk}": "31",
            f"p-{lines[1].pk}": "11,50",
        },
    )
    one.refresh_from_db()
    assert answer.status_code == 302
    assert (one.step, facts(one)["comparative_total"]) == ("estimate_control_pending", "480.15")
    page = emma.get(address(one)).content.decode()
    assert "Durand Peinture" in page
    assert "356,50" in page
    assert "480,15" in page
    bob = client_of(world, "bob")
    assert bob.get(reverse("contractor:estimate_decisions", args=[one.pk, 2])).status_code == 404


def test_counting_anew_writes_nothing(world: cast.World) -> None:
    one = studied.to_study(world)
    client = client_of(world, "emma")
    answer = client.post(
        address(one), studied.form(one, "sums", l3="refuse:x"), headers={"HX-Request": "true"}
    )
    assert "567,49" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert Version.objects.filter(kind=Kind.NETWORK).count() == 0


def test_the_list_says_whose_turn_it_is(world: cast.World) -> None:
    one = studied.to_study(world, insured_surname="Dupond")
    studied.adjuster_says(world, one)
    emma = client_of(world, "emma")
    page = emma.get(reverse("desk:estimates")).content.decode()
    row = page[page.index("Dupond") :][:2500]
    assert "719,07" in row
    assert "550,00" in row
    assert ">2<" in row
    post(world, one, "ask", l2="ask:Pourquoi ?")
    page = emma.get(reverse("desk:estimates")).content.decode()
    assert page.index('id="contractor"') < page.index("Dupond") < page.index('id="adjuster"')


@pytest.mark.parametrize("name", ["alice", "dirk", "chloe", "rita"])
def test_others_of_the_network_read_but_do_not_decide(world: cast.World, name: str) -> None:
    one = studied.to_study(world)
    assert 'value="agree"' not in client_of(world, name).get(address(one)).content.decode()
    for do in ("agree", "ask", "then:send_to_insurer"):
        assert (
            post(world, one, do, name, l2="ask:Pourquoi ?" if do == "ask" else "refuse:x").status_code == 409
        )
    assert (one.step, Version.objects.filter(kind=Kind.NETWORK).count()) == ("estimate_review", 0)


@pytest.mark.parametrize("name", ["bob", "charlie", "ines", "felix"])
def test_nobody_outside_the_network_finds_the_study(world: cast.World, name: str) -> None:
    one = studied.to_study(world)
    assert client_of(world, name).get(address(one)).status_code == 404


def test_the_contractor_reads_what_was_decided_and_never_the_adjusters_figures(world: cast.World) -> None:
    one = studied.to_study(world)
    studied.adjuster_says(world, one)
    post(world, one, "agree", l3="refuse:Hors sinistre")
    bob = client_of(world, "bob")
    number = facts(one)["estimate_version"]
    page = bob.get(reverse("contractor:estimate_decisions", args=[one.pk, number])).content.decode()
    assert "Hors sinistre" in page
    assert "137,80" in page
    assert "12,40" not in page
    assert "322,40" not in page
    assert "Déplacement" not in page
    assert (
        bob.get(reverse("contractor:estimate_decisions", args=[one.pk, 2])).status_code == 404
    )  # the adjuster's
    assert bob.get(reverse("contractor:job", args=[one.pk])).content.decode().count("12,40") == 0
    charlie = client_of(world, "charlie")
    assert charlie.get(reverse("contractor:estimate_decisions", args=[one.pk, number])).status_code == 404


def test_the_chasers_button_says_beforehand_which_of_the_two_it_will_be(world: cast.World) -> None:
    one = studied.to_study(world)
    alice, here = (
        client_of(world, "alice"),
        reverse("desk:act", args=[one.claim.reference, 1, "chase_estimate"]),
    )
    assert "passe en tête de liste, sans mail" in alice.get(here).content.decode()
    assert one.due_at is not None
    with clock.at(one.due_at + timedelta(minutes=1)):
        assert "ouvre une réclamation" in client_of(world, "alice").get(here).content.decode()


def test_what_was_chased_stands_first_of_its_urgency(world: cast.World) -> None:
    first, second = studied.to_study(world), studied.to_study(world)
    cast.act(second, "chase_estimate", world.actor("ines"))
    assert (second.step, second.due_at is not None) == ("estimate_chased", True)
    found = worklists.held_by("estimator")
    assert first.due_at is not None
    assert second.due_at is not None
    assert first.due_at <= second.due_at
    (group,) = worklists.grouped(found, clock.now())
    assert [line.assignment.pk for line in group.lines] == [second.pk, first.pk]


def test_the_demos_figures_beside_differ_on_the_dearest_and_lack_the_last(world: cast.World) -> None:
    one = studied.to_study(world)
    assert figures_beside.add() == 1
    page = client_of(world, "emma").get(address(one)).content.decode()
    assert page.count("Absent du rapport") == 1
    assert "12,51" in page  # the painting's 13,90 less a tenth
