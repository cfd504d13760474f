"""What people do again and again in the stories: fill a date, attach a photo, open the link in a mail."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from zoneinfo import ZoneInfo

from django.core import mail
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page

from temoin.messages.models import Mail
from temoin.messages.sending import send

PARIS = ZoneInfo("Europe/Paris")


@cache
def files() -> dict[str, Path]:
    """A photo of a stain and a one-page PDF."""
    folder = Path(mkdtemp())
    picture = Image.new("RGB", (1200, 900), "#e9e4da")
    drawn = ImageDraw.Draw(picture)
    drawn.ellipse((300, 200, 900, 620), fill="#c9ae84", outline="#8a6d45", width=8)
    drawn.ellipse((460, 300, 760, 520), fill="#a98a5c")
    picture.save(folder / "plafond.jpg")
    picture.save(folder / "devis.pdf")
    return {"photo": folder / "plafond.jpg", "pdf": folder / "devis.pdf"}


def fill_instant(page: Page, name: str, at: datetime) -> None:
    local = at.astimezone(PARIS)
    page.fill(f"input[name={name}_0]", local.date().isoformat())
    page.fill(f"input[name={name}_1]", local.strftime("%H:%M"))


def attach(page: Page, name: str, which: str) -> None:
    page.locator(f"input[type=file][name={name}]:not([capture])").set_input_files(files()[which])


def answer(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name={name}][value={value}]").check()


def tick(box: Locator) -> None:
    """Tick a box that its card covers, brought to the middle first: the bar at the bottom lies over the edge."""
    box.evaluate("element => element.scrollIntoView({block: 'center'})")
    box.check(force=True)


def submit(page: Page) -> None:
    """Press the form's main button and, where it asks, yes."""
    with page.expect_navigation():
        page.locator(
            "main form button[type=submit].primary, main form .actions button[type=submit]"
        ).last.click()
        asked = page.locator("dialog[open] [data-yes], dialog[open] button.primary")
        if asked.count():
            asked.first.click()


def delivered() -> list[Any]:
    """Send what is queued, for real as far as the outbox, and give the new mails."""
    before = len(mail.outbox)
    for pk in Mail.objects.filter(sent_at__isnull=True).order_by("pk").values_list("pk", flat=True):
        send(pk)
    return mail.outbox[before:]


def link_in(message: Any) -> str:
    """The path of the first link in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", str(message.body))
    assert found, message.body
    return found[1]


def mail_to(found: list[Any], address: str, subject: str = "") -> Any:
    """The one mail to an address whose subject holds these words."""
    fitting = [one for one in found if address in one.to[0] and subject.casefold() in one.subject.casefold()]
    assert len(fitting) == 1, [(one.to, one.subject) for one in found]
    return fitting[0]
