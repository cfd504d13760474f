"""An old journal becomes claims by clicking: at a desk, on a phone without scripts, nothing for axe to find."""

from __future__ import annotations

from typing import Any

import pytest

from temoin.claims.models import Claim
from tests import world as cast
from tests.exchange.old_journals import SAMPLE


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_case_handler_reads_a_journal_in_and_opens_the_first_claim(
    people: Any, world: cast.World, phone: bool
) -> None:
    alice = people("alice", phone=phone)
    page, width = alice.page, 390 if phone else 1440
    alice.go("/reprise/")
    alice.see(f"reprise-{width}")
    page.set_input_files("input[type=file]", str(SAMPLE))
    page.click("main form button[type=submit]")
    page.wait_for_url("**/reprise/*/")
    alice.see(f"reprise-comprise-{width}")
    page.locator("main table").first.scroll_into_view_if_needed()
    alice.see(f"reprise-entrees-{width}")
    page.select_option("select[name=insurer]", label="Azur Assurances")
    page.click("main form button[type=submit]")
    page.wait_for_selector("main a.mailrow")
    alice.see(f"reprise-faite-{width}")
    assert page.locator("main a.mailrow").count() == Claim.objects.count() > 3
    page.click("main a.mailrow >> nth=0")
    page.wait_for_selector(".timeline")
    alice.see(f"reprise-dossier-{width}")


def test_it_works_without_scripts(people: Any, world: cast.World) -> None:
    alice = people("alice", scripts=False)
    alice.go("/reprise/")
    alice.page.set_input_files("input[type=file]", str(SAMPLE))
    alice.page.click("main form button[type=submit]")
    alice.page.select_option("select[name=insurer]", label="Azur Assurances")
    alice.page.click("main form button[type=submit]")
    assert alice.page.locator("main a.mailrow").count() == Claim.objects.count() > 3
