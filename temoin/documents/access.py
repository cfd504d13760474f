"""Who may see a document: asked of a function that the wiring hands in, since claims lie above this app.

Until one is handed in, nobody may see anything.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from temoin.documents.models import Document

Rule = Callable[[HttpRequest, Document], bool]


def nobody(request: HttpRequest, document: Document) -> bool:
    """The rule before the wiring has spoken."""
    return False


_rule: Rule = nobody


def decide_by(rule: Rule) -> Rule:
    """Hand in the rule; returns the one that held before."""
    global _rule
    before, _rule = _rule, rule
    return before


def may_see(request: HttpRequest, document: Document) -> bool:
    """Whether whoever makes this request may see this document."""
    return _rule(request, document)
