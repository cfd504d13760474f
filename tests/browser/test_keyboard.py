"""A handler's morning without a mouse: queue, menu, form, next file, taking back, palette; the focus is where it helps."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from temoin.claims.models import Assignment
from tests import world as cast


def waiting(world: cast.World, surname: str) -> Assignment:
    assignment = cast.assigned(world, insured_surname=surname)
    cast.act(assignment, "message_operator", world.actor("bob"), {"message_text": "Il annule la prestation"})
    return assignment


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_two_files_are_done_with_keys_alone(people: Any, world: cast.World) -> None:
    first, second = waiting(world, "Premier"), waiting(world, "Second")
    alice = people("alice")
    page = alice.page
    alice.go("/bureau/")
    page.wait_for_selector("[data-file]")  # the most urgent file has come beside the list
    assert page.get_attribute("[data-file]", "data-file") == first.claim.reference
    page.keyboard.press("j")
    assert "Second" in focused(page)
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.type("fourniture")
    expect(page.locator("[data-menu] a[data-menu-item]:visible")).to_have_count(0)
    page.keyboard.press("Control+a")
    page.keyboard.type("annul")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "Annuler la prestation"
    alice.see("desk-menu")
    page.keyboard.press("Escape")
    assert focused(page) == "Autres actions"
    with page.expect_navigation():
        page.keyboard.press("e")
    page.locator("textarea[name=comment]").focus()
    page.keyboard.type("Vu avec le client")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert page.get_attribute("[data-file]", "data-file") == second.claim.reference
    assert focused(page).startswith("Second,")  # a screen reader begins with the file that has opened
    toast = page.locator("[data-toast]")
    assert "Traité" in toast.inner_text()
    assert re.search(r"Annuler.*\(\d s\)", toast.inner_text())
    alice.see("desk-next")
    with page.expect_navigation():
        page.keyboard.press("z")
    first.refresh_from_db()
    assert first.step == "operator_action_pending"
    assert page.get_attribute("[data-file]", "data-file") == first.claim.reference


def test_the_palette_leads_to_an_action_and_escape_leads_back(people: Any, world: cast.World) -> None:
    file = waiting(world, "Premier")
    alice = people("alice")
    page = alice.page
    alice.go(f"/bureau/dossiers/{file.claim.reference}/")
    page.keyboard.press("Control+k")
    page.keyboard.type("indemn")
    page.wait_for_selector("[role=option]:has-text('Indemniser')")
    option = page.get_attribute("[role=combobox]", "aria-activedescendant")
    assert page.get_attribute(f"#{option}", "aria-selected") == "true"
    alice.see("desk-palette")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/1/settle_in_cash/")
    page.locator("textarea[name=reason]").focus()
    page.keyboard.press("Escape")  # leaves the field only
    assert page.url.endswith("/1/settle_in_cash/")
    with page.expect_navigation():
        page.keyboard.press("Escape")
    assert file.claim.reference in page.url
    page.keyboard.press("Escape")
    assert "Premier" in focused(page)  # the file's row in the queue
