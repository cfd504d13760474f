"""From the phone call to the closed file, by clicking, each person at his own screens."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from playwright.sync_api import expect

from temoin import clock
from temoin.claims import rebuild
from temoin.claims.models import Assignment, Claim
from tests import world as cast
from tests.browser.story import answer, attach, delivered, fill_instant, link_in, mail_to, submit, tick

LOSSES = ("water_damage", "storm", "fire")


def test_a_leak_with_a_visit_and_an_estimate(people: Any, world: cast.World) -> None:
    """Seed S0, first variant: technical visit, report, estimate, approval, works, sign-off, invoice, closed."""
    alice = people("alice")
    _call(alice, world)
    claim = Claim.objects.get()
    alice.page.locator("input[name=invited]").nth(0).check()
    alice.page.locator("input[name=invited]").nth(1).check()
    alice.see("desk-assign")
    with alice.page.expect_navigation():
        alice.page.locator("#offer-form button[type=submit]").click()

    offer = mail_to(delivered(), "bob@example.test")
    assert offer.subject == "Nouvelle demande d'intervention disponible"
    assert "Lambrecht" not in offer.body
    assert "Viaduc" not in offer.body

    bob = people("bob", phone=True)
    bob.go("/chantiers/")
    bob.see("contractor-new-jobs")
    bob.go(link_in(offer))
    expect(bob.page.locator("body")).not_to_contain_text("Viaduc")
    bob.see("contractor-job-offer")
    bob.page.get_by_role("link", name="Prendre en charge").first.click()
    answer(bob.page, "needs_visit", "yes")
    tick(bob.page.locator("input[name=slot]").first)
    bob.see("contractor-take-charge")
    bob.page.locator("dialog[open] form button[type=submit], main form button[type=submit]").last.click()
    bob.page.wait_for_url("**/chantiers/*/")
    expect(bob.page.locator("body")).to_contain_text("Viaduc")
    assert Assignment.objects.get().step == "first_visit"

    booked = mail_to(delivered(), "claire@example.test")
    assert any("calendar" in str(part) for part in _parts(booked))
    claire = people("insured", phone=True)
    claire.go(link_in(booked))
    claire.page.locator("form button[type=submit].primary").click()
    claire.page.wait_for_url("**/s/")
    claire.see("insured-tracking")
    claire.page.get_by_role("button", name="Je serai là").click()
    expect(claire.page.locator("body")).to_contain_text("Confirm")
    delivered()

    bob.go("/chantiers/suivi/")
    bob.see("contractor-my-jobs")
    bob.page.get_by_role("link", name="VT").first.click()
    _report(bob, works=False)
    assert Assignment.objects.get().step == "estimate_to_submit"
    pk = Assignment.objects.get().pk
    bob.go(f"/chantiers/{pk}/devis/fichier/")
    bob.page.fill("input[name=estimate_total]", "1 284,50")
    bob.page.fill("input[name=vat]", "116,77")
    attach(bob.page, "estimate_file", "pdf")
    bob.see("contractor-estimate")
    submit(bob.page)

    _others_wait_for_emma(world)
    emma = people("emma")
    emma.go("/bureau/")
    emma.see("desk-queue")
    emma.page.locator("a.qrow", has_text=claim.reference).click()
    emma.page.get_by_role("link", name="Accorder le devis").first.click()
    emma.see("desk-study")
    emma.page.locator("main").get_by_role("link", name="Accorder le devis").first.click()
    submit(emma.page)
    emma.see("desk-file")
    emma.go(f"/bureau/dossiers/{claim.reference}/?onglet=assignments")
    emma.see("desk-why")
    assert Assignment.objects.get(pk=pk).step == "contact_for_works"

    _works_date(bob, pk)
    _works(bob, claire, pk)
    _paid(bob, alice, pk, "1284.50")
    closed = Assignment.objects.get(pk=pk)
    assert (closed.outcome, closed.due_at) == ("closed", None)
    alice.go(f"/bureau/dossiers/{claim.reference}/?onglet=assignments")
    alice.see()
    alice.go("/procedures/home_repair/")
    alice.see("procedure")
    alice.go("/reprise/")
    alice.see("old-journal")
    claire.go("/s/")
    claire.see()
    assert [pair for pair in rebuild.compare() if pair[1]] == []
    assert [pair for pair in rebuild.verify() if pair[1]] == []


def test_a_leak_repaired_directly(people: Any, world: cast.World) -> None:
    """Seed S0, second variant: no visit; the contractor calls, and enters the works date on the details page."""
    assignment = cast.offered(world, "bob", "charlie")
    delivered()
    bob = people("bob")
    bob.go(f"/chantiers/nouveaux/{assignment.pk}/")
    bob.page.get_by_role("link", name="Prendre en charge").first.click()
    answer(bob.page, "needs_visit", "no")
    bob.page.locator("dialog[open] form button[type=submit], main form button[type=submit]").last.click()
    bob.page.wait_for_url("**/chantiers/*/")
    mail_to(delivered(), "claire@example.test")
    _works_date(bob, assignment.pk)
    bob.see("contractor-job")
    booked = mail_to(delivered(), "claire@example.test")
    claire = people("insured", phone=True, dark=True)
    claire.go(link_in(booked))
    claire.page.locator("form button[type=submit].primary").click()
    claire.see()
    _works(bob, claire, assignment.pk)
    _paid(bob, people("alice"), assignment.pk, "900.00")
    assignment.refresh_from_db()
    assert assignment.outcome == "closed"


def test_the_contractors_way_works_without_javascript(people: Any, world: cast.World) -> None:
    assignment = cast.offered(world, "bob")
    bob = people("bob", phone=True, scripts=False)
    bob.go("/chantiers/")
    bob.page.get_by_role("link", name="Dégât des eaux").first.click()
    bob.page.get_by_role("link", name="Prendre en charge").first.click()
    answer(bob.page, "needs_visit", "yes")
    bob.page.locator("input[name=slot]").first.check()
    bob.page.locator("main form button[type=submit]").last.click()
    assignment.refresh_from_db()
    assert assignment.step == "first_visit"
    bob.go(f"/chantiers/{assignment.pk}/vt/")
    _report(bob, works=True)
    assignment.refresh_from_db()
    assert assignment.step == "works_start"


def _others_wait_for_emma(world: cast.World) -> None:
    """Estimates of other claims, so that her queue looks like a day's work."""
    report = {
        "visit_done_at": clock.now(),
        "visit_minutes": 40,
        "damage_as_declared": True,
        "circumstance_as_declared": True,
        "works_can_be_planned": False,
    }
    for number, surname in enumerate(
        ("Hendrickx", "Demeyer", "Ferrand", "Nobels", "Haddad", "Maes", "Vidal")
    ):
        quiet = {
            "insured_email": "",
            "insured_surname": surname,
            "insured_given": "",
            "loss_type": LOSSES[number % 3],
        }
        other = cast.offered(world, "bob", **quiet)
        visit = {"needs_visit": True, "visit_at": clock.now() + timedelta(days=1)}
        cast.act(other, "take_charge", world.actor("bob"), visit)
        cast.act(other, "report_visit", world.actor("bob"), {**report, "visit_done_at": clock.now()})
        estimate = {"estimate_total": Decimal(480 + 190 * number), "estimate_file": ("x",)}
        cast.act(other, "submit_estimate", world.actor("bob"), estimate)


