"""Where one checkout keeps what it makes while running: everything under `.temoin/`, so two checkouts never meet."""

from __future__ import annotations

import os
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
STATE = Path(os.environ.get("TEMOIN_STATE") or CHECKOUT / ".temoin").absolute()
SETTINGS = "temoin.config.settings"


class CannotStart(Exception):
    """{message}: something the person at the keyboard can put right; printed as a sentence, without a traceback."""


def django(*arguments: str) -> list[str]:
    """The command line of a Django management command in this environment."""
    return [sys.executable, "-m", "django", *arguments]


def environment(**extra: str) -> dict[str, str]:
    """This process's environment for a child that runs Django."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "TEMOIN_STATE": str(STATE),
        "PYTHONPATH": os.pathsep.join([str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        **extra,
    }
