"""Starts the child process that opens uploads and believes nothing it says without looking.

A fresh process for each batch: a fork of the web server would carry its memory and its database
connection along, and could not be limited below what the server already uses.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from temoin.documents.findings import MOST_PIXELS, Found, sniff
from temoin.documents.models import MediaType
from temoin.documents.refusals import Reason, Refused

_ROOT = str(Path(__file__).resolve().parents[2])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from temoin.documents.child import main; main(int(sys.argv[2]), int(sys.argv[3]))"
MADE = {True: [".pdf"], False: [".view.webp", ".thumbnail.webp"]}  # by whether it is a PDF
FIRST_FILE, NEXT_FILE = 8, 3  # seconds of processor time


def inspect(folder: Path, names: list[str]) -> list[Found]:
    """What the files 0, 1, 2 … of a folder are; `names` are for the refusal. Raises Refused at the first unfit one."""
    answers = _ask(folder, len(names))
    found = []
    for index, name in enumerate(names):
        answer = answers[index] if index < len(answers) else {"refused": "too_costly"}
        found.append(_believe(answer, folder / str(index), name))
    return found


def _ask(folder: Path, count: int) -> list[Any]:
    cpu = FIRST_FILE + NEXT_FILE * (count - 1)
    command = [sys.executable, "-I", "-B", "-c", _START, _ROOT, str(count), str(cpu)]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={},  # no secret of the server reaches it
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=2 * cpu,
            check=False,
        )
        said = done.stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
    return [json.loads(line) for line in said.splitlines(keepends=True) if line.endswith(b"\n")]


def _believe(answer: Any, file: Path, name: str) -> Found:
    if "refused" in answer:
        raise Refused(Reason[answer["refused"].upper()], name)
    media_type = MediaType(answer["media_type"])
    width, height = answer["width"], answer["height"]
    made = [file.with_suffix(suffix) for suffix in MADE[media_type == MediaType.PDF]]
    if any(not one.is_file() or sniff(one) not in (MediaType.PDF, MediaType.WEBP) for one in made):
        raise Refused(Reason.BROKEN, name)
    if media_type == MediaType.PDF:
        return Found(media_type)
    if not (isinstance(width, int) and isinstance(height, int) and 0 < width * height <= MOST_PIXELS):
        raise Refused(Reason.BROKEN, name)
    return Found(media_type, width, height)
