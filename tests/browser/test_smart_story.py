"""Smart Expertise by clicking, in French and in Dutch: each person at his own screens, each branch of the guide once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from temoin import clock
from temoin.claims import rebuild, sentences
from temoin.claims.models import Assignment, Claim
from temoin.claims.sweep import sweep
from temoin.engine import codec
from temoin.estimates.calculation import writing
from temoin.estimates.calculation.model import Vehicle
from temoin.parties.models import User
from temoin.procedures.files import procedure
from tests import world as cast
from tests.browser import story
from tests.browser.story import answer, attach, delivered, fill_instant, link_in, mail_to

RULES = procedure("vehicle_expertise")
Later = Callable[[timedelta], None]


@pytest.fixture(params=["fr", "nl"])
def language(request: pytest.FixtureRequest, world: cast.World) -> str:
    """Everybody reads this language."""
    User.objects.update(language=request.param)
    return str(request.param)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Time passes for everybody, the web server included; what rings by then rings."""
    passed, present = [timedelta(0)], clock.now

    def move(by: timedelta) -> None:
        passed[0] += by
        sweep()

    monkeypatch.setattr(clock, "now", lambda: present() + passed[0])
    return move


def look(person: Any, language: str) -> None:
    """Every page is looked at by `test_every_page`; in the story, once: with what people have typed on it."""
    if language == "fr":
        person.see()


def label(action: str, language: str) -> str:
    return RULES.actions[action].label[language]


def printed(job: Assignment, language: str) -> str:
    """What the follow-up prints now, in the reader's language."""
    from django.utils import translation

    job.refresh_from_db()
    facts = codec.state_from_json(RULES, job.state).facts
    with translation.override(language):
        return sentences.printed(RULES, job.step or job.outcome, facts)


def section(page: Page, code: str) -> Any:
    """A section of the garage's boards, or of the adjuster's."""
    return page.locator(f"section#{code}, section:has(#s-{code})")


def choose(page: Page, action: str, language: str) -> None:
    """From the menu of the only row."""
    page.locator("[data-rowmenu]").first.click(button="right")
    page.get_by_role("menuitem", name=label(action, language)).click()


def do(page: Page, action: str, language: str) -> None:
    """Open an action of the page that is open and, once filled in, send it by `send`."""
    page.locator("main").get_by_role("link", name=label(action, language), exact=True).first.click()


def send(page: Page, action: str, language: str) -> None:
    page.locator("form").get_by_role("button", name=label(action, language), exact=True).last.click()
    page.wait_for_load_state()


def calculation(tmp_path: Path, **changes: Any) -> Path:
    """A calculation's file for the mission's own vehicle."""
    vehicle = Vehicle(
        plate=cast.VEHICLE["plate"], vin=cast.VEHICLE["vin"], make="Renault", model="Clio", mileage=48_010
    )
    made = writing.plausible(vehicle, number="C-118", on=clock.now().date(), vat_rate=Decimal(20), **changes)
    path = tmp_path / "calcul.xml"
    path.write_bytes(writing.write(made))
    return path


def fill_estimate(page: Page, file: Path, *, advice: str = "no") -> None:
    """The calculation, nine photos, the Smart frame and the days."""
    page.set_input_files("input[name=calculation_xml]", file)
    page.locator("button[name=do][value=take]").click()
    page.wait_for_load_state()
    for view in cast.VIEWS:
        slot = page.locator(f"#f-photo_{view}")
        slot.locator("input[type=file]").set_input_files(story.files()["photo"])
        expect(slot.locator("img")).to_be_visible()
    page.fill("input[name=mileage]", "48010")
    page.select_option("select[name=impact_zone]", "front")
    for one in ("total_loss", "several_zones", "advice", "inspection", "on_site"):
        answer(page, f"frame_{one}", advice if one == "advice" else "no")
    page.fill("input[name=immobilisation_days]", "2")


