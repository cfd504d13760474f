"""The procedure language: a YAML file becomes a checked `Procedure`, or all its faults are told, by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from temoin.engine import (
    actions_reader,
    boards_reader,
    cards_reader,
    fields_reader,
    figures_reader,
    roles_reader,
    rules_reader,
    series_reader,
    sets_reader,
    soundness,
    steps_reader,
)
from temoin.engine.model import Field, FieldType, Procedure, Table
from temoin.engine.names import Names
from temoin.engine.problems import Problem, ProcedureErrors, suggestion
from temoin.engine.yaml_nodes import CODE, Entries, Reader

REQUIRED = ("procedure", "version", "label", "opening", "roles", "groups", "steps", "actions", "ends")
KEYS = (
    *REQUIRED,
    "repairer",
    "assignment_per",
    "charged",
    "phases",
    "fields",
    "tables",
    "series",
    "rules",
    "sets",
    "correspondence",
    "boards",
    "cards",
    "controls",
    "figures",
)
SECTIONS = (
    "roles",
    "charged",
    "groups",
    "fields",
    "tables",
    "series",
    "rules",
    "sets",
    "steps",
    "actions",
    "ends",
    "cards",
    "controls",
    "figures",
)
SHARED_NAME = "fields.yaml"

__all__ = ["Draft", "Problem", "ProcedureErrors", "load", "read"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A procedure as read, its soundness not yet known.

    `lines` maps (section, code) to the line of the definition in this file; shared fields are not in it.
    """

    procedure: Procedure
    lines: Mapping[tuple[str, str], int]


def load(
    text: str, *, name: str, shared_fields: str = "", messages: frozenset[str] | None = None
) -> Procedure:
    """The procedure that `text` describes, sound; raises `ProcedureErrors` with everything found wrong.

    `name` is the file's name in messages; `shared_fields` the text of fields.yaml; `messages` the names
    that `tell` may use (None: not checked). Soundness is looked at only once the file can be read whole.
    """
    draft = read(text, name=name, shared_fields=shared_fields)
    problems = soundness.check(draft.procedure, file=name, lines=draft.lines, messages=messages)
    if problems:
        raise ProcedureErrors(problems)
    return draft.procedure


def read(text: str, *, name: str, shared_fields: str = "") -> Draft:
    """The procedure as written: every name and type checked, soundness not; raises `ProcedureErrors`."""
    problems: list[Problem] = []
    reader = Reader(name, problems)
    fields = _shared_fields(shared_fields, problems) if shared_fields.strip() else {}
    root = reader.compose(text)
    draft = (
        _procedure(reader, reader.entries(root, "the file", known=KEYS, required=REQUIRED), fields)
        if root
        else None
    )
    if problems or draft is None:
        raise ProcedureErrors(problems)
    return draft


def _shared_fields(text: str, problems: list[Problem]) -> dict[str, Field]:
    reader = Reader(SHARED_NAME, problems)
    root = reader.compose(text)
    top = reader.entries(root, "the file", known=("fields",), required=("fields",)) if root else Entries()
    return _fields(reader, reader.named(top.get("fields"), "fields"), {})


def _fields(reader: Reader, sources: Entries, shared: Mapping[str, Field]) -> dict[str, Field]:
    fields = dict(shared)
    for code, node in sources.items():
        if code in shared:
            reader.wrong(
                sources.lines[code], f"field `{code}` stands in {SHARED_NAME} already; take one of them out"
            )
        field = fields_reader.field(reader, code, node, sources.lines[code])
        if field is not None:
            fields[code] = field
    for code, node in sources.items():
        target = fields[code].week_of if code in fields else ""
        if target and (target not in fields or fields[target].type is not FieldType.INSTANT):
            reader.wrong(
                node, f"field `{code}`: week_of: `{target}` is no instant{suggestion(target, fields)}"
            )
        place = fields[code].meets if code in fields else ""
        if (
            place
            and place != "repairer"
            and (place not in fields or fields[place].type is not FieldType.TEXT)
        ):
            reader.wrong(
                node,
                f"field `{code}`: meets: `{place}` is neither `repairer` nor a text{suggestion(place, fields)}",
            )
    return fields


