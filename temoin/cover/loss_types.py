"""The causes of loss that a limit can be set for: the choices of every procedure's own field."""

from __future__ import annotations

from django.utils import translation

from temoin.procedures import files


def loss_types() -> list[tuple[str, str]]:
    """(code, label in the reader's language) of every cause of loss of every procedure."""
    language = (translation.get_language() or "fr")[:2]
    found = [files.procedure(code).fields["loss_type"].choices for code in files.procedures()]
    return [(code, label[language]) for choices in found for code, label in choices.items()]
