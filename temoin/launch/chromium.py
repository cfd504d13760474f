"""Finds the Chromium that the browser tests drive, and installs one where the machine allows it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from temoin.launch.places import CannotStart

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Inter is the font of the screens: with it, pictures taken here look as designed
PACKAGES = ("chromium", "fonts-inter-variable")


def found() -> str:
    """The path of a Chromium that starts, empty where there is none."""
    return next((path for path in _candidates() if _starts(path)), "")


def found_or_installed() -> str:
    """The path of a Chromium that starts.

    Raises CannotStart, with what is missing and what was tried, where there is none and none can be installed.
    """
    if path := found():
        return path
    tried = []
    for attempt in _attempts():
        print(f"The browser tests need a Chromium; trying: {' '.join(attempt)}", file=sys.stderr, flush=True)
        done = subprocess.run(attempt, capture_output=True, text=True, check=False)
        if path := found():
            return path
        tried.append(
            f"  {' '.join(attempt)}: {(done.stderr or done.stdout).strip()[-400:] or 'no Chromium came of it'}"
        )
    raise CannotStart(
        "The browser tests need a Chromium, and there is none that starts on this machine. Tried:\n"
        + "\n".join(tried)
        + "\nInstall one (Debian: apt install chromium; elsewhere Google Chrome will do) or set CHROMIUM to its path. "
        "Tests that need no browser run alone: ./run test tests/engine"
    )


def _candidates() -> Iterator[str]:
    for variable in ("CHROMIUM", "TEMOIN_CHROMIUM"):
        if chosen := os.environ.get(variable):
            yield chosen
    yield from filter(None, map(shutil.which, NAMES))
    yield from MACOS
    yield from _of_playwright()


def _of_playwright() -> Iterator[str]:
    """Browsers that `playwright install` brought, newest first."""
    for folder in (
        Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"),
        Path.home() / "Library" / "Caches" / "ms-playwright",
    ):
        for pattern in ("chromium-*/chrome-*/chrome", "chromium-*/chrome-*/*.app/Contents/MacOS/*"):
            yield from map(str, sorted(folder.glob(pattern), reverse=True))


def _starts(path: str) -> bool:
    """Whether it is a browser indeed: Ubuntu's `chromium-browser` only tells to install a snap."""
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0 and "Chrom" in told.stdout


def _attempts() -> Iterator[list[str]]:
    playwright = [sys.executable, "-m", "playwright", "install"]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        yield ["apt-get", "update", "-qq"]
        for packages in (PACKAGES, PACKAGES[:1]):  # older systems have no such font
            yield ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        yield [*playwright, "--with-deps", "chromium"]
    yield [*playwright, "chromium"]
