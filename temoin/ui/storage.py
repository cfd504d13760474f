"""Static files under hashed names, compressed, with the imports between our own modules rewritten."""

from __future__ import annotations

from collections.abc import Callable
from re import Match
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class OwnModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise is untyped
    """Without rewritten imports, caches would go on serving an old module under its unhashed name.

    The files of django-htmx are left alone: a comment in one of them looks like an import.
    """

    support_js_module_import_aggregation = True

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[Match[str]], str]:
        """How one reference inside the file `name` is rewritten."""
        if name.startswith("django_htmx/"):
            return _unchanged
        converter: Any = super().url_converter(name, hashed_files, template)
        return converter  # type: ignore[no-any-return]


def _unchanged(match: Match[str]) -> str:
    return match[0]
