"""Finds free ports and keeps them from other checkouts of the same machine."""

from __future__ import annotations

import contextlib
import fcntl
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from temoin.launch.places import CannotStart

TRIES = 200


@dataclass(slots=True)
class Port:
    """A reserved port: nobody else who asks here gets it while this process lives."""

    number: int
    _lock: TextIOWrapper


def reserve(preferred: int, *, exactly: bool = False) -> Port:
    """The preferred port or the next free one. Raises CannotStart where it is taken and only it will do."""
    for number in range(preferred, preferred + (1 if exactly else TRIES)):
        if not _is_taken(number) and (lock := _lock(number)):
            return Port(number, lock)
    raise CannotStart(f"Port {preferred} is in use by another program. Choose another one with --port.")


def _lock(number: int) -> TextIOWrapper | None:
    """Held against another start at the same moment, before either listens."""
    file = _lock_file(Path(tempfile.gettempdir()) / f"temoin-port-{number}.lock")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _lock_file(path: Path) -> TextIOWrapper:
    """Made where it is not there; one that another account of this machine made can be locked by reading it."""
    with contextlib.suppress(PermissionError):
        return path.open("a")
    return path.open()


def _is_taken(number: int) -> bool:
    """Whether something listens, on either address a browser may try for `localhost`, or nobody may listen."""
    if any(_answers(family, host, number) for family, host in _local()):
        return True
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # connections of an earlier run may still be closing: they do not count
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return True
    return False


def _local() -> Iterator[tuple[socket.AddressFamily, str]]:
    yield socket.AF_INET, "127.0.0.1"
    if socket.has_ipv6:
        yield socket.AF_INET6, "::1"


def _answers(family: socket.AddressFamily, host: str, number: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(0.5)
            return probe.connect_ex((host, number)) == 0
    except OSError:
        return False
