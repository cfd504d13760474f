"""A dozen refusals, each met by clicking: the page says why in a sentence, and nothing is written."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import expect

from temoin import clock
from temoin.claims.models import Assignment
from temoin.journal.models import JournalEntry
from temoin.parties import links
from temoin.procedures.files import procedure
from tests import world as cast
from tests.browser.story import answer, delivered, fill_instant, link_in


def said(person: Any, *words: str) -> None:
    """The main part of the page says so, and is as accessible as any other."""
    for one in words:
        expect(person.page.locator("main").first).to_contain_text(one)
    person.see()


@pytest.fixture
def visiting(world: cast.World) -> Assignment:
    """Bob has a visit agreed for the day after tomorrow."""
    assignment = cast.offered(world, "bob", "charlie")
    values = {"needs_visit": True, "visit_at": clock.now() + timedelta(days=2)}
    cast.act(assignment, "take_charge", world.actor("bob"), values)
    return assignment


def test_who_comes_second_reads_that_the_job_is_taken(people: Any, world: cast.World) -> None:
    assignment = cast.offered(world, "bob", "charlie")
    charlie = people("charlie", phone=True)
    charlie.go(f"/chantiers/nouveaux/{assignment.pk}/prendre/")
    answer(charlie.page, "needs_visit", "no")
    cast.act(assignment, "take_charge", world.actor("bob"), {"needs_visit": False})
    charlie.page.locator("main form button[type=submit]").last.click()
    said(charlie, "autre professionnel")
    assert Assignment.objects.get().contractor == world.id("bob")


def test_the_works_date_cannot_be_entered_before_the_visit_is_reported(
    people: Any, visiting: Assignment
) -> None:
    bob = people("bob")
    bob.go(f"/chantiers/{visiting.pk}/")
    assert bob.page.locator("input[name=works_start_at_0]").count() == 0
    said(bob, "VT")
    bob.go(f"/chantiers/{visiting.pk}/record_works_date/")
    said(bob, "la date d’intervention se renseigne sur le bilan de visite")


def test_a_visit_report_is_refused_where_no_visit_is_due(people: Any, world: cast.World) -> None:
    assignment = cast.offered(world, "bob")
    cast.act(assignment, "take_charge", world.actor("bob"), {"needs_visit": False})
    bob = people("bob", phone=True)
    bob.go(f"/chantiers/{assignment.pk}/vt/")
    said(bob, "visite")
    assert bob.page.locator("input[name=visit_minutes]").count() == 0 or assignment.step != "first_visit"


def test_an_incomplete_report_names_everything_missing_and_keeps_what_was_typed(
    people: Any, visiting: Assignment
) -> None:
    bob = people("bob", phone=True)
    bob.go(f"/chantiers/{visiting.pk}/vt/")
    bob.page.fill("input[name=visit_minutes]", "45")
    answer(bob.page, "damage_as_declared", "no")
    bob.page.locator("main form button[type=submit]").last.click()
    said(bob, "nécessaire")
    assert bob.page.input_value("input[name=visit_minutes]") == "45"
    assert JournalEntry.objects.filter(action="report_visit").count() == 0


def test_a_visit_in_the_past_cannot_be_agreed(people: Any, visiting: Assignment) -> None:
    bob = people("bob")
    bob.go(f"/chantiers/{visiting.pk}/")
    bob.page.locator("#dates summary").first.click()
    fill_instant(bob.page, "visit_at", clock.now() - timedelta(days=1))
    bob.page.locator("#dates-form button[type=submit]").click()
    bob.page.locator("dialog[open]").get_by_role("button", name="Oui").click()
    bob.page.wait_for_load_state()
    said(bob, "corriger")


def test_a_stale_form_shows_what_changed_and_keeps_the_text(
    people: Any, world: cast.World, visiting: Assignment
) -> None:
    alice = people("alice")
    alice.go(f"/bureau/dossiers/{visiting.claim.reference}/1/cancel/")
    alice.page.fill("textarea[name=reason], input[name=reason]", "Double ouverture")
    values = {"visit_at": clock.now() + timedelta(days=3), "agreed_by": "insured", "agreed_how": "phone"}
    cast.act(visiting, "reschedule_visit", world.actor("bob"), _agreed(values))
    alice.page.locator("main form .actions button[type=submit]").click()
    alice.page.wait_for_load_state()
    assert alice.page.input_value("[name=reason]") == "Double ouverture"
    alice.see()
    assert Assignment.objects.get().closed_at is None


def _agreed(values: dict[str, Any]) -> dict[str, Any]:
    fields = procedure("home_repair").fields
    return {
        code: next(iter(fields[code].choices)) if fields[code].choices else value
        for code, value in values.items()
    }


def test_an_estimate_over_the_limit_cannot_be_approved_by_the_estimator(
    people: Any, world: cast.World, visiting: Assignment
) -> None:
    _estimated(world, visiting, "1550.01")
    emma = people("emma")
    emma.go(f"/bureau/dossiers/{visiting.claim.reference}/")
    said(emma, "limite")
    emma.go(f"/bureau/dossiers/{visiting.claim.reference}/1/approve/")
    said(emma, "limite")


def test_a_handler_cannot_approve_an_estimate(people: Any, world: cast.World, visiting: Assignment) -> None:
    _estimated(world, visiting, "900.00")
    alice = people("alice")
    alice.go(f"/bureau/dossiers/{visiting.claim.reference}/1/approve/")
    alice.see()
    assert alice.page.locator("main form input[name=approved_total]").count() == 0


def test_a_file_that_is_no_photo_is_refused_by_what_it_holds(
    people: Any, visiting: Assignment, tmp_path: Any
) -> None:
    bob = people("bob")
    bob.go(f"/chantiers/{visiting.pk}/attach_documents/")
    lie = tmp_path / "photo.jpg"
    lie.write_bytes(b"<script>alert(1)</script>" * 50)
    bob.page.locator("input[type=file][name=documents]:not([capture])").set_input_files(lie)
    bob.page.locator("main form button[type=submit]").last.click()
    bob.page.wait_for_load_state()
    said(bob, "photo")


def test_another_firms_job_does_not_exist(people: Any, visiting: Assignment) -> None:
    charlie = people("charlie")
    charlie.go(f"/chantiers/{visiting.pk}/")
    expect(charlie.page.locator("body")).not_to_contain_text("Lambrecht")
    charlie.see()


def test_a_used_up_link_opens_nothing(people: Any, world: cast.World, visiting: Assignment) -> None:
    booked = [one for one in delivered() if "claire@" in one.to[0]][-1]
    links.revoke_all(claim_id=visiting.claim_id)
    claire = people("insured", phone=True)
    claire.go(link_in(booked))
    claire.see()
    expect(claire.page.locator("body")).not_to_contain_text("Viaduc")


def test_a_wrong_password_says_so_and_keeps_the_name(people: Any, world: cast.World) -> None:
    nobody = people("stranger")
    nobody.go("/sign-in/")
    nobody.page.fill("input[name=login]", world.people["bob"].email)
    nobody.page.fill("input[name=password]", "wrong")
    nobody.page.click("button[type=submit]")
    nobody.page.wait_for_load_state()
    assert nobody.page.input_value("input[name=login]") == world.people["bob"].email
    nobody.see()


def _estimated(world: cast.World, assignment: Assignment, total: str) -> None:
    report = {
        "visit_done_at": clock.now(),
        "visit_minutes": 30,
        "damage_as_declared": True,
        "circumstance_as_declared": True,
        "works_can_be_planned": False,
    }
    cast.act(assignment, "report_visit", world.actor("bob"), report)
    values = {"estimate_total": Decimal(total), "estimate_file": ("x",)}
    cast.act(assignment, "submit_estimate", world.actor("bob"), values)
