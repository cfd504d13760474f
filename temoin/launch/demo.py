"""`./run demo`: from nothing to a Témoin one can sign in to, under one supervisor, until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from temoin.launch import catalogues, leftovers, ports, remembered, world
from temoin.launch.places import STATE, CannotStart, django
from temoin.launch.supervisor import Database, Program, Supervisor

READY_WITHIN = 120.0  # seconds
GIVE_UP_AFTER = 4  # quick ends of the web server before it was ever ready
LOGS = STATE / "log"


def demo(arguments: list[str]) -> int:
    """Runs the demo until Ctrl-C or SIGTERM; with --once until it is ready."""
    options = _options(arguments)
    began = time.monotonic()
    kept = remembered.demo()
    with leftovers.only_one(STATE, kept.address):
        leftovers.end(STATE)
        supervisor = Supervisor(_say)
        try:
            _run(supervisor, kept, options, began)
        except KeyboardInterrupt:
            _say("\nStopping ...")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)  # what is being stopped must not be cut short
            supervisor.stop()
            leftovers.remember(STATE, [])
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run demo", description=__doc__)
    parser.add_argument(
        "--port",
        type=int,
        help="the port to listen on (default: the last one, at first 8000 or the next free one)",
    )
    parser.add_argument("--no-seed", action="store_true", help="leave an empty world empty")
    parser.add_argument("--fresh", action="store_true", help="throw the demo world away and make a new one")
    parser.add_argument("--once", action="store_true", help="stop when ready and print the seconds it took")
    return parser.parse_args(arguments)


def _run(supervisor: Supervisor, kept: remembered.Demo, options: argparse.Namespace, began: float) -> None:
    addresses, server = world.given_or_embedded()
    if options.fresh:
        if server is None:
            raise CannotStart(
                "--fresh throws away the embedded database only, not the one DATABASE_URL names."
            )
        world.erase(server)
    catalogues.compile_newer()
    web_port = ports.reserve(options.port or kept.port, exactly=bool(options.port))
    mail_port = ports.reserve(kept.mail_port)
    kept.port, kept.mail_port = web_port.number, mail_port.number
    kept.save()
    environment = kept.environment(addresses)
    if server:
        supervisor.start(Database(server))
    programs = _programs(kept, environment)
    supervisor.after_start = lambda: leftovers.remember(
        STATE, [program.pid for program in programs if program.pid]
    )
    mail, worker, web = programs
    supervisor.start(mail)
    if not world.is_prepared(server):
        _say("Making the database ready ...")
        world.prepare(environment, server, fill=not options.no_seed)
    logins = subprocess.Popen(
        django("demo_logins"), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    supervisor.start(worker)
    supervisor.start(web)
    _wait_until_ready(supervisor, web, kept.port)
    seconds = time.monotonic() - began
    print(f"\nTémoin runs: {kept.address}   (ready after {seconds:.1f} s)\n", flush=True)
    print(_told_by(logins), flush=True)
    if not options.once:
        print(f"\nCtrl-C stops all of it. Logs: {LOGS}", flush=True)
        supervisor.tend_until(lambda: False)


def _programs(kept: remembered.Demo, environment: dict[str, str]) -> list[Program]:
    """Mail, worker, web: started in this order, stopped in the reverse one."""
    commands: dict[str, Sequence[str]] = {
        "mail": [sys.executable, "-m", "temoin.launch.mail", str(kept.mail_port)],
        "worker": django("procrastinate", "worker", "--concurrency", "2"),
        "web": [
            *(
                sys.executable,
                "-m",
                "granian",
                "--interface",
                "wsgi",
                "--host",
                "127.0.0.1",
                "--port",
                str(kept.port),
            ),
            *("--workers", "1", "--blocking-threads", "4", "--backlog", "512"),
            # without it one dead worker process ends the whole server
            *(
                "--respawn-failed-workers",
                "--respawn-interval",
                "0.5",
                "--workers-kill-timeout",
                "3s",
                "--log-level",
                "warn",
            ),
            "temoin.config.wsgi:application",
        ],
    }
    return [Program(name, command, environment, _log(name)) for name, command in commands.items()]


def _log(name: str) -> Path:
    """The log of this run; the one before is kept beside it."""
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{name}.log"
    if path.exists():
        path.replace(LOGS / f"{name}.before.log")
    return path


def _wait_until_ready(supervisor: Supervisor, web: Program, port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN

    def settled() -> bool:
        return _answers(port) or supervisor.quick_ends(web) >= GIVE_UP_AFTER or time.monotonic() > deadline

    supervisor.tend_until(settled)
    if not _answers(port):
        end = "\n".join(web.log.read_text(errors="replace").splitlines()[-25:])
        raise CannotStart(f"The web server did not become ready. The end of {web.log}:\n{end}")


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.HTTPError):
        return False


def _told_by(logins: subprocess.Popen[bytes]) -> str:
    out, err = logins.communicate()
    return (out if logins.returncode == 0 else err[-1500:]).decode(errors="replace").rstrip()


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
