"""Translations are compiled before these tests, and the language is left as it was found."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

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


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's own Chromium, told to be quiet; English dates come from its environment, not from --lang."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop in this thread
    quiet = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    )
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("TEMOIN_CHROMIUM") or "/usr/bin/chromium",
        "args": [*quiet.split(), "--disable-component-update", "--disable-sync"],
        "env": {**os.environ, "LANGUAGE": "en_GB"},
    }
