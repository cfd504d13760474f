"""The styleguide in a real browser: nothing for axe to find, and the behaviour that scripts add."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.django_db(transaction=True)

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
RULES = {"rules": {"target-size": {"enabled": True}}}


@pytest.fixture
def address(live_server: Any) -> str:
    return f"{live_server.url}/styleguide/"


@pytest.fixture
def quiet(page: Page, address: str) -> Iterator[Page]:
    """The styleguide, in English; fails where the browser complained of anything."""
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_viewport_size(WIDE)
    page.set_extra_http_headers({"accept-language": "en"})
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok
    yield page
    assert said == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "size", [WIDE, PHONE, {"width": 320, "height": 640}], ids=lambda size: str(size["width"])
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, address: str, size: dict[str, int], theme: Any
) -> None:
    context = browser.new_context(viewport=size, color_scheme=theme, is_mobile=size is not WIDE)  # type: ignore[arg-type]
    page = context.new_page()
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok
    page.wait_for_function("document.documentElement.classList.contains('js')")
    if size["width"] > 320:
        assert [found["id"] for found in Axe().run(page, options=RULES).response["violations"]] == []
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0
    context.close()


def test_axe_would_find_a_nameless_button(quiet: Page) -> None:
    quiet.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert Axe().run(quiet).violations_count > 0


def test_keys_move_through_the_queue_but_not_while_typing(quiet: Page) -> None:
    quiet.keyboard.press("j")
    expect(quiet.locator("[data-rows] a.qrow")).to_be_focused()
    quiet.locator("#ui-search").focus()
    quiet.keyboard.press("j")
    expect(quiet.locator("#ui-search")).to_have_value("j")


def test_the_list_of_keys_opens_and_switches_them_off(quiet: Page) -> None:
    quiet.keyboard.press("?")
    quiet.get_by_role("button", name="Switch the keys off").click()
    quiet.get_by_role("dialog").get_by_role("button", name="Close").click()
    quiet.keyboard.press("j")
    expect(quiet.locator("[data-rows] a.qrow")).not_to_be_focused()


def test_a_dialog_opens_keeps_the_focus_and_closes(quiet: Page) -> None:
    quiet.locator("[data-dialog=kit-dialog]").first.click()
    dialog = quiet.locator("#kit-dialog")
    expect(dialog).to_be_visible()
    assert quiet.evaluate("document.querySelector('#kit-dialog').contains(document.activeElement)")
    quiet.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_conditional_field_appears_with_the_answer_that_needs_it(quiet: Page) -> None:
    finding = quiet.locator('[data-field="a-found"]')
    expect(finding).to_be_hidden()
    quiet.locator("#id_a-match_1").check()
    expect(finding).to_be_visible()
    expect(finding.locator("textarea")).to_be_enabled()
    quiet.locator("#id_a-match_0").check()
    expect(finding).to_be_hidden()


def test_without_scripts_every_field_is_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=WIDE)  # type: ignore[arg-type]
    page = context.new_page()
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok
    expect(page.locator('[data-field="a-found"]')).to_be_visible()
    expect(page.locator("#id_a-photos_0")).to_be_visible()
    context.close()


def test_a_large_photo_is_sent_at_1600_pixels_and_can_be_taken_out(quiet: Page, tmp_path: Path) -> None:
    picture = tmp_path / "ceiling.jpg"
    Image.effect_noise((4000, 3000), 80).convert("RGB").save(picture)
    quiet.locator("#id_a-photos_0").set_input_files(picture)
    expect(quiet.locator("[data-files-list] img")).to_have_count(1)
    sent = quiet.evaluate(
        """async () => { const file = document.querySelector('#id_a-photos_0').files[0];
        const bytes = new Uint8Array(await file.arrayBuffer());
        return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join('')); }"""
    )
    assert Image.open(io.BytesIO(base64.b64decode(sent))).size == (1600, 1200)
    quiet.get_by_role("button", name="Remove: ceiling.jpg").click()
    assert quiet.evaluate("document.querySelector('#id_a-photos_0').files.length") == 0


def test_the_two_buttons_of_a_number_count(quiet: Page) -> None:
    days = quiet.locator('[data-field="a-days"]')
    days.get_by_role("button", name="One more").click(click_count=2)
    days.get_by_role("button", name="One less").click()
    expect(days.locator("input")).to_have_value("1")


def test_a_question_is_asked_before_a_form_goes_off(quiet: Page) -> None:
    quiet.evaluate(
        """() => { const form = document.querySelector('#forms form'); form.dataset.confirm = 'Take the job back?';
        form.dataset.confirmYes = 'Take it back';
        form.addEventListener('submit', event => { event.preventDefault(); window.went = form.elements.confirmed?.value; });
        form.requestSubmit(); }"""
    )
    asked = quiet.get_by_role("alertdialog", name="Take the job back?")
    expect(asked.get_by_role("button", name="Cancel")).to_be_focused()
    assert quiet.evaluate("window.went") is None
    asked.get_by_role("button", name="Take it back").click()
    assert quiet.evaluate("window.went") == "1"


def test_the_theme_changes_at_once_and_stays(quiet: Page) -> None:
    quiet.locator("details.account summary").click()
    with quiet.expect_response("**/theme/"):
        quiet.get_by_role("button", name="Dark").click()
    assert quiet.evaluate("document.documentElement.dataset.theme") == "dark"
    quiet.reload()
    assert quiet.evaluate("document.documentElement.dataset.theme") == "dark"


def test_the_palette_finds_and_opens(quiet: Page, address: str) -> None:
    quiet.route(
        "**/palette-of-the-test*",
        lambda route: route.fulfill(
            json=[
                {
                    "group": "Claims",
                    "label": "Hendrickx, water damage",
                    "sub": "25-117318",
                    "url": f"{address}?found",
                    "icon": "folder",
                    "key": "",
                },
                {
                    "group": "Actions",
                    "label": "<b>Call</b> Hendrickx",
                    "sub": "",
                    "url": "javascript:alert(1)",
                    "icon": "phone",
                    "key": "C",
                },
            ]
        ),
    )
    quiet.route("**/styleguide/", _with_palette)
    quiet.goto(address)
    quiet.keyboard.press("Control+k")
    quiet.keyboard.type("hen")
    options = quiet.locator(".pal-o")
    expect(options).to_have_count(2)
    expect(options.first.locator("mark")).to_have_text("Hen")
    expect(options.nth(1)).to_contain_text("<b>Call</b>")
    quiet.keyboard.press("Enter")
    quiet.wait_for_url("**/styleguide/?found")


def _with_palette(route: Any) -> None:
    answer = route.fetch()
    route.fulfill(
        response=answer,
        body=answer.text().replace(
            'class="shell"', 'class="shell" data-palette-url="/palette-of-the-test"', 1
        ),
    )
