"""What an assignment is at a moment: a stack of frames, the facts, the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

EMPTY: Mapping[str, Any] = MappingProxyType({})
UNDO = "undo"
"""The action of an entry that takes the one before it back; its value `undone` names that one."""


@dataclass(frozen=True, slots=True)
class Term:
    """A statutory clock as it runs in a frame: when it ends, and when one of its actions met it."""

    code: str
    due_at: datetime
    met_at: datetime | None = None

    @property
    def kept(self) -> bool | None:
        """Whether it was met in time (its last second included); None while it is still open."""
        return self.met_at <= self.due_at if self.met_at is not None else None


@dataclass(frozen=True, slots=True)
class Frame:
    """One step that the assignment is in; the top of the stack is the current one.

    `commitment_at` is what the rule set; `due_at` the action date. While a pausing step lies above,
    a rule-made date is kept as `commitment_left` / `due_left` (seconds in the clock's own unit) and
    the instants are None; so is `expires_at`, where the step expires some time after entering.
    `clocks` are its statutory terms, which nothing pauses or moves.
    `fired` holds the alarms that have gone off; those of a due date that was moved are forgotten.
    """

    number: int
    step: str
    entered_at: datetime
    commitment_at: datetime | None
    due_at: datetime | None
    times_moved: int = 0
    promised_at: datetime | None = None
    commitment_left: int | None = None
    due_left: int | None = None
    fired: tuple[str, ...] = ()
    expires_at: datetime | None = None
    expires_left: int | None = None
    clocks: tuple[Term, ...] = ()


Key = tuple[str, ...]
"""What tells the readings of a series apart: room, surface, scale …, in the order of the series' `key`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One number that was read. `settled` is what the series' condition said when it was entered."""

    value: Decimal
    at: datetime
    settled: bool


Readings = Mapping[str, Mapping[Key, Reading]]
"""By series, the last reading of every key."""


@dataclass(frozen=True, slots=True)
class State:
    """Where an assignment stands. `frames` is empty before the opening and after the end."""

    frames: tuple[Frame, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    outcome: str | None = None
    done: Mapping[str, int] = field(default_factory=lambda: EMPTY)  # how often each action was done
    frames_made: int = 0
    changed_at: datetime | None = None  # effective instant of the last entry
    readings: Readings = field(default_factory=lambda: EMPTY)

    @property
    def top(self) -> Frame | None:
        return self.frames[-1] if self.frames else None

    @property
    def step(self) -> str | None:
        return self.frames[-1].step if self.frames else None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a role (that of his membership), his organisation and his person, or a machine by name."""

    role: str
    organisation: int | None = None
    person: int | None = None
    name: str = ""
    machine: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What one action did, whole: `evolve` needs nothing else, so a later rule never rewrites it."""

    action: str
    actor: Actor
    occurred_at: datetime  # when it happened, and from when the new step's clock runs
    recorded_at: datetime  # when it was written
    values: Mapping[str, Any]
    from_step: str | None
    to_step: str | None
    frames: tuple[Frame, ...]
    facts: Mapping[str, Any]  # only those that changed; None clears
    outcome: str | None
    charged_to: str | None  # whose time runs from here on; None once closed
    tell: Mapping[str, str] = field(default_factory=dict)
    readings: Readings = field(default_factory=lambda: EMPTY)  # those that this entry adds
    recharged: Mapping[int, str] = field(default_factory=dict)  # frame number: whose time it was
