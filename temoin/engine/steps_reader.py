"""Reads steps and ends: who holds them, by when, who is told late, and what may be done there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import yaml

from temoin.engine import conditions_reader
from temoin.engine.model import (
    ALWAYS,
    Clock,
    Due,
    DueKind,
    Duration,
    End,
    Escalation,
    Expiry,
    FieldType,
    Label,
    Linked,
    Step,
    Unit,
)
from temoin.engine.names import Names
from temoin.engine.problems import suggestion
from temoin.engine.yaml_nodes import Entries, Reader

FLAGS = ("measured", "comment", "over", "pauses")
REQUIRED = ("label", "group", "holder", "due", "actions")
KEYS = (
    *REQUIRED,
    *FLAGS,
    "charged_to",
    "norm",
    "only",
    "exists",
    "exists_say",
    "remind",
    "escalate",
    "chase",
    "expire",
    "linked",
    "plain",
    "printed",
    "clocks",
)
CLOCK_KEYS = ("label", "due", "from", "stops", "remind", "escalate")
PLACE = re.compile(r"\{(\w+)\}")
"""Where a fact stands in a printed sentence."""
UNREAD = Due(DueKind.AFTER, Duration(1, Unit.HOURS))
Sets = Mapping[str, tuple[str, ...]]


def step(reader: Reader, code: str, node: yaml.Node, line: int, names: Names, sets: Sets) -> Step:
    """One step; what is wrong in it is collected by the reader."""
    what = f"step `{code}`"
    found = reader.entries(node, what, known=KEYS, required=REQUIRED, line=line)
    for one, other in (("exists", "exists_say"), ("exists_say", "exists")):
        if one in found and other not in found:
            reader.wrong(
                found.lines[one], f"{what}: `{one}` needs `{other}` beside it: the condition and the sentence"
            )
    holder = _one(reader, found, "holder", what, names.roles, "role")
    return Step(
        code=code,
        label=reader.label(found.get("label"), f"{what}: label"),
        group=_one(reader, found, "group", what, names.groups, "group"),
        holder=holder,
        charged_to=_one(reader, found, "charged_to", what, (*names.roles, *names.charged), "party") or holder,
        due=_due(reader, found.get("due"), what, names),
        actions=actions(reader, found.get("actions"), what, names, sets),
        norm=reader.duration(found.get("norm"), f"{what}: norm"),
        **{flag: reader.flag(found.get(flag), f"{what}: {flag}") for flag in FLAGS},
        only=reader.names(found.get("only"), f"{what}: only", names.roles, "role"),
        exists=conditions_reader.when(reader, found["exists"], names, f"{what}: exists")
        if "exists" in found
        else ALWAYS,
        exists_say=reader.label(found["exists_say"], f"{what}: exists_say")
        if "exists_say" in found
        else None,
        remind=_reminders(reader, found.get("remind"), what),
        escalate=_escalations(reader, found.get("escalate"), what, names),
        chase=reader.duration(found.get("chase"), f"{what}: chase"),
        expire=_expiry(reader, found.get("expire"), f"{what}: expire", names),
        linked=_linked(reader, found.get("linked"), f"{what}: linked", names),
        plain=reader.label(found["plain"], f"{what}: plain") if "plain" in found else None,
        printed=_printed(reader, found, what, names),
        clocks=_clocks(reader, found.get("clocks"), what, names),
        line=line,
    )


def _clocks(reader: Reader, node: yaml.Node | None, what: str, names: Names) -> Mapping[str, Clock]:
    """`{acknowledge: {label, due: 10wd, from: received_on?, stops: [acknowledge], remind, escalate}}`."""
    found = {}
    clocks = reader.named(node, f"{what}: clocks")
    for code, item in clocks.items():
        place, line = f"{what}: clock `{code}`", clocks.lines[code]
        keys = reader.entries(item, place, known=CLOCK_KEYS, required=("label", "due", "stops"), line=line)
        due = reader.duration(keys.get("due"), f"{place}: due")
        begins = _typed(reader, keys, "from", place, names, FieldType.DATE, FieldType.INSTANT)
        found[code] = Clock(
            code=code,
            label=reader.label(keys.get("label"), f"{place}: label"),
            due=due or Duration(1, Unit.HOURS),
            stops=reader.names(keys.get("stops"), f"{place}: stops", names.actions, "action"),
            begins=begins,
            remind=_reminders(reader, keys.get("remind"), place),
            escalate=_escalations(reader, keys.get("escalate"), place, names),
            line=line,
        )
    return found


def end(reader: Reader, code: str, node: yaml.Node, line: int, names: Names, sets: Sets) -> End:
    """One way in which an assignment is over."""
    what = f"end `{code}`"
    known = ("label", "plain", "printed", "actions")
    found = reader.entries(node, what, known=known, required=("label",), line=line)
    return End(
        code=code,
        label=reader.label(found.get("label"), f"{what}: label"),
        actions=actions(reader, found.get("actions"), what, names, sets),
        plain=reader.label(found["plain"], f"{what}: plain") if "plain" in found else None,
        printed=_printed(reader, found, what, names),
        line=line,
    )


def _printed(reader: Reader, found: Entries, what: str, names: Names) -> Label | None:
    """The sentence of the follow-up; what stands in braces is a field that is kept."""
    if "printed" not in found:
        return None
    label = reader.label(found["printed"], f"{what}: printed")
    for code in {code for text in label.values() for code in PLACE.findall(text)}:
        if code not in names.fields or not names.fields[code].fact:
            reader.wrong(
                found["printed"],
                f"{what}: printed: `{{{code}}}` is no field that is kept{suggestion(code, names.fields)}",
            )
    return label


def actions(reader: Reader, node: yaml.Node | None, what: str, names: Names, sets: Sets) -> tuple[str, ...]:
    """Action codes in the order given; `@name` stands for the actions of that set, each kept once."""
    found: dict[str, None] = {}
    for item in reader.items(node, f"{what}: actions") if node is not None else []:
        word = reader.word(item, f"{what}: actions")
        if word.startswith("@"):
            if word[1:] not in names.sets:
                reader.wrong(item, f"{what}: unknown set `{word}`{suggestion(word[1:], names.sets)}")
            found.update(dict.fromkeys(sets.get(word[1:], ())))
        elif word in names.actions:
            found[word] = None
        elif word:
            hint = f"; a set is written `@{word}`" if word in names.sets else suggestion(word, names.actions)
            reader.wrong(item, f"{what}: unknown action `{word}`{hint}")
    return tuple(found)


def _one(reader: Reader, found: Entries, key: str, what: str, names: Collection[str], sort: str) -> str:
    return reader.name(found[key], f"{what}: {key}", names, sort) if key in found else ""


def _due(reader: Reader, node: yaml.Node | None, what: str, names: Names) -> Due:
    """`24h` | `{at: FIELD}` | `{at: FIELD, plus: WHOLE_FIELD}` | `inherited`."""
    if node is None:
        return UNREAD
    place = f"{what}: due"
    if not isinstance(node, yaml.MappingNode):
        if isinstance(node, yaml.ScalarNode) and node.value == "inherited":
            return Due(DueKind.INHERITED)
        duration = reader.duration(node, place)
        return Due(DueKind.AFTER, duration) if duration else UNREAD
    found = reader.entries(node, place, known=("at", "plus"), required=("at",))
    at = _typed(reader, found, "at", place, names, FieldType.INSTANT, FieldType.DATE)
    plus = _typed(reader, found, "plus", place, names, FieldType.WHOLE)
    return Due(DueKind.FIELD, field=at, plus=plus) if at else UNREAD


def _typed(
    reader: Reader, found: Entries, key: str, place: str, names: Names, *types: FieldType
) -> str | None:
    if key not in found:
        return None
    code = reader.name(found[key], f"{place}: {key}", names.fields, "field")
    if code and names.fields[code].type not in types:
        wanted = " or ".join(type_.value for type_ in types)
        reader.wrong(
            found[key],
            f"{place}: `{code}` is of type {names.fields[code].type.value}; it must be {wanted}",
        )
        return None
    if code and not names.fields[code].fact:
        reader.wrong(
            found[key], f"{place}: `{code}` is not kept as a fact (`fact: no`); a date cannot rest on it"
        )
    return code or None


def _expiry(reader: Reader, node: yaml.Node | None, what: str, names: Names) -> Expiry | None:
    """`nobody_took`, done at the due date, or `{action: accept_by_silence, after: 15d}`, counted from entering."""
    if node is None:
        return None
    after = None
    if isinstance(node, yaml.MappingNode):
        found = reader.entries(node, what, known=("action", "after"), required=("action", "after"))
        after = reader.duration(found.get("after"), f"{what}: after")
        if "action" not in found:
            return None
        node = found["action"]
    action = reader.name(node, what, names.actions, "action")
    return Expiry(action, after) if action else None


def _linked(reader: Reader, node: yaml.Node | None, what: str, names: Names) -> Linked | None:
    """`{assignment: FIELD, until: [GROUP, …], do: ACTION}`."""
    if node is None:
        return None
    keys = ("assignment", "until", "do")
    found = reader.entries(node, what, known=keys, required=keys)
    if not all(key in found for key in keys):
        return None
    field = _typed(reader, found, "assignment", what, names, FieldType.ASSIGNMENT)
    until = reader.names(found["until"], f"{what}: until", names.groups, "group")
    action = reader.name(found["do"], f"{what}: do", names.actions, "action")
    return Linked(field, until, action) if field and action else None


def _reminders(reader: Reader, node: yaml.Node | None, what: str) -> tuple[Duration, ...]:
    items = reader.items(node, f"{what}: remind") if node is not None else []
    read = (reader.duration(item, f"{what}: remind") for item in items)
    return tuple(duration for duration in read if duration is not None)


def _escalations(reader: Reader, node: yaml.Node | None, what: str, names: Names) -> tuple[Escalation, ...]:
    """`[{contractor: 0h}, {network_manager: 24h}]`: who is told, and how long after the due date."""
    found = []
    for item in reader.items(node, f"{what}: escalate") if node is not None else []:
        entries = reader.entries(item, f"{what}: escalate")
        for role, value in entries.items():
            if role not in names.roles:
                reader.wrong(item, f"{what}: escalate: unknown role `{role}`{suggestion(role, names.roles)}")
            after = reader.duration(value, f"{what}: escalate: {role}", zero=True)
            if role in names.roles and after is not None:
                found.append(Escalation(role, after))
    return tuple(found)
