"""An embedded PostgreSQL of our own: made once, started, attached to where it lives already, stopped."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import psycopg

from temoin.launch import binaries, filesystem, processes, roles
from temoin.launch.places import CannotStart

PORT = 5432  # only part of the socket's name: nothing listens on TCP
SOCKET_PATH_LIMIT = 100  # bytes; the kernel allows 107 (104 on macOS)
RETRY_FOR = 10.0  # seconds; after kill -9 the old server's children hold its memory for a moment
READY_WITHIN = 120.0  # seconds; recovery after a crash can be long
STOP_WITHIN = 10.0
BUILTIN_LOCALES_SINCE = 17  # with one name then, a better one from 18 on


@dataclass(slots=True)
class Postgres:
    """One server in one folder. `durable` false gives up safety against power cuts: for tests only."""

    folder: Path
    durable: bool = True
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _account: binaries.Account = field(default_factory=binaries.account, init=False)

    @property
    def home(self) -> Path:
        """The folder itself, or where the server's account cannot enter it, a private one in /var/tmp."""
        if self._account.may_enter(self.folder.parent):
            return self.folder
        return binaries.ELSEWHERE / f"temoin-{self._account.uid}-{_mark(self.folder)}"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def socket(self) -> Path:
        """The folder of the Unix socket, open to the server's account only; short enough for the kernel."""
        within = self.home / "socket"
        if len(os.fsencode(within / f".s.PGSQL.{PORT}")) < SOCKET_PATH_LIMIT:
            return within
        short = Path("/tmp")  # noqa: S108  (whose folder it is gets checked before use)
        return short / f"temoin-{self._account.uid}-{_mark(self.folder)}"

    @property
    def log(self) -> Path:
        return self.home / "log"

    def address(self, role: str, database: str = roles.DATABASE) -> str:
        """The postgresql:// address for a role."""
        return f"postgresql://{role}@/{database}?host={self.socket}&port={PORT}"

    @property
    def pid(self) -> int | None:
        """The server's process id where one runs in this folder, ours or started by somebody else."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if processes.is_running(pid, "postgres") else None

    def alive(self) -> bool:
        """Whether the server accepts connections."""
        try:
            with psycopg.connect(self.address(roles.OWNER, "postgres"), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def start(self) -> None:
        """Makes the cluster where there is none, starts the server or attaches to it, waits until it answers.

        Raises CannotStart with the end of the server's log where it does not come up.
        """
        self._reap()
        with self.locked():
            if self.alive():
                return
            installation = binaries.readable_by(self._account, binaries.installation())
            self._private(self.socket)
            if not self.data.is_dir():
                _initialise(self, installation)
            self._check_version(installation)
            self._start_until_ready(installation)

    def stop(self) -> None:
        """Stops the server (SIGINT: sessions are ended, no data is lost), also one that an earlier start left behind."""
        pid = self._process.pid if self._process else self.pid
        if pid is None:
            return
        for number in (signal.SIGINT, signal.SIGQUIT):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            if self._gone(pid):
                break
        self._process = None

    def _gone(self, pid: int) -> bool:
        deadline = time.monotonic() + STOP_WITHIN
        while time.monotonic() < deadline:
            self._reap()
            if not processes.is_running(pid, "postgres"):
                return True
            time.sleep(0.01)
        return False

    def erase(self) -> None:
        """Stops the server and throws its data away."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def _reap(self) -> None:
        """Takes a dead child off the process table: a zombie would look like a running server."""
        if self._process and self._process.poll() is not None:
            self._process = None

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """One starter at a time per folder; the lock goes with the process, however it ends."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        if network := filesystem.shared_kind(self.folder.parent):
            raise CannotStart(
                f"{self.folder.parent} lies on a shared drive ({network}); a database would not be safe there. "
                "Set TEMOIN_STATE to a folder on a local disk."
            )
        with (self.folder.parent / f"{self.folder.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._private(self.home)
            yield

    def _private(self, folder: Path) -> None:
        """Makes `folder` readable by the server's account alone (and by root)."""
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700, parents=True)
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in (self._account.uid, os.geteuid()):
            raise CannotStart(f"{folder} belongs to somebody else. Remove it and try again.")
        if status.st_uid != self._account.uid:
            os.chown(folder, self._account.uid, self._account.gid)
        if stat.S_IMODE(status.st_mode) != 0o700:
            folder.chmod(0o700)

    def _check_version(self, installation: Path) -> None:
        made_by = int((self.data / "PG_VERSION").read_text().strip())
        found = binaries.version(installation)
        if made_by != found:
            raise CannotStart(
                f"The data in {self.data} were made by PostgreSQL {made_by}, but version {found} was found. Set PGBIN to "
                f"the programs of version {made_by}, or throw the demo world away with `./run demo --fresh`."
            )

    def _start_until_ready(self, installation: Path) -> None:
        deadline = time.monotonic() + RETRY_FOR
        while not self._started(installation):
            if time.monotonic() > deadline:
                raise CannotStart(f"PostgreSQL did not start. The end of {self.log}:\n{_end(self.log)}")
            time.sleep(0.2)

    def _started(self, installation: Path) -> bool:
        """One attempt: true once the server answers, false once its process has ended."""
        if (self.data / "postmaster.pid").exists() and self.pid is None:
            # left by a crash; PostgreSQL would refuse if its number has meanwhile gone to another program
            (self.data / "postmaster.pid").unlink()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [installation / "bin" / "postgres", "-D", self.data, *self._options()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home if self._account.is_ours else "/",
                start_new_session=True,  # Ctrl-C reaches us alone; we stop it last
                env=_environment(),
                **cast(Any, self._account.popen()),
            )
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and self._process.poll() is None:
            if self.alive():
                return True
            time.sleep(0.01)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._process = None
        return False

    def _options(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            "port": str(PORT),
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _initialise(server: Postgres, installation: Path) -> None:
    """Makes the cluster with roles and database in a temporary folder and renames it: it is whole or not there."""
    for unfinished in server.home.glob("making-*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    making = Path(tempfile.mkdtemp(prefix="making-", dir=server.home))
    os.chown(making, server._account.uid, server._account.gid)
    locale = ["--locale=C", "--encoding=UTF8"]
    if (version := binaries.version(installation)) >= BUILTIN_LOCALES_SINCE:
        # the same order and case rules on every machine, whatever its libc
        name = "PG_UNICODE_FAST" if version > BUILTIN_LOCALES_SINCE else "C.UTF-8"
        locale += ["--locale-provider=builtin", f"--builtin-locale={name}"]
    safety = [] if server.durable else ["--no-sync"]
    program = [installation / "bin" / "initdb", "-D", making, "-U", roles.SUPERUSER]
    _run(server, [*program, "--auth-local=trust", "--auth-host=reject", *locale, *safety])
    single = [installation / "bin" / "postgres", "--single", "-j", "-D", making, "-c", "exit_on_error=true"]
    # -j: a statement ends at a semicolon and an empty line
    _run(server, [*single, "template1"], roles.ROLES.replace(";\n", ";\n\n"))
    making.rename(server.data)


def _run(server: Postgres, command: list[Any], given: str = "") -> None:
    done = subprocess.run(
        command,
        input=given,
        text=True,
        capture_output=True,
        cwd="/",
        env=_environment(),
        check=False,
        **cast(Any, server._account.popen()),
    )
    if done.returncode or "ERROR" in done.stderr:
        raise CannotStart(f"{Path(command[0]).name} failed: {done.stderr.strip()[-1500:]}")


def _environment() -> dict[str, str]:
    """The environment without what would lead PostgreSQL elsewhere (PGDATA, PGPORT, a locale this machine lacks)."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}


def _mark(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]


def _end(log: Path, lines: int = 12) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(no log)"
