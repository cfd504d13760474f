"""A signature drawn on a phone by the link of a mail, in Dutch; and the same without scripts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from playwright.sync_api import Page, expect

from temoin import clock
from temoin.claims.models import Assignment
from temoin.documents.models import Document
from temoin.journal.models import JournalEntry
from tests import world as cast
from tests.browser.story import delivered, link_in, mail_to, tick


def _chosen(world: cast.World) -> Assignment:
    """Bob has booked the works and written down the tiles that Claire chose."""
    assignment = cast.offered(world, "bob", insured_language="nl")
    bob = world.actor("bob")
    cast.act(assignment, "take_charge", bob, {"needs_visit": False})
    start = clock.now() + timedelta(days=5)
    cast.act(assignment, "record_works_date", bob, {"works_start_at": start, "planned_days": 3})
    delivered()
    choice = {
        "supply_product": "Keramische tegel grijs",
        "supply_quantity": "12 m²",
        "supply_price": Decimal("500.00"),
        "supply_covered": Decimal("420.00"),
        "supply_samples": True,
    }
    cast.act(assignment, "describe_supplies", bob, choice)
    return assignment


def _enter(claire: Any, message: Any) -> None:
    claire.go(link_in(message))
    claire.page.locator("form button[type=submit]").last.click()
    claire.page.wait_for_url("**/s/")


def draw(page: Page) -> None:
    pad = page.locator("[data-sign] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + 30 + step * 18, box["y"] + (30 if step % 2 else 90))
    page.mouse.up()


def test_a_choice_is_signed_by_drawing_on_a_phone_in_dutch(people: Any, world: cast.World) -> None:
    assignment = _chosen(world)
    message = mail_to(delivered(), "claire@example.test", "Onderteken de keuze")
    claire = people("insured", phone=True)
    _enter(claire, message)
    expect(claire.page.locator("h1")).to_contain_text("onderteken de keuze van uw materialen")
    claire.see("insured-supplies")
    claire.page.get_by_role("link", name="Keuze van de materialen tekenen").first.click()
    expect(claire.page.locator("main")).to_contain_text("80,00")  # what she pays herself
    claire.see("insured-sign-supplies")
    draw(claire.page)
    expect(claire.page.locator("[data-sign-said]")).to_have_text("Getekend.")
    claire.page.get_by_role("button", name="Opnieuw beginnen").click()
    draw(claire.page)
    tick(claire.page.locator("input[name=supply_agreed]"))
    claire.page.locator("form button[type=submit]").last.click()
    claire.page.wait_for_url("**/s/")
    sealed = JournalEntry.objects.get(claim_id=assignment.claim_id, action="signature_sealed")
    assert sealed.data["evidence"]["wording"]["language"] == "nl"
    assert sealed.data["evidence"]["verified"]["how"] == "link"
    drawing = Document.objects.get(pk=sealed.data["evidence"]["drawing"]["id"])
    assert (drawing.width, drawing.height) == (1000, 360)
    claire.see("insured-supplies-signed")


def test_without_scripts_the_typed_name_and_the_ticked_sentence_sign(people: Any, world: cast.World) -> None:
    assignment = _chosen(world)
    message = mail_to(delivered(), "claire@example.test", "Onderteken de keuze")
    claire = people("insured", phone=True, scripts=False)
    _enter(claire, message)
    claire.page.get_by_role("link", name="Keuze van de materialen tekenen").first.click()
    expect(claire.page.locator("canvas")).to_be_hidden()
    claire.page.check("input[name=supply_agreed]")
    claire.page.locator("form button[type=submit]").last.click()
    claire.page.wait_for_url("**/s/")
    sealed = JournalEntry.objects.get(claim_id=assignment.claim_id, action="signature_sealed")
    assert sealed.data["evidence"]["drawing"] is None
    assert sealed.data["evidence"]["signer"]["name"] == "Claire Lambrecht"


def test_on_the_contractors_phone_the_insured_signs_for_the_works(people: Any, world: cast.World) -> None:
    assignment = cast.offered(world, "bob")
    actor = world.actor("bob")
    cast.act(assignment, "take_charge", actor, {"needs_visit": False})
    start = clock.now() + timedelta(days=5)
    cast.act(assignment, "record_works_date", actor, {"works_start_at": start, "planned_days": 3})
    cast.act(assignment, "start_works", actor, {"started_at": clock.now()})
    bob = people("bob", phone=True)
    cast.act(assignment, "report_progress", actor, {"progress": 60, "progress_stage": "finishing"})
    bob.go(f"/chantiers/{assignment.pk}/")
    bob.see("contractor-works")
    cast.act(
        assignment, "complete_works", actor, {"completed_on": clock.now().date(), "photos_after": ("a",)}
    )
    bob.go(f"/chantiers/{assignment.pk}/make_reservations/")
    bob.see("contractor-reservations")
    bob.go(f"/chantiers/{assignment.pk}/sign_on_site/")
    tick(bob.page.locator("input[name=works_agreed]"))
    draw(bob.page)
    bob.see("contractor-sign-on-site")
    bob.page.locator("form button[type=submit]").last.click()
    bob.page.wait_for_url(f"**/chantiers/{assignment.pk}/")
    assignment.refresh_from_db()
    assert assignment.step == "invoice_to_send"
