"""Questions about other processes, answered from /proc or, where there is none, by `ps`."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

PROC = Path("/proc")


def command_of(pid: int) -> str:
    """The command line of a running process; empty where there is no such process or it is only a zombie."""
    if (PROC / "self").exists():
        try:
            return (
                (PROC / str(pid) / "cmdline")
                .read_bytes()
                .replace(b"\0", b" ")
                .decode(errors="replace")
                .strip()
            )
        except OSError:
            return ""
    told = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "" if told.returncode or "<defunct>" in told.stdout else told.stdout.strip()


def is_running(pid: int, words: str) -> bool:
    """Whether `pid` is alive and its command line holds `words`: a number alone may have gone to another program."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return words in command_of(pid)