def test_from_the_mission_to_the_paid_invoice(
    people: Any, world: cast.World, language: str, later: Later, tmp_path: Path, settings: Any
) -> None:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 0
    job = cast.mission(world)
    Claim.objects.update(insured_language=language)
    mails = delivered()
    arrived = mail_to(mails, "carl@example.test")
    assert printed(job, "fr") in arrived.body
    carl = people("carl")
    carl.go(link_in(arrived))
    expect(carl.page.locator(".suivi")).to_have_text(printed(job, language))
    carl.go("/carrosserie/")
    expect(section(carl.page, "new").locator("tbody tr")).to_have_count(1)
    look(carl, language)

    choose(carl.page, "start_estimate", language)
    carl.page.wait_for_url("**/devis/")
    send(carl.page, "close_and_transmit", language)
    expect(carl.page.locator("#problems .missing li")).to_have_count(17)
    look(carl, language)
    fill_estimate(carl.page, calculation(tmp_path, works=1))
    look(carl, language)
    send(carl.page, "close_and_transmit", language)
    job.refresh_from_db()
    assert job.step == "smart_in_analysis"
    expect(carl.page.locator(".suivi")).to_have_text(printed(job, language))
    expect(carl.page.locator("#todo")).to_contain_text(label("start_repairs", language))  # with why not yet
    vin = RULES.fields["photo_vin"].label[language]
    expect(carl.page.locator("figure", has_text=vin)).to_have_count(1)
    look(carl, language)

    later(timedelta(minutes=2))
    job.refresh_from_db()
    assert job.step == "smart_validated"
    carl.go("/carrosserie/")
    expect(section(carl.page, "validated").locator("tbody tr")).to_have_count(1)
    carl.go(f"/carrosserie/missions/{job.pk}/")
    do(carl.page, "start_repairs", language)
    fill_instant(carl.page, "repairs_started_at", clock.now())
    send(carl.page, "start_repairs", language)
    do(carl.page, "finish_repairs", language)
    carl.page.fill("input[name=repairs_finished_on]", clock.now().date().isoformat())
    send(carl.page, "finish_repairs", language)
    do(carl.page, "request_direct_payment", language)
    carl.page.fill("input[name=invoice_number]", "F-2026-118")
    carl.page.fill("input[name=invoice_on]", clock.now().date().isoformat())
    carl.page.fill("input[name=invoice_total]", "600,00")
    carl.page.fill("input[name=invoice_vat_amount]", "100,00")
    attach(carl.page, "invoice_file", "pdf")
    look(carl, language)
    send(carl.page, "request_direct_payment", language)

    ines = people("ines")
    ines.go(f"/dossiers/{job.claim.reference}/")
    look(ines, language)
    do(ines.page, "agree_direct_payment", language)
    expect(ines.page.locator("main")).to_contain_text("350")  # 600 less the deductible of 250
    look(ines, language)
    send(ines.page, "agree_direct_payment", language)
    carl.go("/carrosserie/paiements/")
    expect(carl.page.locator("main")).to_contain_text("350")
    look(carl, language)
    claire = people("insured", phone=True)
    claire.go(link_in(mail_to(mails, "claire@example.test")))
    claire.page.locator("form button[type=submit].primary").click()
    claire.page.wait_for_url("**/s/")
    if language == "nl":
        claire.page.get_by_role("button", name="Nederlands").click()
        claire.page.wait_for_load_state()
    expect(claire.page.locator("body")).to_contain_text(RULES.steps["payment_listed"].plain[language])  # type: ignore[index]
    expect(claire.page.locator(".pmoney")).to_contain_text("250,00")  # the deductible is hers to pay
    expect(claire.page.locator("body")).not_to_contain_text("calcul.xml")
    look(claire, language)
    later(timedelta(days=9))
    job.refresh_from_db()
    assert job.outcome == "closed"
    assert [pair for pair in rebuild.compare() if pair[1]] == []
    assert [pair for pair in rebuild.verify() if pair[1]] == []


def test_the_adjuster_validates_remotely(people: Any, world: cast.World, language: str, later: Later) -> None:
    job = cast.transmitted(world, frame_advice=True)
    later(timedelta(minutes=2))
    felix, carl = people("felix"), people("carl")
    felix.go("/dossiers/")
    expect(section(felix.page, "to_analyse")).to_contain_text("AB-123-CD")
    look(felix, language)
    felix.go(f"/dossiers/{job.claim.reference}/")
    look(felix, language)
    do(felix.page, "take_in_hand", language)
    felix.page.fill("input[name=expert_phone]", "06 40 00 00 01")
    send(felix.page, "take_in_hand", language)
    _reads(carl, job, language, "smart_validating")
    do(felix.page, "take_over_remotely", language)
    felix.page.fill("input[name=expert_name]", "Félix Expert")
    felix.page.fill("input[name=expert_phone]", "06 40 00 00 01")
    fill_instant(felix.page, "call_at", clock.now() + timedelta(hours=3))
    look(felix, language)
    send(felix.page, "take_over_remotely", language)
    _reads(carl, job, language, "smart_remote")
    expect(carl.page.locator(".suivi")).to_contain_text("(Félix Expert + 06 40 00 00 01)")
    look(carl, language)
    do(felix.page, "validate", language)
    felix.page.fill("textarea[name=expert_finding]", "Vu en visio : aile seule, calcul conforme.")
    look(felix, language)
    send(felix.page, "validate", language)
    _reads(carl, job, language, "smart_validated")


