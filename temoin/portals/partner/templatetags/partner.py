"""A template filter for what a partner may read of what happened meanwhile."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from temoin.journal.models import JournalEntry

register = template.Library()


@register.filter
def shared(entries: Iterable[JournalEntry]) -> list[JournalEntry]:
    """Those entries that are meant for the parties."""
    return [entry for entry in entries if entry.visibility == "parties"]
