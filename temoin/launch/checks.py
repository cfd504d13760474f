"""`./run check`: everything a machine can say about the sources, each with its verdict; what failed is shown."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from temoin.launch.places import CHECKOUT, django, environment

AT_ONCE = 2
BIN = Path(sys.executable).parent
# no check needs a database: one that asks is refused at once
NO_DATABASE = {"TEMOIN_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "TEMOIN_AS_OWNER": "1"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one check said."""

    name: str
    passed: bool
    seconds: float
    said: str


def check(arguments: list[str]) -> int:
    """Runs all checks, or those named; 1 where any fails."""
    wanted = {name: command for name, command in _commands().items() if not arguments or name in arguments}
    if unknown := set(arguments) - set(wanted):
        print(
            f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(_commands())}.",
            file=sys.stderr,
        )
        return 2
    failed = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for verdict in pool.map(lambda item: _run(*item), wanted.items()):
            print(
                f"{'ok    ' if verdict.passed else 'FAILED'}  {verdict.name}  ({verdict.seconds:.1f} s)",
                flush=True,
            )
            if not verdict.passed:
                failed.append(verdict)
    for verdict in failed:
        print(f"\n--- {verdict.name} ---\n{verdict.said}")
    return 1 if failed else 0


def _commands() -> dict[str, list[str]]:
    """Name and command line of each check; the slow one first, so that the others fill the time beside it."""
    commands = {
        "types": [str(BIN / "mypy"), "temoin"],
        "style": [str(BIN / "ruff"), "check", "--quiet", "temoin", "tests", "run"],
        "format": [str(BIN / "ruff"), "format", "--quiet", "--check", "--diff", "temoin", "tests", "run"],
        "layers": [str(BIN / "lint-imports"), "--no-cache"],
        "templates": [str(BIN / "djlint"), "temoin", "--lint", "--quiet"],
        "translations": [sys.executable, "-m", "temoin.launch.translations"],
        "settings": django("check"),
        "migrations": django("makemigrations", "--check", "--dry-run"),
    }
    if list(CHECKOUT.glob("temoin/**/management/commands/generated_docs.py")):
        commands["generated pages"] = django("generated_docs", "--check")
    return commands


def _run(name: str, command: list[str]) -> Verdict:
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=CHECKOUT,
        env=environment(**NO_DATABASE),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Verdict(name, done.returncode == 0, time.monotonic() - began, done.stdout.strip())
