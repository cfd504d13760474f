"""The supervisor restarts whatever ends, however it ends, and stops everything in order."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from temoin.launch import leftovers, processes, supervisor
from temoin.launch.places import CannotStart
from temoin.launch.supervisor import Program, Supervisor

SLEEPS = "import time; print('up', flush=True); time.sleep(60)"
# a parent with a child of its own, like a web server with its workers
FAMILY = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    "print(child.pid, flush=True)\n"
    "time.sleep(60)"
)
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"

Make = Callable[[str, str], Program]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervised(said: list[str]) -> Iterator[Supervisor]:
    keeper = Supervisor(said.append)
    yield keeper
    keeper.stop()


@pytest.fixture
def program(tmp_path: Path) -> Make:
    def make(name: str, script: str) -> Program:
        command = [sys.executable, "-c", script]
        return Program(name, command, dict(os.environ), tmp_path / f"{name}.log", stop_within=0.5)

    return make


def wait_for(condition: Callable[[], bool], keeper: Supervisor | None = None) -> None:
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline, "it did not happen within 15 s"
        if keeper:
            keeper.tend()
        time.sleep(0.02)


def test_kill_9_is_survived(supervised: Supervisor, program: Make, said: list[str]) -> None:
    web = program("web", SLEEPS)
    supervised.start(web)
    killed = web.pid
    assert killed
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: web.is_running() and web.pid != killed, supervised)
    assert said == ["web ended; starting it again in 0.4 s."]


def test_an_exit_without_an_error_is_restarted_too(supervised: Supervisor, program: Make) -> None:
    worker = program("worker", "print('done')")
    supervised.start(worker)
    wait_for(lambda: worker.log.read_text().count("done") >= 2, supervised)


def test_the_wait_grows_while_a_part_keeps_ending(
    supervised: Supervisor, program: Make, said: list[str]
) -> None:
    worker = program("worker", "raise SystemExit(3)")
    supervised.start(worker)
    wait_for(lambda: supervised.quick_ends(worker) >= 3, supervised)
    assert [sentence.split(" in ")[1] for sentence in said] == ["0.4 s.", "0.8 s.", "1.6 s."]


def test_a_part_that_ran_long_is_restarted_at_once(
    supervised: Supervisor, program: Make, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "STEADY_AFTER", -1.0)
    worker = program("worker", "print('done')")
    supervised.start(worker)
    wait_for(lambda: len(said) > 1, supervised)
    assert set(said) == {"worker ended; starting it again."}


def test_children_of_a_killed_part_do_not_go_on_without_it(supervised: Supervisor, program: Make) -> None:
    web = program("web", FAMILY)
    supervised.start(web)
    wait_for(lambda: web.log.read_text().strip().isdigit())
    child = int(web.log.read_text())
    assert web.pid
    os.kill(web.pid, signal.SIGKILL)
    wait_for(lambda: not web.is_running())
    wait_for(lambda: not processes.is_running(child, "python"))


@dataclass
class Recorder:
    name: str
    stopped: list[str]
    refuses: bool = False
    runs: bool = field(default=False, init=False)

    def start(self) -> None:
        self.runs = True

    def is_running(self) -> bool:
        return self.runs

    def stop(self) -> None:
        self.stopped.append(self.name)
        if self.refuses:
            raise RuntimeError("no")


def test_parts_stop_in_reverse_order_even_where_one_refuses(said: list[str]) -> None:
    stopped: list[str] = []
    keeper = Supervisor(said.append)
    for name in ("PostgreSQL", "mail", "worker", "web"):
        keeper.start(Recorder(name, stopped, refuses=name == "worker"))
    keeper.stop()
    assert stopped == ["web", "worker", "mail", "PostgreSQL"]
    assert said == ["worker did not stop cleanly: no"]


def test_a_part_that_does_not_listen_is_ended_all_the_same(program: Make) -> None:
    deaf = program("deaf", DEAF)
    deaf.start()
    pid = deaf.pid
    assert pid
    wait_for(lambda: "up" in deaf.log.read_text())
    deaf.stop()
    assert not processes.is_running(pid, "python")


def test_a_part_that_cannot_be_started_yet_is_tried_again(supervised: Supervisor, said: list[str]) -> None:
    class Reluctant(Recorder):
        refusals = 0

        def start(self) -> None:
            self.refusals += 1
            if self.refusals in (2, 3):
                raise CannotStart("not yet")
            self.runs = True

    part = Reluctant("PostgreSQL", [])
    supervised.start(part)
    part.runs = False
    wait_for(part.is_running, supervised)
    assert said.count("PostgreSQL could not be started: not yet") == 2


def test_what_a_killed_supervisor_left_behind_is_ended_by_the_next(tmp_path: Path, program: Make) -> None:
    orphan = program("worker", SLEEPS)
    orphan.start()
    assert orphan.pid
    wait_for(lambda: "up" in orphan.log.read_text())
    stranger = os.getpid()
    leftovers.remember(tmp_path, [orphan.pid])
    leftovers.end(tmp_path)
    wait_for(lambda: not orphan.is_running())
    assert processes.command_of(stranger)


def test_a_number_that_now_names_another_program_is_spared(tmp_path: Path) -> None:
    other = Program("other", ["sleep", "60"], dict(os.environ), tmp_path / "log")
    other.start()
    assert other.pid
    leftovers.remember(tmp_path, [other.pid])
    leftovers.end(tmp_path)
    assert other.is_running()
    other.stop()


def test_a_second_demo_of_one_checkout_reads_where_the_first_runs(tmp_path: Path) -> None:
    with (
        leftovers.only_one(tmp_path, "http://localhost:8000"),
        pytest.raises(CannotStart, match="runs already: http://localhost:8000"),
        leftovers.only_one(tmp_path, "http://localhost:8000"),
    ):
        pass
