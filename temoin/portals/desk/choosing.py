"""What may be done on the open file: the one that comes first, and the others."""

from __future__ import annotations

from typing import Any

from temoin.portals.desk.opened import File

QUIET = ("add_note", "log_call")  # they stand in the composer, not in the menu


def context(file: File) -> dict[str, Any]:
    """The primary action and the menu of the others."""
    ready = [one for one in file.choices if one.refusal is None and one.action.code not in QUIET]
    primary = next((one for one in ready if one.action.primary), None)
    others = [one for one in file.choices if one is not primary and one.action.code not in QUIET]
    return {"choices": file.choices, "primary": primary, "others": others}
