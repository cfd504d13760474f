"""Checks that a procedure can be lived by: nobody is stuck, all is in reach, every date known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from temoin.engine import flow, soundness_entering, soundness_leaving, soundness_use
from temoin.engine.model import ALWAYS, Procedure
from temoin.engine.problems import Problem, suggestion
from temoin.engine.soundness_case import Case, Found

Rule = Callable[[Case], Iterator[Found]]


def check(
    procedure: Procedure,
    *,
    file: str,
    lines: Mapping[tuple[str, str], int],
    messages: frozenset[str] | None = None,
) -> list[Problem]:
    """Everything unsound in a procedure, in the order of its lines.

    `lines` maps (section, code) to the line of a definition in `file`; `messages` are the names that
    `tell` may use (None: not checked).
    """
    case = Case(procedure, lines, messages, flow.of(procedure))
    found = {Problem(file, line, text) for rule in RULES for line, text in rule(case)}
    return sorted(found)


def branches_are_covered(case: Case) -> Iterator[Found]:
    """A list of branches ends with one that always holds, and none stands behind such a one."""
    for action in case.procedure.actions.values():
        *earlier, last = action.branches or (None,)
        if last is not None and last.when != ALWAYS:
            yield (
                last.line,
                (
                    f"action `{action.code}`: the last branch has a `when`; where it does not hold, "
                    "nothing is decided: end with a branch without `when`"
                ),
            )
        for branch in earlier:
            if branch is not None and branch.when == ALWAYS:
                yield (
                    branch.line,
                    (
                        f"action `{action.code}`: this branch always holds, so those after it are never "
                        "taken; give it a `when` or move it to the end"
                    ),
                )


def messages_exist(case: Case) -> Iterator[Found]:
    """Whoever is told something is told a message that exists."""
    if case.messages is None:
        return
    for action in case.procedure.actions.values():
        for branch in action.branches:
            for message in branch.tell.values():
                if message not in case.messages:
                    near = suggestion(message, case.messages)
                    yield branch.line, f"action `{action.code}`: unknown message `{message}` in `tell`{near}"


RULES: tuple[Rule, ...] = (
    branches_are_covered,
    messages_exist,
    *soundness_entering.RULES,
    *soundness_leaving.RULES,
    *soundness_use.RULES,
)
