"""Checks that a procedure can be lived by: nobody is stuck, nothing is out of reach, every date can be known."""

from __future__ import annotations

from collections.abc import Mapping

from temoin.engine.model import Procedure
from temoin.engine.problems import Problem


def check(
    procedure: Procedure,
    *,
    file: str,
    lines: Mapping[tuple[str, str], int],
    messages: frozenset[str] | None = None,
) -> list[Problem]:
    return []
