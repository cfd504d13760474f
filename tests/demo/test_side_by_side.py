"""Several processes at one task: every share is done, and one that ends badly is noticed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from temoin.demo import side_by_side

CHECKOUT = Path(__file__).resolve().parents[2]
START = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "temoin.config.settings"
django.setup()
from temoin.demo import side_by_side
try:
    print(side_by_side.each(3, {work}))
except side_by_side.Failed:
    print("failed")
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process does all of it")


def said(work: str) -> str:
    """What a process of its own prints: a fork would take this one's database connection along."""
    command = [sys.executable, "-c", START.format(work=work)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


def test_the_answers_come_in_the_order_of_the_shares() -> None:
    assert said("lambda number: number * number") == "[0, 1, 4]"


def test_a_share_that_ends_badly_is_noticed() -> None:
    assert said("lambda number: 1 // number") == "failed"


def test_there_is_always_one_and_never_a_crowd() -> None:
    assert 1 <= side_by_side.processes() <= side_by_side.MOST
