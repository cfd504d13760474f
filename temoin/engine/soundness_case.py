"""What every rule of soundness is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from temoin.engine.flow import Flow
from temoin.engine.model import Action, Procedure, Step

Found = tuple[int, str]
"""A line and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Case:
    """A procedure, its flow, the lines of its definitions, the messages that exist (None: not checked)."""

    procedure: Procedure
    lines: Mapping[tuple[str, str], int]
    messages: frozenset[str] | None
    flow: Flow

    def line(self, section: str, code: str) -> int:
        return self.lines.get((section, code), 1)

    def by_machine(self, action: Action) -> bool:
        """Whether only machines may do it."""
        return all(self.procedure.roles[role].machine for role in action.by)

    def reached_steps(self) -> Iterator[Step]:
        return (step for step in self.procedure.steps.values() if step.code in self.flow.reached)


def listed(codes: Iterable[str]) -> str:
    """Codes for a message: the first three, and how many more."""
    found = sorted(set(codes))
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    return ", ".join(f"`{code}`" for code in found[:3]) + more
