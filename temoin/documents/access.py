"""Who may see a document: asked of the function that the wiring sets here, since claims lie above this app.

Until it has, nobody may see anything.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from temoin.documents.models import Document

Rule = Callable[[HttpRequest, Document], bool]


def nobody(request: HttpRequest, document: Document) -> bool:
    """The rule before the wiring has spoken."""
    return False


may_see: Rule = nobody
