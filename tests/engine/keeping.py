"""A small procedure with a checklist and a series, played by one keeper."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from temoin.engine import language
from temoin.engine.decide import decide, evolve
from temoin.engine.language import ProcedureErrors
from temoin.engine.state import Actor, Entry, State
from temoin.procedures.reading import calendar
from tests.engine.casefile import at

NAME = "checks.yaml"
WRITTEN = (Path(__file__).parent / NAME).read_text(encoding="utf-8")
LABELS = {"LABEL_END": "{label: LABEL}", "LABEL": "{fr: L, nl: L, en: L}"}
KEEPER = Actor("keeper", organisation=1, person=1, name="Kim Keeper")


def labelled(text: str) -> str:
    for word, label in LABELS.items():
        text = text.replace(word, label)
    return text


def without(old: str, new: str) -> str:
    """The procedure with one part, which must stand there once, replaced."""
    assert WRITTEN.count(old) == 1
    return labelled(WRITTEN.replace(old, new))


def line_of(text: str, part: str) -> str:
    """`checks.yaml:LINE: ` of the only line that holds the part."""
    lines = [
        number for number, line in enumerate(text.split("\n"), start=1) if labelled(part).strip("\n") in line
    ]
    assert len(lines) == 1, (part, lines)
    return f"{NAME}:{lines[0]}: "


def errors(text: str) -> list[str]:
    """Everything that is said of a text that must not load."""
    with pytest.raises(ProcedureErrors) as caught:
        language.load(text, name=NAME)
    return [str(problem) for problem in caught.value.problems]


class Keeping:
    """A case in its only step since Monday 2 March 2026, 9:00 in Paris."""

    def __init__(self) -> None:
        self.procedure, self.calendar = language.load(labelled(WRITTEN), name=NAME), calendar("fr")
        self.state, self.entries = State(), list[Entry]()
        self.do("open", "2026-03-02 09:00")

    def do(self, action: str, when: str | datetime, **values: Any) -> Entry:
        moment = at(when) if isinstance(when, str) else when
        entry = decide(self.procedure, self.state, action, values, KEEPER, moment, self.calendar)
        self.entries.append(entry)
        self.state = evolve(self.state, entry)
        return entry

    def read(self, when: str, place: str, level: object, scale: str = "mass", **values: Any) -> Entry:
        return self.do("read", when, place=place, level=level, scale=scale, **values)
