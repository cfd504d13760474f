"""A template filter for what the insured may read of a journal."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from temoin.journal.models import JournalEntry

register = template.Library()


@register.filter
def for_parties(entries: Iterable[JournalEntry]) -> list[JournalEntry]:
    """Those entries that are meant for the parties."""
    return [entry for entry in entries if entry.visibility == "parties"]
