"""The embedded PostgreSQL: made whole, shared, killed, restarted; its roles; where its files may lie."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from temoin.launch import binaries, filesystem, roles
from temoin.launch.places import CannotStart
from temoin.launch.postgres import Postgres


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        running = Postgres(Path(folder) / "pg")
        running.start()
        yield running
        running.erase()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Postgres]:
    """A server of the test's own; pytest's folders are closed to other accounts, so for root it lives in /var/tmp."""
    server = Postgres(tmp_path / "pg", durable=False)
    yield server
    server.erase()


def ask(server: Postgres, role: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.address(role)) as connection:
        answer = connection.execute(query)  # type: ignore[call-overload]
        return list(answer.fetchall()) if answer.description else []


@pytest.mark.parametrize("role", [roles.OWNER, roles.RUNTIME])
def test_neither_role_is_a_superuser_or_passes_row_level_security(server: Postgres, role: str) -> None:
    [row] = ask(
        server,
        role,
        "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user",
    )
    assert row == (False, False, False)


def test_the_runtime_role_works_in_the_owners_tables_but_makes_none(server: Postgres) -> None:
    ask(server, roles.OWNER, "CREATE TABLE works (id bigserial PRIMARY KEY, note text)")
    ask(server, roles.RUNTIME, "INSERT INTO works (note) VALUES ('a')")
    assert ask(server, roles.RUNTIME, "SELECT note FROM works") == [("a",)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(server, roles.RUNTIME, "CREATE TABLE mine (id int)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(server, roles.RUNTIME, "TRUNCATE works")


def test_a_database_made_later_gives_the_runtime_role_the_same_rights(server: Postgres) -> None:
    address = server.address(roles.OWNER, "postgres")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE later")
    with psycopg.connect(server.address(roles.OWNER, "later")) as connection:
        connection.execute("CREATE TABLE t (a int)")
        connection.execute("SET LOCAL ROLE temoin_app")
        connection.execute("INSERT INTO t VALUES (1)")


def test_only_its_own_account_reaches_the_socket_and_nothing_listens_on_the_network(server: Postgres) -> None:
    assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
    assert ask(server, roles.RUNTIME, "SHOW listen_addresses") == [("",)]


def test_order_and_case_are_the_same_on_every_machine(server: Postgres) -> None:
    [row] = ask(server, roles.RUNTIME, "SELECT lower('ÉTÉ'), current_setting('timezone')")
    assert row == ("été", "UTC")


def test_a_second_starter_attaches_to_the_living_server(server: Postgres) -> None:
    before = server.pid
    other = Postgres(server.folder)
    other.start()
    assert (other.pid, server.pid) == (before, before)


def test_what_was_committed_survives_kill_9_and_the_server_comes_back(server: Postgres) -> None:
    ask(server, roles.OWNER, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    killed = server.pid
    assert killed
    os.kill(killed, signal.SIGKILL)
    server.start()
    assert server.pid != killed
    assert ask(server, roles.OWNER, "SELECT count(*) FROM kept") == [(1000,)]


def test_a_number_left_by_a_crash_that_now_names_another_program_is_no_obstacle(server: Postgres) -> None:
    server.stop()
    assert not server.alive()
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"]) as stranger:
        pid_file = server.data / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{server.data}\n0\n5432\n{server.socket}\n\n")
        os.chown(pid_file, server.data.stat().st_uid, server.data.stat().st_gid)
        assert server.pid is None
        server.start()
        assert server.alive()
        assert stranger.poll() is None
        stranger.kill()


def test_four_first_starts_at_once_make_one_server(own: Postgres) -> None:
    script = (
        "import sys; from pathlib import Path; from temoin.launch.postgres import Postgres\n"
        "server = Postgres(Path(sys.argv[1]), durable=False); server.start(); print(server.pid)"
    )
    starters = [
        subprocess.Popen([sys.executable, "-c", script, str(own.folder)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    told = {starter.communicate(timeout=60)[0] for starter in starters}
    assert told == {f"{own.pid}\n"}
    own.erase()
    assert not own.home.exists()


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    deep = Postgres(tmp_path / ("long-" * 20) / "pg")
    assert len(os.fsencode(deep.socket / ".s.PGSQL.5432")) < 100


def test_a_socket_folder_that_somebody_else_made_is_refused(
    own: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "trap").symlink_to(tmp_path / "elsewhere")
    monkeypatch.setattr(Postgres, "socket", tmp_path / "trap")
    with pytest.raises(CannotStart, match="belongs to somebody else"):
        own.start()


def test_data_of_another_version_are_not_touched(own: Postgres) -> None:
    own.data.mkdir(parents=True)
    (own.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(CannotStart, match="made by PostgreSQL 9"):
        own.start()
    assert [path.name for path in own.data.iterdir()] == ["PG_VERSION"]


def test_a_programs_folder_without_postgres_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGBIN", str(tmp_path))
    with pytest.raises(CannotStart, match="no program `postgres`"):
        binaries.installation()


def test_a_closed_parent_is_seen_and_opened_for_nobody(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    stranger = binaries.Account(uid=os.geteuid() + 12345, gid=os.getegid() + 12345)
    assert not stranger.may_enter(closed / "within")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_a_drive_shared_over_the_network_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\nfiler:/home {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr(filesystem, "MOUNTS", mounts)
    with pytest.raises(CannotStart, match="shared drive \\(nfs4\\)"):
        Postgres(tmp_path / "state" / "pg").start()
    assert filesystem.shared_kind(Path("/usr")) == ""