def test_the_adjuster_comes_to_the_garage(
    people: Any, world: cast.World, language: str, later: Later
) -> None:
    job = cast.transmitted(world, frame_on_site=True)
    later(timedelta(minutes=2))
    felix, carl = people("felix", phone=True), people("carl", phone=True)
    felix.go(f"/dossiers/{job.claim.reference}/")
    do(felix.page, "take_over_on_site", language)
    felix.page.fill("input[name=expert_phone]", "06 40 00 00 01")
    fill_instant(felix.page, "expert_visit_at", clock.now() + timedelta(days=1))
    look(felix, language)
    send(felix.page, "take_over_on_site", language)
    _reads(carl, job, language, "smart_on_site")
    carl.go("/carrosserie/")
    expect(section(carl.page, "on_site").locator("tbody tr")).to_have_count(1)
    look(carl, language)


def test_abandon_comes_back_closed(people: Any, world: cast.World, language: str) -> None:
    job = cast.mission(world)
    carl = people("carl")
    carl.go("/carrosserie/")
    choose(carl.page, "abandon", language)
    carl.page.locator("dialog textarea").fill("Le client est parti ailleurs.")
    send(carl.page, "abandon", language)
    _reads(carl, job, language, "abandoned")
    carl.go("/carrosserie/?tableau=closed")
    expect(section(carl.page, "abandoned").locator("tbody tr")).to_have_count(1)


def test_a_total_loss_without_a_calculation(people: Any, world: cast.World, language: str) -> None:
    job = cast.mission(world)
    carl, felix = people("carl"), people("felix")
    carl.go("/carrosserie/")
    choose(carl.page, "declare_total_loss", language)
    carl.page.wait_for_load_state()
    answer(carl.page, "vehicle_status", "at_body_shop")
    carl.page.set_input_files("input[name=total_loss_photos] >> nth=0", story.files()["photo"])
    expect(carl.page.locator("#f-total_loss_photos img")).to_be_visible()
    look(carl, language)
    send(carl.page, "declare_total_loss", language)
    _reads(carl, job, language, "total_loss_review")
    felix.go("/dossiers/")
    expect(section(felix.page, "total_losses")).to_contain_text("AB-123-CD")
    felix.go(f"/dossiers/{job.claim.reference}/")
    do(felix.page, "confirm_total_loss", language)
    felix.page.fill("input[name=market_value]", "9000")
    felix.page.fill("input[name=salvage_value]", "1200")
    felix.page.fill("textarea[name=expert_finding]", "Longerons pliés.")
    look(felix, language)
    send(felix.page, "confirm_total_loss", language)
    _reads(carl, job, language, "total_loss")


def test_the_date_passes(people: Any, world: cast.World, language: str, later: Later) -> None:
    job = cast.mission(world)
    cast.act(job, "start_estimate", world.actor("carl"))
    carl = people("carl")
    carl.go(f"/carrosserie/missions/{job.pk}/devis/")
    later(timedelta(days=4))
    send(carl.page, "close_and_transmit", language)
    job.refresh_from_db()
    assert job.step == "classic_interview"
    carl.go("/carrosserie/?tableau=interview")
    expect(section(carl.page, "expired").locator("tbody tr")).to_have_count(1)
    expect(section(carl.page, "expired")).to_contain_text(printed(job, language))
    look(carl, language)


def _reads(carl: Any, job: Assignment, language: str, where: str) -> None:
    """The garage reads the sentence of where the mission now stands."""
    carl.go(f"/carrosserie/missions/{job.pk}/")
    said = printed(job, language)
    assert (job.step or job.outcome) == where
    expect(carl.page.locator(".suivi")).to_have_text(said)