def _call(alice: Any, world: cast.World) -> None:
    page = alice.page
    alice.go("/bureau/nouveau/")
    page.fill("input[name=insured_given]", "Claire")
    page.fill("input[name=insured_surname]", "Lambrecht")
    page.fill("input[name=insured_phone]", "06 12 34 56 78")
    page.fill("input[name=insured_email]", "claire@example.test")
    page.fill("input[name=street]", "12 rue du Viaduc")
    page.fill("input[name=postcode]", "75011")
    page.fill("input[name=city]", "Paris")
    page.select_option("select[name=insurer]", str(world.id("az")))
    page.fill("input[name=contract_number]", "POL-2211")
    page.fill("textarea[name=description]", "Fuite de l'appartement du dessus, plafond du séjour.")
    page.locator("input[name=trades][value=plumbing]").check()
    attach(page, "photos", "photo")
    for number in (0, 6):
        tick(page.locator("input[name=slot]").nth(number))
    alice.see("desk-intake")
    with page.expect_navigation():
        page.locator("main form button[type=submit].primary").last.click()
    page.wait_for_url("**/affecter/")


def _report(bob: Any, *, works: bool) -> None:
    page = bob.page
    page.fill("input[name=visit_minutes]", "45")
    answer(page, "damage_as_declared", "yes")
    answer(page, "circumstance_as_declared", "yes")
    answer(page, "works_can_be_planned", "yes" if works else "no")
    if works:
        fill_instant(page, "works_start_at", clock.now() + timedelta(days=5))
        page.fill("input[name=planned_days]", "2")
    attach(page, "photos", "photo")
    if not bob.page.viewport_size or works is False:
        bob.see("contractor-visit-report")
    page.locator("main form.visit button[type=submit]").last.click()
    page.wait_for_url(lambda url: "/vt/" not in url)


