"""Reads conditions: a closed set of questions, so that a procedure can be checked and explained."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import yaml

from temoin.engine.fields_reader import NUMBERS, constant
from temoin.engine.model import (
    AllOf,
    AnyOf,
    Condition,
    Field,
    FieldType,
    Not,
    Operand,
    Standing,
    Test,
    When,
)
from temoin.engine.names import Names
from temoin.engine.problems import suggestion
from temoin.engine.yaml_nodes import Reader, kind

OWN_WORDS = ("deadline", "season", "actor", "step", "interrupted", "any", "not")
FACT_TESTS = (
    Test.IS,
    Test.ONE_OF,
    Test.KNOWN,
    Test.ABOVE,
    Test.AT_MOST,
    Test.LATER_THAN,
    Test.WITHIN_LAST,
    Test.UNCHANGED,
)
DATES = (FieldType.DATE, FieldType.INSTANT)
DAY = re.compile(r"(\d\d)-(\d\d)")
DEEPEST = 12  # a condition nested deeper is not one that a person can read


def when(reader: Reader, node: yaml.Node, names: Names, what: str, *, depth: int = 0) -> When:
    """A condition: a mapping whose keys must all hold."""
    if depth > DEEPEST:
        reader.wrong(node, f"{what}: the condition is nested too deeply to be read; split the branch")
        return AllOf()
    found = reader.entries(node, f"{what}: condition")
    if not found and isinstance(node, yaml.MappingNode) and not node.value:
        reader.wrong(node, f"{what}: the condition is empty; leave `when` out where it always holds")
    parts: list[When] = []
    for subject, value in found.items():
        parts += _part(reader, subject, value, found.lines[subject], names, what, depth)
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _part(
    reader: Reader, subject: str, node: yaml.Node, line: int, names: Names, what: str, depth: int
) -> list[When]:
    match subject:
        case "any":
            items = reader.items(node, f"{what}: `any`")
            if len(items) == 1:
                reader.wrong(node, f"{what}: `any` with a single condition; write that condition alone")
            return [AnyOf(tuple(when(reader, item, names, what, depth=depth + 1) for item in items))]
        case "not":
            return [Not(when(reader, node, names, what, depth=depth + 1))]
        case "deadline":
            operand: Any = reader.name(node, f"{what}: `deadline`", ("within", "past"), "word")
            return [Condition(subject, Test.DEADLINE, operand, line)]
        case "season":
            return [Condition(subject, Test.SEASON, _season(reader, node, what), line)]
        case "actor":
            return [_among(reader, subject, Test.ACTOR, node, names.roles, "role", line, what)]
        case "step":
            return [_among(reader, subject, Test.STEP, node, names.steps, "step", line, what)]
        case "interrupted":
            return [_among(reader, subject, Test.INTERRUPTED, node, names.steps, "step", line, what)]
        case _ if subject.startswith("done."):
            return _done(reader, subject, node, line, names, what)
        case _ if subject.startswith("series."):
            return _series(reader, subject, node, line, names, what)
        case _ if subject.startswith("rules."):
            return _rules(reader, subject, node, line, names, what)
        case _ if subject in names.fields:
            return _fact(reader, names.fields[subject], node, line, names, what)
        case _ if subject.partition(".")[0] in names.fields:
            return _item(reader, subject, node, line, names, what)
        case _:
            near = suggestion(subject, [*names.fields, *OWN_WORDS]) or "; define it under `fields`"
            reader.wrong(line, f"{what}: unknown field `{subject}` in a condition{near}")
            return []


def _among(
    reader: Reader, subject: str, test: Test, node: yaml.Node, names: Any, sort: str, line: int, what: str
) -> Condition:
    return Condition(subject, test, reader.names(node, f"{what}: `{subject}`", names, sort), line)


def _done(reader: Reader, subject: str, node: yaml.Node, line: int, names: Names, what: str) -> list[When]:
    action = subject.removeprefix("done.")
    if action not in names.actions:
        reader.wrong(line, f"{what}: unknown action `{action}`{suggestion(action, names.actions)}")
    found = reader.entries(
        node, f"{what}: `{subject}`", known=("at_least",), required=("at_least",), line=line
    )
    times = reader.whole(found.get("at_least"), f"{what}: `{subject}`", least=1)
    return [Condition(subject, Test.AT_LEAST, times or 1, line)]


def _series(reader: Reader, subject: str, node: yaml.Node, line: int, names: Names, what: str) -> list[When]:
    series = subject.removeprefix("series.")
    if series not in names.series:
        reader.wrong(line, f"{what}: unknown series `{series}`{suggestion(series, names.series)}")
        return []
    word = reader.name(node, f"{what}: `{subject}`", [one.value for one in Standing], "word")
    return [Condition(subject, Test.SERIES, Standing(word), line)] if word else []


def _rules(reader: Reader, subject: str, node: yaml.Node, line: int, names: Names, what: str) -> list[When]:
    """`rules.SET: met` or `unmet`."""
    rules = subject.removeprefix("rules.")
    if rules not in names.rules:
        reader.wrong(line, f"{what}: unknown rule set `{rules}`{suggestion(rules, names.rules)}")
        return []
    word = reader.name(node, f"{what}: `{subject}`", ("met", "unmet"), "word")
    return [Condition(subject, Test.RULES, word == "met", line)] if word else []


def _item(reader: Reader, subject: str, node: yaml.Node, line: int, names: Names, what: str) -> list[When]:
    """`FIELD.ITEM`: the answer to one item of a checklist, asked as a choice is."""
    code, _, item = subject.partition(".")
    field = names.fields[code]
    if field.type is not FieldType.CHECKLIST:
        reader.wrong(
            line, f"{what}: `{code}` is of type {field.type.value}, which has no items; write `{code}`"
        )
        return []
    if item not in field.items:
        reader.wrong(line, f"{what}: unknown item `{item}` of `{code}`{suggestion(item, field.items)}")
        return []
    answer = Field(subject, FieldType.CHOICE, field.label, choices=field.choices)
    return _fact(reader, answer, node, line, names, what)


def _season(reader: Reader, node: yaml.Node, what: str) -> tuple[str, str]:
    days = [reader.word(item, f"{what}: `season`") for item in reader.items(node, f"{what}: `season`")]
    if len(days) != 2 or not all(_is_day(day) for day in days):
        reader.wrong(node, f"{what}: `season` must be the first and the last day, [mm-dd, mm-dd]")
        return "01-01", "12-31"
    return days[0], days[1]


def _is_day(text: str) -> bool:
    parts = DAY.fullmatch(text)
    if parts is None:
        return False
    try:
        date(2024, int(parts[1]), int(parts[2]))
    except ValueError:
        return False
    return True


def _fact(reader: Reader, field: Field, node: yaml.Node, line: int, names: Names, what: str) -> list[When]:
    if isinstance(node, yaml.SequenceNode):
        reader.wrong(node, f"{what}: `{field.code}` is compared with a list; write `{{in: [...]}}`")
        return []
    if isinstance(node, yaml.ScalarNode):
        return [Condition(field.code, Test.IS, constant(reader, node, field, what, names.steps), line)]
    found = reader.entries(node, f"{what}: `{field.code}`", known=[test.value for test in FACT_TESTS])
    if not node.value:
        reader.wrong(node, f"{what}: nothing is asked of `{field.code}`; write `{{known: yes}}` or the like")
    return [
        Condition(
            field.code, Test(word), _operand(reader, Test(word), value, field, names, what), found.lines[word]
        )
        for word, value in found.items()
    ]


def _operand(reader: Reader, test: Test, node: yaml.Node, field: Field, names: Names, what: str) -> Any:
    place = f"{what}: `{field.code}`"
    match test:
        case Test.ONE_OF:
            items = reader.items(node, place)
            return tuple(constant(reader, item, field, what, names.steps) for item in items)
        case Test.KNOWN | Test.UNCHANGED:
            return reader.flag(node, f"{place} {test.value}")
        case Test.ABOVE | Test.AT_MOST:
            if field.type not in NUMBERS:
                reader.wrong(
                    node,
                    f"{place} is of type {field.type.value}, not a number; do not ask `{test.value}` of it",
                )
            return _number(reader, node, names, f"{place} {test.value}")
        case Test.LATER_THAN:
            if field.type is not FieldType.INSTANT:
                reader.wrong(
                    node,
                    f"{place} is of type {field.type.value}, not an instant; do not ask `later_than` of it",
                )
            return reader.duration(node, f"{place} later_than")
        case Test.WITHIN_LAST:
            if field.type not in DATES:
                reader.wrong(
                    node, f"{place} is of type {field.type.value}, not a date; do not ask `within_last` of it"
                )
            return reader.duration(node, f"{place} within_last")
        case _:
            return constant(reader, node, field, what, names.steps)


def _number(reader: Reader, node: yaml.Node, names: Names, place: str) -> Operand:
    """What a number is compared with: `N`, `{fact: F}`, `{fact: F, pct: 40}` or `{table: T}`."""
    if not isinstance(node, yaml.MappingNode):
        return Operand(constant=reader.whole(node, place) or 0)
    found = reader.entries(node, place, known=("fact", "pct", "table"))
    if ("fact" in found) is ("table" in found):
        reader.wrong(
            node, f"{place}: give one of `fact` and `table`, not {kind(node) if not found else 'both'}"
        )
        return Operand(constant=0)
    pct = reader.whole(found.get("pct"), f"{place}: pct", least=1)
    if "table" in found:
        if "pct" in found:
            reader.wrong(
                node, f"{place}: `pct` is a share of a `fact`; write the table's numbers as they are"
            )
        code = reader.name(found["table"], place, names.tables, "table")
        return Operand(table=code, by=names.tables[code].by) if code else Operand(constant=0)
    code = reader.name(found["fact"], place, names.fields, "field")
    if code and names.fields[code].type not in NUMBERS:
        reader.wrong(
            found["fact"], f"{place}: `{code}` is of type {names.fields[code].type.value}, not a number"
        )
    return Operand(fact=code, pct=pct or 100)
