"""The tabs of the claim's file, in the order they stand in; a new one is a module beside this and a line here."""

from __future__ import annotations

from temoin.portals.desk.tabs import (
    assignments,
    documents,
    expertise,
    journal,
    mail,
    messages,
    readings,
    works,
)
from temoin.portals.desk.tabs.tab import Tab

TABS: tuple[Tab, ...] = (
    journal.TAB,
    assignments.TAB,
    expertise.TAB,
    readings.TAB,
    works.TAB,
    documents.TAB,
    messages.TAB,
    mail.TAB,
)
