"""Soundness of names: nothing is out of reach, defined and never used, or read and never given."""

from __future__ import annotations

from collections.abc import Iterator

from temoin.engine.conditions_reader import FACT_TESTS
from temoin.engine.fields_reader import ACTORS_ORGANISATION, COPY
from temoin.engine.flow import asked_with, conditions_in
from temoin.engine.model import Action, Branch, Condition, Go, Operand, Test, When
from temoin.engine.soundness_case import Case, Found, listed

ENGINES_OWN = ("norm_reason", "promised_at")
"""Fields that the engine itself asks for or reads, whether or not a form lists them."""

Read = tuple[str, int]
"""A fact's code and the line on which it is read."""


def everything_is_reached(case: Case) -> Iterator[Found]:
    """Every step and end can be come to from the opening, without an override."""
    for step in case.procedure.steps.values():
        if step.code not in case.flow.reached:
            way = "interrupt" if step.over else "go"
            yield (
                step.line,
                (
                    f"step `{step.code}` cannot be reached from the opening: let an action lead to it "
                    f"(`{way}: {step.code}`), or take it out"
                ),
            )
    for end in case.procedure.ends.values():
        if end.code not in case.flow.reached:
            yield (
                end.line,
                (
                    f"end `{end.code}` cannot be reached from the opening: let an action `close: "
                    f"{end.code}`, or take it out"
                ),
            )


def everything_is_used(case: Case) -> Iterator[Found]:
    """Every action, field, role, party, table and group of the file serves somewhere."""
    used = {
        "actions": _used_actions(case),
        "fields": _used_fields(case),
        "roles": _used_roles(case),
        "charged": {step.charged_to for step in case.procedure.steps.values()},
        "tables": {
            one.operand.table
            for one in _conditions(case)
            if isinstance(one.operand, Operand) and one.operand.table
        },
        "groups": {step.group for step in case.procedure.steps.values()},
        "rules": {one.subject.removeprefix("rules.") for one in _conditions(case) if one.test is Test.RULES},
    }
    sorts = {
        "actions": ("action", "offer it in a step"),
        "fields": ("field", "ask it in a form"),
        "roles": ("role", "name it in a step or an action"),
        "charged": ("party", "name it in a step's `charged_to`"),
        "tables": ("table", "compare with it in a condition"),
        "groups": ("group", "put a step under it"),
        "rules": ("rule set", "ask for it in a condition (`rules.CODE: met`)"),
    }
    for (section, code), line in case.lines.items():
        if section in used and code not in used[section]:
            sort, remedy = sorts[section]
            yield line, f"{sort} `{code}` is used nowhere: {remedy}, or take it out"


def every_fact_read_is_given(case: Case) -> Iterator[Found]:
    """A fact that a condition, a date, a table or a role reads is asked in a form or set by an action."""
    given = _given(case)
    for code, line in sorted(set(_facts_read(case)), key=lambda read: (read[1], read[0])):
        if code not in given:
            yield (
                line,
                f"`{code}` is read here, but no form asks it and no action sets it: ask it, or take this out",
            )


def unkept_values_are_read_in_their_form(case: Case) -> Iterator[Found]:
    """A value that is not kept as a fact can be read only by the action whose form holds it."""
    for step in case.procedure.steps.values():
        yield from _unkept(case, step.exists, frozenset(), f"step `{step.code}`")
    for rules in case.procedure.rules.values():
        for rule in rules:
            yield from _unkept(case, rule.when, frozenset(), f"rule `{rule.code}`")
    for action in case.procedure.actions.values():
        asked = frozenset(entry.code for entry in action.form)
        for when in _whens(action):
            yield from _unkept(case, when, asked, f"action `{action.code}`")


def readings_are_whole(case: Case) -> Iterator[Found]:
    """Whoever enters a reading also says of what: its key stands in the same form, and no series shares its value."""
    first: dict[str, str] = {}
    for series in case.procedure.series.values():
        if series.value in first:
            yield (
                series.line,
                f"series `{series.code}`: `{series.value}` is read by series `{first[series.value]}` already; "
                "give each its own number",
            )
        first.setdefault(series.value, series.code)
        for action in case.procedure.actions.values():
            asked = {entry.code: entry for entry in action.form}
            value = asked.get(series.value)
            if value is None:
                continue
            lacking = [code for code in series.key if code not in asked or not asked_with(asked[code], value)]
            if lacking:
                yield (
                    action.line,
                    f"action `{action.code}` enters a reading of series `{series.code}` without "
                    f"{listed(lacking)}: add what is missing to its form, without `?`",
                )


def boards_hold_everything_once(case: Case) -> Iterator[Found]:
    """On the boards of a role, every step and every end stands in one section, so that no assignment is lost or twice."""
    every = (*case.procedure.steps, *case.procedure.ends)
    for role, boards in case.procedure.boards.items():
        first: dict[str, str] = {}
        for board in boards:
            for section in board.sections:
                for code in (*section.steps, *section.ends):
                    if code in first:
                        yield (
                            section.line,
                            f"boards of `{role}`: `{code}` stands in the section `{first[code]}` already; keep it in one",
                        )
                    first.setdefault(code, section.code)
        if lacking := [code for code in every if code not in first]:
            yield (
                boards[0].line if boards else 1,
                f"boards of `{role}`: {listed(lacking)} in no section; an assignment there would be lost from sight",
            )


