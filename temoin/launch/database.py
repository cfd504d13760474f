"""Which PostgreSQL a command works on: the one the person names, or the embedded one of this checkout."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass

from temoin.launch import roles
from temoin.launch.places import STATE
from temoin.launch.postgres import Postgres


@dataclass(frozen=True, slots=True)
class Addresses:
    """The postgresql:// addresses of the runtime role and of the role that owns the tables."""

    runtime: str
    owner: str
    embedded: bool

    def environment(self) -> dict[str, str]:
        """What a child process must be told."""
        told = {"TEMOIN_DATABASE_URL": self.runtime, "TEMOIN_OWNER_DATABASE_URL": self.owner}
        return told | ({"TEMOIN_DEMO": os.environ.get("TEMOIN_DEMO", "1")} if self.embedded else {})


def given() -> Addresses | None:
    """The server the person names in the environment, if any."""
    runtime = os.environ.get("DATABASE_URL") or os.environ.get("TEMOIN_DATABASE_URL")
    if not runtime:
        return None
    owner = os.environ.get("OWNER_DATABASE_URL") or os.environ.get("TEMOIN_OWNER_DATABASE_URL") or runtime
    return Addresses(runtime=runtime, owner=owner, embedded=False)


def embedded(server: Postgres, database: str = roles.DATABASE) -> Addresses:
    """The addresses of a server of ours."""
    return Addresses(
        runtime=server.address(roles.RUNTIME, database),
        owner=server.address(roles.OWNER, database),
        embedded=True,
    )


def demo_server() -> Postgres:
    """The server that holds this checkout's demo world."""
    return Postgres(STATE / "pg")


@contextlib.contextmanager
def opened() -> Iterator[Addresses]:
    """A database for one command: the one named, the running demo's, or the demo's started for that long."""
    if named := given():
        yield named
        return
    server = demo_server()
    ours = not server.alive()
    server.start()
    try:
        yield embedded(server)
    finally:
        if ours:
            server.stop()
