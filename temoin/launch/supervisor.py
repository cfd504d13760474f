"""Keeps the parts of a running Témoin alive: each is started in order, restarted whenever it ends, stopped in reverse."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from temoin.launch.places import CannotStart
from temoin.launch.postgres import Postgres

STEADY_AFTER = 10.0  # seconds; a part that ran this long and then ended is restarted at once
LONGEST_WAIT = 10.0  # seconds between two attempts
LOOK_EVERY = 0.1  # seconds


class Part(Protocol):
    """Something that runs and may end."""

    @property
    def name(self) -> str: ...
    def start(self) -> None: ...
    def is_running(self) -> bool: ...
    def stop(self) -> None: ...


@dataclass(slots=True)
class Program:
    """A child process in a session of its own, so that the terminal's Ctrl-C does not reach it before us."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path
    stop_within: float = 8.0  # seconds it has to finish what it is doing
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def is_running(self) -> bool:
        if self._process is None:
            return False
        if self._process.poll() is None:
            return True
        end_session(self._process.pid)  # its own children must not go on without it, holding the port
        self._process = None
        return False

    def stop(self) -> None:
        """Asks it to end, then ends it with all its children."""
        if self._process is None:
            return
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(self.stop_within)
        end_session(self._process.pid)
        self._process.wait()
        self._process = None


def end_session(pid: int) -> None:
    """Kills every process of the session that `pid` led."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


@dataclass(slots=True)
class Database:
    """The embedded PostgreSQL as a part."""

    server: Postgres
    name: str = "PostgreSQL"

    def start(self) -> None:
        self.server.start()

    def is_running(self) -> bool:
        return self.server.pid is not None

    def stop(self) -> None:
        self.server.stop()


@dataclass(slots=True)
class Care:
    """What the supervisor remembers of one part."""

    part: Part
    started_at: float = 0.0
    quick_ends: int = 0  # in a row
    due_at: float | None = None  # of the next attempt, while it does not run


@dataclass(slots=True)
class Supervisor:
    """Starts parts, tends them, stops them. Times are those of a monotonic clock, in seconds."""

    report: Callable[[str], None]
    after_start: Callable[[], None] = lambda: None  # called whenever a part has been started
    _cares: list[Care] = field(default_factory=list, init=False)

    def start(self, part: Part) -> None:
        """Starts a part and takes care of it from now on."""
        care = Care(part)
        self._cares.append(care)
        part.start()
        care.started_at = time.monotonic()
        self.after_start()

    def quick_ends(self, part: Part) -> int:
        """How often in a row the part has ended soon after its start."""
        return next(care.quick_ends for care in self._cares if care.part is part)

    def tend(self) -> None:
        """Looks at every part once and restarts those that have ended and whose wait is over."""
        for care in self._cares:
            if care.part.is_running():
                continue
            if care.due_at is None:
                care.due_at = self._noticed(care)
            if time.monotonic() >= care.due_at:
                self._restart(care)

    def tend_until(self, done: Callable[[], bool]) -> None:
        """Tends until `done` says so."""
        while not done():
            self.tend()
            time.sleep(LOOK_EVERY)

    def stop(self) -> None:
        """Stops all parts, the last started first, whatever each of them answers."""
        while self._cares:
            part = self._cares.pop().part
            try:
                part.stop()
            except Exception as reason:  # the others must still be stopped
                self.report(f"{part.name} did not stop cleanly: {reason}")

    def _noticed(self, care: Care) -> float:
        steady = time.monotonic() - care.started_at > STEADY_AFTER
        care.quick_ends = 0 if steady else care.quick_ends + 1
        wait = 0.0 if steady else min(LONGEST_WAIT, 0.2 * 2**care.quick_ends)
        self.report(f"{care.part.name} ended; starting it again" + (f" in {wait:.1f} s." if wait else "."))
        return time.monotonic() + wait

    def _restart(self, care: Care) -> None:
        care.due_at = None
        care.started_at = time.monotonic()
        try:
            care.part.start()
            self.after_start()
        except (CannotStart, OSError) as reason:  # tried again at the next look
            self.report(f"{care.part.name} could not be started: {reason}")
