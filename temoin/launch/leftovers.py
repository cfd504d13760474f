"""Remembers which programs the demo started, so that the next start can end those a killed one left running."""

from __future__ import annotations

import contextlib
import fcntl
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from temoin.launch import processes, supervisor
from temoin.launch.places import CannotStart


@contextlib.contextmanager
def only_one(state: Path, address: str) -> Iterator[None]:
    """Held while a demo runs in this checkout. Raises CannotStart where one runs already."""
    state.mkdir(parents=True, exist_ok=True)
    with (state / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise CannotStart(
                f"The demo of this checkout runs already: {address} (stop it with Ctrl-C there)"
            ) from taken
        yield


def remember(state: Path, pids: list[int]) -> None:
    """Writes down what runs now."""
    _file(state).write_text(json.dumps(pids))


def end(state: Path) -> None:
    """Ends what an earlier supervisor left behind when it was killed; numbers that now name other programs are spared."""
    try:
        pids = json.loads(_file(state).read_text())
    except (OSError, ValueError):
        return
    for pid in pids:
        if processes.is_running(pid, sys.executable):
            supervisor.end_session(pid)
    _file(state).unlink(missing_ok=True)


def _file(state: Path) -> Path:
    return state / "demo-programs.json"
