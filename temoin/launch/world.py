"""The demo's database: made ready when something changed, filled when empty, made anew where filling was cut short."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

from temoin.launch import database, foreground, roles
from temoin.launch.places import CHECKOUT, STATE, CannotStart, django
from temoin.launch.postgres import Postgres

PREPARED = STATE / "prepared"  # fingerprint of what the last preparation was made from
FILLING = STATE / "filling"  # there while the world is being made


def is_prepared(server: Postgres | None) -> bool:
    """Whether tables and static files are those of this checkout as it stands; never assumed of a foreign server."""
    return (
        server is not None
        and not FILLING.exists()
        and (STATE / "static").is_dir()
        and PREPARED.exists()
        and PREPARED.read_text() == _fingerprint(server)
    )


def prepare(environment: dict[str, str], server: Postgres | None, *, fill: bool) -> None:
    """Migrates, collects static files and, where the world is empty and `fill` is set, invents one.

    Raises CannotStart with what the failing step said.
    """
    if server and FILLING.exists():
        _make_anew(server)
    done = subprocess.run(
        [sys.executable, "-m", "temoin.launch.prepare"],
        env=environment | {"TEMOIN_AS_OWNER": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotStart(
            f"The database could not be made ready:\n{(done.stderr or done.stdout).strip()[-3000:]}"
        )
    empty = done.stdout.strip().endswith("empty")
    if empty and fill:
        _fill(environment)
    if server and (fill or not empty):
        PREPARED.write_text(_fingerprint(server))


def erase(server: Postgres) -> None:
    """Throws the demo world away, with all that was uploaded to it."""
    server.erase()
    shutil.rmtree(STATE / "media", ignore_errors=True)
    PREPARED.unlink(missing_ok=True)
    FILLING.unlink(missing_ok=True)


def _fill(environment: dict[str, str]) -> None:
    FILLING.touch()
    if foreground.run(django("seed_demo"), environment):
        raise CannotStart("The demo world was not finished; the next start makes it anew.")
    FILLING.unlink()


def _make_anew(server: Postgres) -> None:
    """A world cut short while it was made is dropped: what is missing in it could not be told."""
    name = sql.Identifier(roles.DATABASE)
    with psycopg.connect(server.address(roles.OWNER, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    FILLING.unlink()


def _fingerprint(server: Postgres) -> str:
    """Of everything preparation reads, by size and time, and of the cluster, which may have been made anew."""
    package = CHECKOUT / "temoin"
    read: list[Path] = [CHECKOUT / "uv.lock", server.data / "PG_VERSION"]
    for pattern in ("**/migrations/*.py", "**/static/**/*", "config/settings.py"):
        read += sorted(path for path in package.glob(pattern) if path.is_file())
    told = hashlib.sha256()
    for path in read:
        status = path.stat()
        told.update(f"{path}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return told.hexdigest()


def given_or_embedded() -> tuple[database.Addresses, Postgres | None]:
    """The addresses to use, and the server where it is ours to start."""
    if named := database.given():
        return named, None
    server = database.demo_server()
    return database.embedded(server), server
