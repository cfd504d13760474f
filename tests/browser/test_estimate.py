"""A contractor writes an estimate of five lines on his phone: the taps are counted, typing is not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from temoin.estimates.models import Draft, Version
from tests import world as cast
from tests.browser.conftest import NARROW
from tests.estimates.making import french_prices, to_estimate

FIVE = (
    "protection sols 1",
    "peinture plafond mate 4x3,5",
    "peinture murs satin 31",
    "fuite cuivre 1",
    "nettoyage chantier 14",
)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_five_lines_take_eleven_taps(people: Any, world: cast.World) -> None:
    french_prices()
    job = to_estimate(world)
    bob = people("bob")
    page = bob.page
    page.set_viewport_size(NARROW)
    taps = 0

    def tap(what: Locator) -> None:
        nonlocal taps
        taps += 1
        what.click()

    bob.go(f"/chantiers/{job.pk}/")
    tap(page.locator(".jactions a.primary"))
    tap(page.locator("#room"))
    page.keyboard.type("Séjour")
    tap(page.locator("#q"))
    for number, words in enumerate(FIVE, start=1):
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.type(words)
        found = page.locator(".estfound button")
        expect(found).to_have_count(1)
        expect(found).to_contain_text("€")
        if number == 2:
            bob.see("phone-estimate-search")
        tap(found)
        expect(page.locator(".estline")).to_have_count(number)
    tap(page.locator("#id_place-first_occupied"))
    page.keyboard.type("1987")
    page.keyboard.press("Enter")
    expect(page.locator(".estsums")).to_contain_text("logement de plus de 2 ans")
    bob.see("phone-estimate")
    tap(page.locator(".estbar a.primary"))
    bob.see("phone-estimate-review")
    tap(page.locator(".estbar button.primary"))
    page.wait_for_url(f"**/chantiers/{job.pk}/")
    expect(page.locator("body")).to_contain_text("Devis transmis : 946,04")
    assert Version.objects.get().gross_amount == Decimal("946.04")
    assert {line.room for line in Version.objects.get().lines.all()} == {"Séjour"}
    assert not Draft.objects.exists()
    assert taps == 11
