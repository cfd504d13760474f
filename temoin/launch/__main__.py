"""The commands of `./run`."""

from __future__ import annotations

import importlib
import sys

from temoin.launch import foreground
from temoin.launch.places import CannotStart

# command: where it is written; imported only when asked for, so that each starts quickly
COMMANDS = {
    "demo": "temoin.launch.demo:demo",
    "test": "temoin.launch.testing:test",
    "check": "temoin.launch.checks:check",
    "bench": "temoin.launch.managing:bench",
    "shell": "temoin.launch.managing:shell",
    "manage": "temoin.launch.managing:manage",
    "insurer-simulator": "temoin.simulator.running:main",
}


def main(arguments: list[str]) -> int:
    """Runs one command and answers with its exit code."""
    name, *rest = arguments or [""]
    if name not in COMMANDS:
        print(f"There is no command {name!r}. Commands: {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    module, function = COMMANDS[name].split(":")
    foreground.end_on_signals()
    try:
        code: int = getattr(importlib.import_module(module), function)(rest)
    except CannotStart as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
