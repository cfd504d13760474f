"""Translations are compiled before these tests, and the language is left as it was found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone, translation

from temoin.launch import catalogues


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    catalogues.compile_newer()


@pytest.fixture(autouse=True)
def reader() -> Iterator[None]:
    """Reads English in Paris unless the test says otherwise."""
    with translation.override("en"), timezone.override("Europe/Paris"):
        yield
