"""The study of an estimate in the browser: seen at both widths, counted anew while one decides, all by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from temoin.estimates.models import Version
from tests import world as cast
from tests.browser.conftest import NARROW, WIDE
from tests.estimates import studied


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_an_estimate_is_studied_line_by_line(people: Any, world: cast.World) -> None:
    one = studied.to_study(world)
    studied.adjuster_says(world, one)
    emma = people("emma")
    page = emma.page
    page.set_viewport_size(WIDE)
    emma.go(reverse("desk:study", args=[one.claim.reference, one.number]))
    emma.see("study-wide")
    agree = page.locator("#est-bar button.primary")
    assert "719,07" in agree.inner_text()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("2")  # the adjuster's figures for the painting
    page.locator("#est-bar", has_text="599,72").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("5")  # a question on the skirting
    page.wait_for_selector("#est-bar button[value=ask]")
    page.keyboard.type("Quelle essence ?")  # the cursor stands in the field
    page.locator(".estbar [value=asked]").check()
    assert page.locator(".eline:visible").count() == 1
    page.locator(".estbar [value=all]").check()
    emma.see("study-asking")
    page.set_viewport_size(NARROW)
    emma.see("study-narrow")
    page.locator("#est-bar button[value=ask]").click()
    page.wait_for_url("**/dossiers/**mission=1")
    one.refresh_from_db()
    assert one.step == "estimate_info_requested"
    bob = people("bob")
    number = Version.objects.latest("number").number
    bob.go(reverse("contractor:estimate_decisions", args=[one.pk, number]))
    bob.page.set_viewport_size(NARROW)
    bob.see("study-decided")
    bob.page.locator("textarea").fill("Chêne massif")
    bob.page.locator(".jactions button").click()
    bob.page.wait_for_url(f"**/chantiers/{one.pk}/")
    one.refresh_from_db()
    assert one.step == "estimate_info_answered"
    emma.go(reverse("desk:study", args=[one.claim.reference, one.number]))
    page.set_viewport_size(WIDE)
    emma.see("study-answered")
    emma.go(reverse("desk:estimates"))
    emma.see("study-list")
    page.set_viewport_size(NARROW)
    emma.see()
