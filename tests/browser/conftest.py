"""A real Chromium on the real pages: every console error and every failed request fails the test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests import world as cast

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's sync API keeps a loop in the thread
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PICTURES = Path(__file__).resolve().parents[2] / ".temoin" / "pictures"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("TEMOIN_CHROMIUM", "/usr/bin/chromium"),
        "args": FLAGS,
        "env": {**os.environ, "LANGUAGE": "en_GB"},
    }


@pytest.fixture
def world() -> cast.World:
    return cast.build()


class Person:
    """One person at his own browser; `see` checks a page with axe and keeps a picture of it."""

    def __init__(self, page: Page, base: str, name: str) -> None:
        self.page, self.base, self.name = page, base, name
        self.errors: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _console(self, message: ConsoleMessage) -> None:
        refused = "status of 4" in message.text  # a refusal is an answer; the page says why
        if message.type == "error" and not refused:
            self.errors.append(message.text)

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)

    def sign_in(self, email: str) -> None:
        self.go("/sign-in/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", cast.PASSWORD)
        self.page.click("button[type=submit]")
        self.page.wait_for_load_state()

    def see(self, picture: str = "") -> None:
        """Nothing for axe to find on this page, no sideways scroll; keeps a picture where it has a name."""
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(width) <= 0, f"{self.page.url} scrolls sideways"
        if picture:
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{picture}.png", animations="disabled", caret="hide")


@pytest.fixture
def people(browser: Browser, live_server: Any, world: cast.World) -> Iterator[Any]:
    """`people("bob")` is Bob signed in at a desk; `people("bob", phone=True)` at his phone; "insured" has no account."""
    opened: list[Person] = []
    contexts = []

    def person(name: str, *, phone: bool = False, scripts: bool = True, dark: bool = False) -> Person:
        context = browser.new_context(
            viewport=NARROW if phone else WIDE,
            java_script_enabled=scripts,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        found = Person(context.new_page(), live_server.url, name)
        opened.append(found)
        if name in world.people:
            found.sign_in(world.people[name].email)
        return found

    yield person
    for context in contexts:
        context.close()
    assert [error for one in opened for error in one.errors] == []
