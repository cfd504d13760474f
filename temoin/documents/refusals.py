"""Why a file is not taken, in words for whoever sent it."""

from __future__ import annotations

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LARGEST = 25 * 1024 * 1024  # bytes of one file
MOST_FILES = 30  # in one go


class Reason(Enum):
    """A closed list; the name in lower case is the stable code."""

    EMPTY = _("This file is empty.")
    TOO_LARGE = _("This file is larger than 25 MB.")
    TOO_MANY = _("Please send at most 30 files at a time.")
    NOT_ALLOWED = _("Only photos (JPEG, PNG, WebP, HEIC) and PDF files can be sent.")
    NOT_A_PICTURE = _("A photo is expected here, not a PDF.")
    BROKEN = _("This file is damaged and cannot be opened.")
    TOO_MANY_PIXELS = _("This picture has more than 50 million pixels. Please send a smaller one.")
    MOVING = _("Moving pictures cannot be sent. Please send a still photo.")
    ACTIVE_CONTENT = _(
        "This PDF contains a program or an action. Please print it to a new PDF and send that."
    )
    ATTACHMENT = _("This PDF has other files inside. Please send them one by one.")
    LOCKED = _("This PDF is locked with a password. Please send it without.")
    TOO_COSTLY = _("This file takes too long to open. Please send it in a simpler form.")

    @property
    def code(self) -> str:
        return self.name.lower()


class Refused(Exception):
    """A file was not taken, and none of those sent with it; `filename` is fit to be shown."""

    def __init__(self, reason: Reason, filename: str = "") -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.filename = filename

    @property
    def code(self) -> str:
        return self.reason.code

    @property
    def sentence(self) -> Promise | str:
        return self.reason.value

    def __str__(self) -> str:
        return f"{self.filename}: {self.sentence}" if self.filename else str(self.sentence)