def _works_date(bob: Any, pk: int) -> None:
    bob.go(f"/chantiers/{pk}/")
    fill_instant(bob.page, "works_start_at", clock.now() + timedelta(days=6))
    bob.see("contractor-works-date")
    bob.page.get_by_role("button", name="Sauvegarder").first.click()
    expect(bob.page.locator("dialog[open]")).to_contain_text(
        "Êtes-vous sûr de vouloir apporter ces modifications"
    )
    bob.page.locator("dialog[open]").get_by_role("button", name="Oui").click()
    bob.page.wait_for_load_state()
    expect(bob.page.locator("body")).to_contain_text("Date début de travaux")


def _works(bob: Any, claire: Any, pk: int) -> None:
    bob.go(f"/chantiers/{pk}/start_works/")
    if bob.page.locator("input[name=planned_days]").count():
        bob.page.fill("input[name=planned_days]", "2")
    submit(bob.page)
    bob.go(f"/chantiers/{pk}/complete_works/")
    if bob.page.locator("input[name=completed_on]").count():
        bob.page.fill("input[name=completed_on]", clock.now().date().isoformat())
    attach(bob.page, "photos_after", "photo")
    submit(bob.page)
    mail_to(delivered(), "claire@example.test", "terminés")
    claire.go("/s/")
    claire.see("insured-sign")
    claire.page.get_by_role("link", name="Signer la réception").first.click()
    claire.page.fill("input[name=signed_by]", "Claire Lambrecht")
    tick(claire.page.locator("input[name=works_agreed]"))
    claire.page.locator("form button[type=submit]").last.click()
    claire.page.wait_for_load_state()
    assert Assignment.objects.get(pk=pk).step == "invoice_to_send"


def _paid(bob: Any, alice: Any, pk: int, amount: str) -> None:
    bob.go(f"/chantiers/{pk}/send_invoice/")
    bob.page.fill("input[name=invoice_number]", "F-2026-17")
    bob.page.fill("input[name=invoice_amount]", amount)
    attach(bob.page, "invoice_file", "pdf")
    submit(bob.page)
    alice.go(f"/bureau/dossiers/{Assignment.objects.get(pk=pk).claim.reference}/")
    alice.page.get_by_role("link", name="Facture réglée").first.click()
    alice.page.fill("input[name=paid_on]", clock.now().date().isoformat())
    submit(alice.page)


def _parts(message: Any) -> list[Any]:
    return [*message.attachments, *message.alternatives]
