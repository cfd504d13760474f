"""A thousand races over HTTP: `.venv/bin/python -m tests.races.campaign [--races 1000]`, from the checkout.

Makes a PostgreSQL of its own in a temporary folder, starts two web servers on it as the runtime role, and
lets two firms, one at each server, take the same job at the same moment; then one firm's form sent twice
with one key, to both servers; then a garage close its estimate as the mission runs out. Prints the figures; exits with 1 where one race was not won exactly once.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from temoin.launch import catalogues, database, ports
from temoin.launch.places import environment
from temoin.launch.postgres import Postgres
from temoin.launch.supervisor import Program

SERVERS = 2
FIRST_PORT = 8700
READY_WITHIN = 60.0  # seconds
INSIDE = "TEMOIN_RACES_SERVERS"
KINDS = ("job", "key", "expiry")


def main() -> int:
    """Sets everything up around a second process, which has Django and drives the races."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--races", type=int, default=1000, help="of each kind (default 1000)")
    parser.add_argument("--only", choices=KINDS, help="one kind alone")
    options = parser.parse_args()
    kinds = (options.only,) if options.only else KINDS
    if servers := os.environ.get(INSIDE):
        return drive(servers.split(","), options.races, kinds)
    catalogues.compile_newer()
    with tempfile.TemporaryDirectory(prefix="temoin-races-") as place:
        folder = Path(place)
        folder.chmod(0o755)  # the server's own account must reach its part of it
        server = Postgres(folder / "pg")
        try:
            server.start()
            return _around(folder, database.embedded(server))
        finally:
            server.erase()


def _around(folder: Path, addresses: database.Addresses) -> int:
    reserved = [ports.reserve(FIRST_PORT + nth * 50) for nth in range(SERVERS)]
    servers = [f"127.0.0.1:{port.number}" for port in reserved]
    told = environment(
        **addresses.environment() | {"TEMOIN_DEMO": "0"},
        TEMOIN_STATE=str(folder / "state"),
        TEMOIN_SECRET_KEY="only-for-this-campaign-" + "x" * 40,
        TEMOIN_URL=f"http://{servers[0]}",
    )
    subprocess.run(
        [sys.executable, "-m", "temoin.launch.prepare"],
        env=told | {"TEMOIN_AS_OWNER": "1"},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    webs = [_web(port.number, told, folder / f"web-{nth}.log") for nth, port in enumerate(reserved)]
    try:
        for web in webs:
            web.start()
        for one in servers:
            _wait_for(one)
        driver = [sys.executable, "-m", "tests.races.campaign", *sys.argv[1:]]
        inside = told | {"TEMOIN_AS_OWNER": "1", INSIDE: ",".join(servers)}
        code = subprocess.run(driver, env=inside, check=False).returncode
        return code or _no_error_in([web.log for web in webs])
    finally:
        for web in webs:
            web.stop()


def _web(port: int, told: dict[str, str], log: Path) -> Program:
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += [
        "--workers",
        "1",
        "--blocking-threads",
        "4",
        "--log-level",
        "warn",
        "temoin.config.wsgi:application",
    ]
    return Program(f"web {port}", command, told, log)


def _wait_for(server: str) -> None:
    from urllib.error import URLError
    from urllib.request import urlopen

    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://{server}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise SystemExit(f"{server} did not become ready")


def _no_error_in(logs: list[Path]) -> int:
    """1, with the lines, where a web server wrote a traceback."""
    found = [
        f"{log.name}: {line}" for log in logs for line in log.read_text().splitlines() if "Error" in line
    ]
    for line in found[:20]:
        print(line)
    return 1 if found else 0


def drive(servers: list[str], races: int, kinds: Sequence[str]) -> int:
    """The races themselves, in a process that has Django and owns the tables."""
    import django

    django.setup()
    from tests import world as cast
    from tests.races.expiring import race_with_expiry
    from tests.races.harness import Browser, Tally, race_for_a_job, send_twice

    world = cast.build()
    bob, charlie = (
        Browser(server, world.people[name], world.id(name))
        for server, name in zip(servers, ("bob", "charlie"), strict=True)
    )
    bob_elsewhere = Browser(servers[1], world.people["bob"], world.id("bob"))
    for one in (bob, charlie, bob_elsewhere):
        one.sign_in()

    def race(kind: str, nth: int, tally: Tally) -> None:
        match kind:
            case "job":  # who sends first within the same moment alternates
                firms = (bob, charlie) if nth % 2 else (charlie, bob)
                race_for_a_job(cast.offered(world, "bob", "charlie"), firms, tally)
            case "key":
                send_twice(cast.offered(world, "bob", "charlie"), bob, bob_elsewhere, tally)
            case _:
                race_with_expiry(world, tally, nth=nth)

    clean = True
    for kind in kinds:
        tally = Tally()
        for nth in range(races):
            race(kind, nth, tally)
        _print(TITLES[kind], tally)
        clean = clean and tally.clean
    return 0 if clean else 1


TITLES = {
    "job": "two firms, one job, two web processes",
    "key": "one form sent twice with one key, to both",
    "expiry": "an estimate closed as its mission runs out",
}


def _print(what: str, tally: object) -> None:
    from tests.races.harness import Tally

    assert isinstance(tally, Tally)
    print(
        f"{what}: {tally.races} races, {tally.one_winner} with exactly one winner, {tally.error_pages} error pages"
    )
    for said, number in tally.replies.most_common():
        print(f"  {number:6} × {said}")
    print(f"  {1000 * tally.seconds / max(tally.races, 1):.0f} ms a race on average")
    for wrong in tally.wrong[:20]:
        print(f"  WRONG: {wrong}")


if __name__ == "__main__":
    sys.exit(main())
