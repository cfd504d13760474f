"""Several processes at one task, where the system can fork: claims do not know of one another, so each lives a share."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from django.db import connection, connections

Result = TypeVar("Result")

MOST = 4


class Failed(Exception):
    """One of the processes ended badly; what it said stands on the error stream."""


def processes() -> int:
    """How many are worth while here: one where there is one processor, or where forking is not safe."""
    return min(MOST, os.cpu_count() or 1) if sys.platform == "linux" else 1


def each(count: int, work: Callable[[int], Result]) -> list[Result]:
    """`work(0)` to `work(count - 1)`, each in a process with a connection of its own. Raises Failed."""
    # a connection and the threads of its pool must not be shared by a fork
    connections.close_all()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    fork = multiprocessing.get_context("fork")
    running = []
    for number in range(count):
        here, there = fork.Pipe(duplex=False)
        process = fork.Process(target=_child, args=(there, work, number))
        process.start()
        there.close()
        running.append((process, here))
    found: list[Result] = []
    for process, here in running:
        with contextlib.suppress(EOFError):  # it ended without an answer
            found.append(here.recv())
        process.join()
    if len(found) < count:
        raise Failed
    return found


def _child(there: Connection, work: Callable[[int], Result], number: int) -> None:
    there.send(work(number))
    there.close()
    connections.close_all()
