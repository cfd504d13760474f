"""`./run test`: a PostgreSQL for tests, a Chromium, the translations, then pytest, whose last line stays the last."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sys
from collections.abc import Iterator
from io import TextIOWrapper

from temoin.launch import catalogues, chromium, database, foreground
from temoin.launch.places import STATE, environment
from temoin.launch.postgres import Postgres

RUNS_AT_ONCE = 16
MOST_WORKERS = 4
"""The whole suite runs on so many cores at most, each worker with a database of its own; a file stays on one."""


def test(arguments: list[str]) -> int:
    """Runs pytest with `arguments` (the whole of tests/ without any) and answers with its exit code."""
    browser = chromium.found_or_installed()
    catalogues.compile_newer()
    with _server() as addresses:
        told = addresses.environment() | {"TEMOIN_CHROMIUM": browser, "TEMOIN_DEMO": "0"}
        spread = (
            []
            if arguments
            else [
                "-n",
                str(min(os.cpu_count() or 1, MOST_WORKERS)),
                "--dist",
                "loadfile",
                "--no-loadscope-reorder",
            ]
        )
        return foreground.run(
            [sys.executable, "-m", "pytest", *spread, *arguments], environment(**told), in_checkout=True
        )


@contextlib.contextmanager
def _server() -> Iterator[database.Addresses]:
    """A server for this run. Runs in one checkout share it, each with a database of its own; the last one stops it."""
    if named := database.given():
        yield named
        return
    server = Postgres(STATE / "test-pg", durable=False)
    STATE.mkdir(parents=True, exist_ok=True)
    with _slot() as number:
        try:
            server.start()
            yield database.embedded(server, "temoin" if number == 1 else f"temoin_{number}")
        finally:
            with server.locked():
                if not _others_run(number):
                    server.stop()


@contextlib.contextmanager
def _slot() -> Iterator[int]:
    """The first free number; it frees itself when the process ends, however that happens."""
    for number in range(1, RUNS_AT_ONCE + 1):
        with _slot_file(number) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield number
            return
    raise RuntimeError(f"more than {RUNS_AT_ONCE} test runs in one checkout")


def _slot_file(number: int) -> TextIOWrapper:
    return (STATE / f"test-{number}.lock").open("w")


def _others_run(own: int) -> bool:
    for number in range(1, RUNS_AT_ONCE + 1):
        if number == own or not (STATE / f"test-{number}.lock").exists():
            continue
        with _slot_file(number) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
    return False
