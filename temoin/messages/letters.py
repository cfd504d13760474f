"""Letters from their templates: the first line is the subject, the text follows an empty line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context, loader

SUBJECT = "Subject: "


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: one line and plain text."""

    subject: str
    body: str


def letter(code: str, language: str, words: Mapping[str, Any]) -> Letter:
    """Write a letter. Raises TemplateDoesNotExist for a code that nobody wrote, ValueError for a text without subject."""
    template: Any = loader.get_template(f"mail/{code}.{language}.txt")
    text = template.template.render(Context(dict(words), autoescape=False, use_l10n=False))
    head, separator, body = text.partition("\n\n")
    if not head.startswith(SUBJECT) or not separator:
        raise ValueError(f"mail/{code}.{language}.txt does not begin with its subject")
    return Letter(_one_line(head.removeprefix(SUBJECT)), _tidy(body))


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]


def _tidy(text: str) -> str:
    """No space at a line's end, at most one empty line: templates may leave things out freely."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"