def figures_can_be_counted(case: Case) -> Iterator[Found]:
    """What a figure counts can happen: each of its actions is offered where it is counted, its facts are kept."""
    for figure in case.procedure.figures.values():
        for left in filter(None, (figure.of, figure.part)):
            steps = [case.procedure.steps[code] for code in left.steps] or list(case.procedure.steps.values())
            offered = {code for step in steps for code in step.actions}
            if lacking := [code for code in left.by if code not in offered]:
                yield (
                    figure.line,
                    f"figure `{figure.code}`: {listed(lacking)} offered in none of its steps; it would always be 0",
                )
            if unkept := [code for code in left.facts if not case.procedure.fields[code].fact]:
                yield figure.line, f"figure `{figure.code}`: {listed(unkept)} not kept (`fact: no`)"


def _unkept(case: Case, when: When, asked: frozenset[str], what: str) -> Iterator[Found]:
    for code, line in _read_by(when):
        if code not in asked and not case.procedure.fields[code].fact:
            yield (
                line,
                f"{what} reads `{code}`, which is not kept (`fact: no`): ask it in this form, or keep it",
            )


def _whens(action: Action) -> Iterator[When]:
    yield from (one.when for one in action.requires)
    yield from (branch.when for branch in action.branches)
    yield from (entry.required_when for entry in action.form if entry.required_when is not None)


def _conditions(case: Case) -> Iterator[Condition]:
    for series in case.procedure.series.values():
        yield from conditions_in(series.settled)
    for rules in case.procedure.rules.values():
        for rule in rules:
            yield from conditions_in(rule.when)
    for step in case.procedure.steps.values():
        yield from conditions_in(step.exists)
    for action in case.procedure.actions.values():
        for when in _whens(action):
            yield from conditions_in(when)


def _read_by(when: When) -> Iterator[Read]:
    """The facts that a condition reads: subjects, compared facts, and the keys of tables."""
    for one in conditions_in(when):
        yield from _reads(one)


def _reads(condition: Condition) -> Iterator[Read]:
    if condition.test not in FACT_TESTS:
        return
    yield condition.field, condition.line
    if isinstance(condition.operand, Operand):
        if condition.operand.fact:
            yield condition.operand.fact, condition.line
        yield from ((key, condition.line) for key in condition.operand.by)


def _facts_read(case: Case) -> Iterator[Read]:
    for condition in _conditions(case):
        yield from _reads(condition)
    for step in case.procedure.steps.values():
        linked = step.linked.assignment if step.linked else None
        yield from ((field, step.line) for field in (step.due.field, step.due.plus, linked) if field)
        yield from ((clock.begins, clock.line) for clock in step.clocks.values() if clock.begins)
    for action in case.procedure.actions.values():
        for branch in action.branches:
            yield from ((code, branch.line) for code in _copied(branch))
    for series in case.procedure.series.values():
        yield from ((field, series.line) for field in (*series.key, series.value, series.at) if field)
    for role in case.procedure.roles.values():
        if role.organisation:
            yield role.organisation, case.line("roles", role.code)


def _copied(branch: Branch) -> Iterator[str]:
    """The fields whose values a branch copies."""
    for constant in branch.sets.values():
        if isinstance(constant, str) and constant.startswith(COPY) and constant != ACTORS_ORGANISATION:
            yield constant.removeprefix(COPY)


def _given(case: Case) -> set[str]:
    """Every field that a form asks or a branch sets to something."""
    actions = case.procedure.actions.values()
    asked = {entry.code for action in actions for entry in action.form}
    branches = [branch for action in actions for branch in action.branches]
    return asked | {code for branch in branches for code, value in branch.sets.items() if value is not None}


def _used_fields(case: Case) -> set[str]:
    branches = [branch for action in case.procedure.actions.values() for branch in action.branches]
    cleared = {code for branch in branches for code in branch.sets}
    targets = {branch.target for branch in branches if branch.go in (Go.MOVE, Go.CHOSEN)}
    return _given(case) | cleared | targets | {code for code, _ in _facts_read(case)} | set(ENGINES_OWN)


def _used_actions(case: Case) -> set[str]:
    steps, ends = case.procedure.steps.values(), case.procedure.ends.values()
    offered = {code for step in steps for code in step.actions} | {
        code for end in ends for code in end.actions
    }
    return offered | {case.procedure.opening} | {step.expire.action for step in steps if step.expire}


def _used_roles(case: Case) -> set[str]:
    used: set[str] = set()
    for step in case.procedure.steps.values():
        used |= {step.holder, step.charged_to, *step.only, *(one.role for one in step.escalate)}
        used |= {one.role for clock in step.clocks.values() for one in clock.escalate}
    for action in case.procedure.actions.values():
        used.update(action.by)
        for branch in action.branches:
            used.update(branch.tell)
    for condition in _conditions(case):
        if condition.test is Test.ACTOR:
            used.update(condition.operand)
    return used


RULES = (
    everything_is_reached,
    everything_is_used,
    every_fact_read_is_given,
    unkept_values_are_read_in_their_form,
    readings_are_whole,
    boards_hold_everything_once,
    figures_can_be_counted,
)
