"""The trades that a claim can need: the choices of the procedure's own field."""

from __future__ import annotations

from django.utils import translation

from temoin.procedures.files import procedure


def trades() -> list[tuple[str, str]]:
    """(code, label in the reader's language) of every trade."""
    language = (translation.get_language() or "fr")[:2]
    choices = procedure("home_repair").fields["trade"].choices
    return [(code, label[language]) for code, label in choices.items()]
