"""The mails that the claim caused."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from temoin.messages.reading import mails_of
from temoin.portals.desk.opened import File
from temoin.portals.desk.tabs.tab import Tab


def context(file: File) -> dict[str, Any]:
    """Every mail of the claim, latest first."""
    return {"mails": list(mails_of(file.claim))}


TAB = Tab(
    code="mail",
    label=_("Mail"),
    template="desk/_mail.html",
    context=context,
    counted=lambda file: mails_of(file.claim),
)
