"""`python -m temoin.procedures FILE [FIELDS]`: whether a procedure file is sound, or what is wrong with it, by line."""

from __future__ import annotations

import sys
from pathlib import Path

from temoin.engine.language import ProcedureErrors, load


def main(arguments: list[str]) -> int:
    """Prints every problem (exit 1) or what is sound (exit 0); 2 where it was called wrongly."""
    if not 1 <= len(arguments) <= 2:
        print("usage: python -m temoin.procedures FILE [FIELDS]", file=sys.stderr)
        return 2
    text, *shared = (Path(one).read_text(encoding="utf-8") for one in arguments)
    try:
        procedure = load(text, name=arguments[0], shared_fields="".join(shared))
    except ProcedureErrors as errors:
        print(errors)
        print(f"{len(errors.problems)} problems", file=sys.stderr)
        return 1
    print(f"sound: {len(procedure.steps)} steps, {len(procedure.actions)} actions")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