def _procedure(reader: Reader, top: Entries, shared: dict[str, Field]) -> Draft:
    """Names first, then what refers to them."""
    sections = {section: reader.named(top.get(section), section) for section in SECTIONS}
    _apart(reader, sections, "roles", "charged")
    _apart(reader, sections, "steps", "ends")
    fields = _fields(reader, sections["fields"], shared)
    names = Names(
        roles=tuple(sections["roles"]),
        charged=tuple(sections["charged"]),
        groups=tuple(sections["groups"]),
        steps=tuple(sections["steps"]),
        actions=tuple(sections["actions"]),
        sets=tuple(sections["sets"]),
        ends=tuple(sections["ends"]),
        fields=fields,
        tables=_tables(reader, sections["tables"], fields),
        series=tuple(sections["series"]),
        rules=tuple(sections["rules"]),
    )
    steps, ends, actions = sections["steps"], sections["ends"], sections["actions"]
    sets = sets_reader.expand(reader, sections["sets"], names)
    sets_reader.unused(reader, sections["sets"], (*steps.values(), *ends.values()))
    roles = {
        code: roles_reader.role(reader, code, node, sections["roles"].lines[code], names)
        for code, node in sections["roles"].items()
    }
    procedure = Procedure(
        code=_code(reader, top),
        version=reader.whole(top.get("version"), "version", least=1) or 0,
        label=reader.label(top.get("label"), "label"),
        roles=roles,
        charged={code: role.label for code, role in roles.items()}
        | roles_reader.labels(reader, sections["charged"], "charged"),
        groups=roles_reader.labels(reader, sections["groups"], "group"),
        fields=fields,
        steps={
            code: steps_reader.step(reader, code, node, steps.lines[code], names, sets)
            for code, node in steps.items()
        },
        actions={
            code: actions_reader.action(reader, code, node, actions.lines[code], names)
            for code, node in actions.items()
        },
        ends={
            code: steps_reader.end(reader, code, node, ends.lines[code], names, sets)
            for code, node in ends.items()
        },
        tables=names.tables,
        opening=reader.name(top["opening"], "opening", names.actions, "action") if "opening" in top else "",
        phases=roles_reader.phases(reader, top.get("phases"), names),
        correspondence=actions_reader.correspondence(reader, top.get("correspondence"), names),
        series=series_reader.read(reader, sections["series"], names),
        repairer=reader.name(top["repairer"], "repairer", names.roles, "role") if "repairer" in top else "",
        assignment_per=_per(reader, top, names),
        rules=rules_reader.read(reader, sections["rules"], names),
        boards=boards_reader.read(reader, top.get("boards"), names),
        cards=cards_reader.read(reader, sections["cards"], names),
        controls=rules_reader.controls(reader, sections["controls"], names),
        figures=figures_reader.read(reader, sections["figures"], names),
    )
    lines = {(sort, code): line for sort, found in sections.items() for code, line in found.lines.items()}
    return Draft(procedure, lines | {("top", key): line for key, line in top.lines.items()})


def _apart(reader: Reader, sections: Mapping[str, Entries], first: str, second: str) -> None:
    for code in sections[second]:
        if code in sections[first]:
            reader.wrong(
                sections[second].lines[code],
                f"`{code}` stands under {first} and under {second}; rename one of them",
            )


def _code(reader: Reader, top: Entries) -> str:
    code = reader.word(top["procedure"], "procedure") if "procedure" in top else ""
    if code and not CODE.fullmatch(code):
        reader.wrong(top["procedure"], f"procedure: `{code}` is not a code; use small letters, digits and _")
    return code


def _per(reader: Reader, top: Entries, names: Names) -> str:
    if "assignment_per" not in top:
        return ""
    code = reader.name(top["assignment_per"], "assignment_per", names.fields, "field")
    if code and names.fields[code].type is not FieldType.CHOICE:
        reader.wrong(top["assignment_per"], f"assignment_per: `{code}` is no choice")
    return code


def _tables(reader: Reader, sources: Entries, fields: dict[str, Field]) -> dict[str, Table]:
    read = {
        code: fields_reader.table(reader, code, node, sources.lines[code], fields)
        for code, node in sources.items()
    }
    return {code: table for code, table in read.items() if table is not None}
