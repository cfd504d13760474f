"""Runs one child in the foreground of the terminal and answers with its exit code."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from types import FrameType

from temoin.launch.places import CHECKOUT


def run(command: Sequence[str], environment: dict[str, str], *, in_checkout: bool = False) -> int:
    """Waits for the child whatever happens: it hears Ctrl-C itself; a SIGTERM sent to us is passed on."""
    child = subprocess.Popen(command, env=environment, cwd=CHECKOUT if in_checkout else None)
    try:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()


def end_on_signals() -> None:
    """Makes SIGTERM and a closed terminal leave by the same door as an exception, so that `finally` runs."""

    def leave(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)
