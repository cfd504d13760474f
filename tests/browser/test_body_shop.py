"""A garage at its screen: the menu of a row by mouse and by keyboard, photos in their slots, closing refused and sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from playwright.sync_api import expect

from temoin import clock
from tests import world as cast
from tests.browser import story

CARS = (
    ("RF-279-JT", "Citroën", "C3"),
    ("SL-363-AY", "Toyota", "Yaris"),
    ("MS-317-JK", "Peugeot", "3008"),
    ("EH-686-WZ", "Renault", "Mégane"),
)


def test_the_boards_of_a_garage_with_some_work(people: Any, world: cast.World) -> None:
    """The picture that help and README show: missions in several sections, one estimate begun."""
    today = clock.now().date()
    for days, (plate, make, model) in enumerate(CARS):
        car = {"plate": plate, "vehicle_make": make, "vehicle_model": model}
        job = cast.mission(world, **car, close_by_on=today + timedelta(days=days))
        if days % 2:
            cast.act(job, "start_estimate", world.actor("carl"))
        if days in (2, 3):
            cast.transmitted(world, job)
        if days == 3:
            call = {"expert_name": "Félix Expert", "expert_phone": "06 40 00 00 01"}
            at = clock.now() + timedelta(hours=4)
            cast.act(job, "take_over_remotely", world.actor("felix"), {**call, "call_at": at})
    carl = people("carl")
    carl.go("/carrosserie/")
    expect(carl.page.locator("#new tbody tr")).to_have_count(2)
    carl.see("shop-boards")


def test_the_menu_of_a_row_by_mouse_and_by_keyboard(people: Any, world: cast.World) -> None:
    job = cast.mission(world)
    carl = people("carl")
    page = carl.page
    carl.go("/carrosserie/")
    carl.see("shop-board")
    page.get_by_role("cell", name="VEUILLEZ ETABLIR").click(button="right")
    menu = page.get_by_role("menu")
    expect(menu.get_by_role("menuitem", name="Procédure perte totale")).to_be_visible()
    refused = menu.get_by_role("menuitem", name="Commencer les réparations")
    expect(refused).to_contain_text("L'expert n'a pas encore validé le devis")
    expect(refused).to_have_attribute("aria-disabled", "true")
    carl.see("shop-menu")
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    button = page.get_by_role("button", name="Actions, AB-123-CD")
    expect(button).to_be_focused()
    for opener in ("Enter", "Space", "ArrowDown"):
        page.keyboard.press(opener)
        expect(menu.get_by_role("menuitem").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(button).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(menu.get_by_role("menuitem", name="Ouvrir la mission")).to_be_focused()
    page.keyboard.press("a")
    expect(menu.get_by_role("menuitem", name="Abandon de la Smart Expertise")).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.locator("textarea").fill("Le client est parti ailleurs.")
    dialog.get_by_role("button", name="Abandon de la Smart Expertise").click()
    expect(page.get_by_text("SMART EXPERTISE ABANDONNEE ET CLOTUREE").first).to_be_visible()
    job.refresh_from_db()
    assert job.outcome == "abandoned"


def test_an_estimate_with_photos_in_their_slots(people: Any, world: cast.World) -> None:
    job = cast.mission(world)
    carl = people("carl", phone=True)
    page = carl.page
    carl.go("/carrosserie/")
    carl.see("shop-board-phone")
    page.get_by_role("button", name="Actions, AB-123-CD").click()
    page.get_by_role("menuitem", name="Nouveau devis basé sur mission sélectionnée").click()
    page.wait_for_url(f"**/missions/{job.pk}/devis/")
    carl.see("shop-estimate-phone")
    slot = page.locator("#f-photo_front_left")
    slot.locator("input[type=file]").set_input_files(story.files()["photo"])
    expect(slot.locator("img")).to_be_visible()
    page.locator("#f-frame_advice").get_by_text("Non").click()
    expect(page.locator("#progress")).to_contain_text("Enregistré à")
    page.get_by_role("button", name="Clôturer et transmettre le devis").click()
    problems = page.locator("#problems")
    expect(problems).to_be_focused()
    expect(problems).to_contain_text("Photo avant droite")
    expect(problems).not_to_contain_text("Photo avant gauche")
    expect(problems).not_to_contain_text("conseil technique")
    carl.see("shop-refused-phone")
    problems.get_by_role("link", name="Zone de choc principale").click()
    assert page.url.endswith("#f-impact_zone")
    slot.get_by_role("button", name="Retirer").click()
    expect(slot.locator("img")).to_have_count(0)
    page.set_viewport_size({"width": 1440, "height": 900})
    carl.see("shop-estimate")


def test_the_whole_way_without_scripts(people: Any, world: cast.World) -> None:
    """Nothing of the garage's work needs a script: the mission's page has what the menu has."""
    job = cast.mission(world)
    carl = people("carl", scripts=False)
    page = carl.page
    carl.go("/carrosserie/")
    page.locator(f"#menu-{job.pk}").click()
    assert page.url.endswith(f"/missions/{job.pk}/")
    page.get_by_role("button", name="Nouveau devis basé sur mission sélectionnée").click()
    page.locator("input[name=immobilisation_days]").fill("4")
    page.get_by_role("button", name="Enregistrer").last.click()
    assert page.locator("input[name=immobilisation_days]").input_value() == "4"
