"""What the process that opens uploads does: it has limits, no secrets and no way to the database.

Started afresh for every batch by `inspection`; reads files named 0, 1, 2 … in its working folder,
writes what it makes of them beside, and says one line of JSON about each. It imports no Django.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from temoin.documents.findings import Found, Unfit, sniff

MEMORY = 1_200_000_000  # bytes of address space
LARGEST_OUTPUT = 60_000_000  # bytes of a file that it may write


def main(count: int, cpu_seconds: int) -> None:
    """Look at `count` files, one after another, and stop at the first that is refused."""
    limit(cpu_seconds)
    for index in range(count):
        answer = look(Path(str(index)))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
        if "refused" in answer:
            return


def look(file: Path) -> dict[str, Any]:
    """What a file is, or the code of why it is refused. Any failure of a decoder counts as broken."""
    try:
        found = inspect(file)
    except Unfit as unfit:
        return {"refused": unfit.code}
    except MemoryError:
        return {"refused": "too_costly"}
    except Exception:  # decoders of hostile bytes raise anything
        return {"refused": "broken"}
    return {"media_type": found.media_type, "width": found.width, "height": found.height}


def inspect(file: Path) -> Found:
    """Open the file as what its first bytes say and as nothing else."""
    media_type = sniff(file)
    if media_type == "application/pdf":
        from temoin.documents import pdfs

        return pdfs.inspect(file)
    from temoin.documents import pictures

    return pictures.inspect(file, media_type)


def limit(cpu_seconds: int) -> None:
    """Take from this process what it does not need; where the system has no such limits, time alone is left."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: LARGEST_OUTPUT,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
    }
    if sys.platform == "linux":  # macOS accepts no limit of the address space
        wanted[resource.RLIMIT_AS] = MEMORY
    for what, most in wanted.items():
        hard = resource.getrlimit(what)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (value, value))
