"""The trades that a claim can need: the choices of every procedure's own field."""

from __future__ import annotations

from django.utils import translation

from temoin.procedures import files


def trades() -> list[tuple[str, str]]:
    """(code, label in the reader's language) of every trade of every procedure."""
    language = (translation.get_language() or "fr")[:2]
    found = [files.procedure(code).fields.get("trade") for code in files.procedures()]
    return [(code, label[language]) for field in found if field for code, label in field.choices.items()]
