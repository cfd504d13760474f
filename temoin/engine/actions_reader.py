"""Reads actions: who may do them, their form, what they require and where they lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from temoin.engine import conditions_reader
from temoin.engine.fields_reader import ACTORS_ORGANISATION, COPY, constant
from temoin.engine.model import (
    ALWAYS,
    Action,
    Branch,
    Correspondence,
    Field,
    FieldType,
    FormField,
    Go,
    Recharge,
    Requirement,
    When,
)
from temoin.engine.names import Names
from temoin.engine.yaml_nodes import CODE, Entries, Reader

KEYS = (
    "label",
    "by",
    "form",
    "then",
    "tell",
    "requires",
    "primary",
    "danger",
    "undo",
    "confirm",
    "icon",
    "offers",
    "visibility",
)
VISIBILITIES = ("parties", "internal", "holder")
FORM_FIELD = re.compile(
    r"(?P<code>[a-z][a-z0-9_]*)(?P<optional>\?)?(?:\s*\(\s*when:\s*(?P<when>\{.*\})\s*\))?"
)
WAYS = tuple(way.value for way in Go)


def action(reader: Reader, code: str, node: yaml.Node, line: int, names: Names) -> Action:
    """One action with its branches; what is wrong in it is collected by the reader."""
    what = f"action `{code}`"
    found = reader.entries(node, what, known=KEYS, required=("label", "by", "then"), line=line)
    tell = _tell(reader, found.get("tell"), what, names)
    by = reader.names(found.get("by"), f"{what}: by", names.roles, "role")
    if "by" in found and isinstance(found["by"], yaml.SequenceNode) and not found["by"].value:
        reader.wrong(found["by"], f"{what}: nobody may do it; name at least one role in `by`")
    form = _form(reader, found.get("form"), what, names)
    return Action(
        code=code,
        label=reader.label(found.get("label"), f"{what}: label"),
        by=by,
        form=form,
        branches=_branches(reader, found, what, names, tell),
        requires=_requires(reader, found.get("requires"), what, names),
        primary=reader.flag(found.get("primary"), f"{what}: primary"),
        danger=reader.flag(found.get("danger"), f"{what}: danger"),
        undo=reader.flag(found.get("undo"), f"{what}: undo"),
        confirm=reader.label(found["confirm"], f"{what}: confirm") if "confirm" in found else None,
        icon=reader.word(found["icon"], f"{what}: icon") if "icon" in found else "circle-dot",
        offers=_offers(reader, found.get("offers"), {one.code for one in form}, what, names),
        visibility=_visibility(reader, found, what),
        line=line,
    )


def _offers(
    reader: Reader, node: yaml.Node | None, asked: set[str], what: str, names: Names
) -> dict[str, str]:
    """`{FIELD: FACT}`: what stands in a field of the form at first."""
    offered = {}
    for code, item in reader.entries(node, f"{what}: offers").items() if node is not None else ():
        fact = reader.name(item, f"{what}: offers", names.fields, "field")
        if code not in asked:
            reader.wrong(item, f"{what}: offers: its form does not ask for `{code}`")
        elif fact and names.fields[fact].type is not names.fields[code].type:
            wanted = names.fields[code].type.value
            reader.wrong(item, f"{what}: offers: `{fact}` is not of type {wanted}, as `{code}` is")
        offered[code] = fact
    return offered


def _visibility(reader: Reader, found: Entries, what: str) -> str:
    if "visibility" not in found:
        return "parties"
    return reader.name(found["visibility"], f"{what}: visibility", VISIBILITIES, "visibility") or "internal"


def _form(reader: Reader, node: yaml.Node | None, what: str, names: Names) -> tuple[FormField, ...]:
    form: dict[str, FormField] = {}
    for item in reader.items(node, f"{what}: form") if node is not None else []:
        entry = _form_field(reader, item, f"{what}: form", names)
        if entry is None:
            continue
        if entry.code in form:
            reader.wrong(item, f"{what}: form: `{entry.code}` is asked twice; keep one")
        form[entry.code] = entry
    occurred = [code for code in form if names.fields[code].occurred]
    if node is not None and len(occurred) > 1:
        reader.wrong(
            node, f"{what}: form: {' and '.join(occurred)} both say when it happened (`occurred`); keep one"
        )
    return tuple(form.values())


def _form_field(reader: Reader, item: yaml.Node, what: str, names: Names) -> FormField | None:
    """`code`, `code?` (optional) or `code (when: {…})` (required only then, else optional)."""
    text = reader.word(item, what)
    parts = FORM_FIELD.fullmatch(text)
    if parts is None or (parts["optional"] and parts["when"]):
        if text:
            reader.wrong(
                item, f'{what}: `{text}` is not a field; write `code`, `code?` or "code (when: {{…}})"'
            )
        return None
    code = reader.name(_renamed(item, parts["code"]), what, names.fields, "field")
    required_when = (
        _inline(reader, item, parts["when"], f"{what}: `{code}`", names) if parts["when"] else None
    )
    if not code:
        return None
    return FormField(
        code, required=not parts["optional"] and required_when is None, required_when=required_when
    )


def _renamed(node: yaml.Node, word: str) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:str", word, node.start_mark, node.end_mark)


def _inline(reader: Reader, item: yaml.Node, text: str, what: str, names: Names) -> When | None:
    """The condition written inside a form's field; its problems are told at the field's own line."""
    inner = Reader(reader.file, reader.problems, first_line=reader.line(item))
    root = inner.compose(text)
    return conditions_reader.when(inner, root, names, what) if root is not None else None


def _requires(reader: Reader, node: yaml.Node | None, what: str, names: Names) -> tuple[Requirement, ...]:
    found = []
    for item in reader.items(node, f"{what}: requires") if node is not None else []:
        place = f"{what}: requires"
        entry = reader.entries(item, place, known=("when", "say", "code"), required=("when", "say", "code"))
        code = reader.word(entry["code"], f"{place}: code") if "code" in entry else ""
        if code and not CODE.fullmatch(code):
            reader.wrong(entry["code"], f"{place}: `{code}` is not a code; use small letters, digits and _")
        when = conditions_reader.when(reader, entry["when"], names, place) if "when" in entry else ALWAYS
        found.append(Requirement(when=when, say=reader.label(entry.get("say"), f"{place}: say"), code=code))
    return tuple(found)


def _branches(
    reader: Reader, found: Entries, what: str, names: Names, tell: Mapping[str, str]
) -> tuple[Branch, ...]:
    """`then`: one mapping or a list of them, the first whose condition holds being taken."""
    node = found.get("then")
    if node is None:
        return ()
    items = reader.items(node, f"{what}: then") if isinstance(node, yaml.SequenceNode) else [node]
    if not items:
        reader.wrong(node, f"{what}: `then` is empty; write `then: {{stay: yes}}` where nothing moves")
    line = found.lines["then"] if isinstance(node, yaml.MappingNode) else None
    branches = (
        _branch(reader, item, line or reader.line(item), f"{what}: then", names, tell) for item in items
    )
    return tuple(branch for branch in branches if branch is not None)


def _branch(
    reader: Reader, node: yaml.Node, line: int, what: str, names: Names, tell: Mapping[str, str]
) -> Branch | None:
    found = reader.entries(node, what, known=("when", "set", "tell", "recharge", *WAYS))
    ways = [Go(key) for key in found if key in WAYS]
    when = conditions_reader.when(reader, found["when"], names, what) if "when" in found else ALWAYS
    sets = _sets(reader, found.get("set"), what, names)
    own_tell = _tell(reader, found["tell"], what, names) if "tell" in found else tell
    if len(ways) != 1:
        given = " and ".join(f"`{way.value}`" for way in ways) or "none"
        reader.wrong(
            line, f"{what}: a branch leads exactly one way ({', '.join(WAYS)}); this one has {given}"
        )
        return None
    target = _target(reader, ways[0], found[ways[0].value], what, names)
    recharge = _recharge(reader, found.get("recharge"), f"{what}: recharge", names)
    return Branch(
        when=when, go=ways[0], target=target, sets=sets, tell=own_tell, recharge=recharge, line=line
    )


def _recharge(reader: Reader, node: yaml.Node | None, what: str, names: Names) -> Recharge | None:
    """`{frame: FIELD, to: PARTY_FIELD}`: whose time the frame named in the form was."""
    if node is None:
        return None
    found = reader.entries(node, what, known=("frame", "to"), required=("frame", "to"))
    if len(found) != 2:
        return None
    frame = _typed(reader, found["frame"], f"{what}: frame", names, FieldType.WHOLE)
    if frame and not names.fields[frame].frame:
        reader.wrong(found["frame"], f"{what}: frame: `{frame}` is not marked `frame: yes`")
    return Recharge(frame, _typed(reader, found["to"], f"{what}: to", names, FieldType.PARTY))


def _target(reader: Reader, way: Go, node: yaml.Node, what: str, names: Names) -> str:
    place = f"{what}: {way.value}"
    match way:
        case Go.TO | Go.INTERRUPT:
            return reader.name(node, place, names.steps, "step")
        case Go.CLOSE:
            return reader.name(node, place, names.ends, "end")
        case Go.MOVE:
            return _typed(reader, node, place, names, FieldType.INSTANT, FieldType.WHOLE)
        case Go.CHOSEN:
            return _typed(reader, node, place, names, FieldType.STEP)
        case Go.RESUME | Go.STAY:
            if not reader.flag(node, place):
                reader.wrong(node, f"{place} is written `{way.value}: yes`")
            return ""


def _typed(reader: Reader, node: yaml.Node, place: str, names: Names, *types: FieldType) -> str:
    code = reader.name(node, place, names.fields, "field")
    if code and names.fields[code].type not in types:
        wanted = " or ".join(one.value for one in types)
        reader.wrong(
            node, f"{place}: `{code}` is of type {names.fields[code].type.value}; it must be {wanted}"
        )
    return code


def _sets(reader: Reader, node: yaml.Node | None, what: str, names: Names) -> Mapping[str, Any]:
    """Facts set to a constant; `null` clears, `$organisation` stands for that of whoever acts."""
    if node is None:
        return {}
    sets: dict[str, Any] = {}
    found = reader.entries(node, f"{what}: set")
    for code, value in found.items():
        name = reader.name(_renamed(value, code), f"{what}: set", names.fields, "field")
        if not name:
            continue
        field = names.fields[name]
        if not field.fact:
            reader.wrong(
                found.lines[code],
                f"{what}: set: `{code}` is not kept as a fact (`fact: no`); it cannot be set",
            )
        if value.tag == "tag:yaml.org,2002:null":
            sets[name] = None
        elif field.type is FieldType.ORGANISATION and value.value == ACTORS_ORGANISATION:
            sets[name] = ACTORS_ORGANISATION
        elif value.value.startswith(COPY):
            sets[name] = _copied(reader, value, field, f"{what}: set: `{code}`", names)
        else:
            sets[name] = constant(reader, value, field, f"{what}: set", names.steps)
    return sets


def _copied(reader: Reader, node: yaml.Node, field: Field, what: str, names: Names) -> str:
    """`$FIELD`: the value that another field of the same type has."""
    source = names.fields.get(str(node.value).removeprefix(COPY))
    if source is None or source.type is not field.type:
        reader.wrong(node, f"{what}: `{node.value}` copies no field of type {field.type.value}")
    return str(node.value)


def _tell(reader: Reader, node: yaml.Node | None, what: str, names: Names) -> Mapping[str, str]:
    """Who is told which message: role → the message's name."""
    if node is None:
        return {}
    tell: dict[str, str] = {}
    for role, value in reader.entries(node, f"{what}: tell").items():
        if reader.name(_renamed(value, role), f"{what}: tell", names.roles, "role"):
            tell[role] = reader.word(value, f"{what}: tell: {role}")
    return tell


def correspondence(reader: Reader, node: yaml.Node | None, names: Names) -> tuple[Correspondence, ...]:
    """`[{from: [roles], to: [roles], do: action}, …]`: who writes to whom by which action."""
    found = []
    for item in reader.items(node, "correspondence") if node is not None else []:
        entry = reader.entries(item, "correspondence", known=("from", "to", "do"), required=("do",))
        if "do" in entry:
            found.append(
                Correspondence(
                    senders=reader.names(entry.get("from"), "correspondence: from", names.roles, "role"),
                    receivers=reader.names(entry.get("to"), "correspondence: to", names.roles, "role"),
                    action=reader.name(entry["do"], "correspondence: do", names.actions, "action"),
                )
            )
    return tuple(found)
