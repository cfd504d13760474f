"""What to say on the telephone at this step, in the insured's language, with the claim's names filled in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("scripts.yaml")


@dataclass(frozen=True, slots=True)
class Script:
    """A call's words, ready to be read out."""

    title: str
    lines: tuple[str, ...]


@cache
def _all() -> list[dict[str, Any]]:
    found = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert isinstance(found, list)
    return found


def for_step(step: str, language: str, names: dict[str, str]) -> Script:
    """The first script whose steps fit, else the one for any step; in French where a language is missing."""
    one = next(script for script in _all() if step in script["steps"] or not script["steps"])
    text = one["body"].get(language) or one["body"]["fr"]
    lines = text.format(**names).strip().splitlines()
    return Script(one["title"].get(language) or one["title"]["fr"], tuple(lines))
