"""Reads a procedure's fields and tables, and the constants that fields are compared with or set to."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from temoin.engine.model import Field, FieldType, Label, Table
from temoin.engine.yaml_nodes import Entries, Reader, kind

KEYS = (
    "type",
    "label",
    "hint",
    "items",
    "choices",
    "minimum",
    "maximum",
    "future",
    "past",
    "occurred",
    "fact",
    "drawn",
    "tick",
    "supplied",
    "confidential",
    "frame",
    "week_of",
    "of",
    "searched",
    "link",
    "first",
    "meets",
)
FIRST = ("name", "telephone", "video_room")
RESERVED = ("any", "not", "deadline", "season", "actor", "step", "interrupted", "done", "series", "rules")
CHOOSING = (FieldType.CHOICE, FieldType.CHECKLIST)
NUMBERS = (FieldType.NUMBER, FieldType.WHOLE, FieldType.AMOUNT)
SIZED = (*NUMBERS, FieldType.TEXT, FieldType.LONG_TEXT, FieldType.FILES)
ACTORS_ORGANISATION = "$organisation"
"""The constant that stands for the organisation of whoever acts (taking a job in charge)."""
COPY = "$"
"""Before a field's code: the value that this field has, the form's own first."""


def field(reader: Reader, code: str, node: yaml.Node, line: int) -> Field | None:
    """One field; None where it is too wrong to be used."""
    what = f"field `{code}`"
    if code in RESERVED:
        reader.wrong(line, f"{what}: this word has its own meaning in conditions; choose another code")
    found = reader.entries(node, what, known=KEYS, required=("type", "label"), line=line)
    if "type" not in found:
        return None
    word = reader.name(found["type"], f"{what}: type", [one.value for one in FieldType], "type")
    if not word:
        return None
    type_ = FieldType(word)
    _allowed(reader, what, found, type_)
    return Field(
        code=code,
        type=type_,
        label=reader.label(found.get("label"), f"{what}: label"),
        hint=reader.label(found["hint"], f"{what}: hint") if "hint" in found else None,
        choices=_labelled(reader, what, found, "choices", CHOOSING, type_, line),
        items=_labelled(reader, what, found, "items", (FieldType.CHECKLIST,), type_, line),
        minimum=reader.whole(found.get("minimum"), f"{what}: minimum"),
        maximum=reader.whole(found.get("maximum"), f"{what}: maximum"),
        future=reader.flag(found.get("future"), f"{what}: future"),
        past=reader.flag(found.get("past"), f"{what}: past"),
        occurred=reader.flag(found.get("occurred"), f"{what}: occurred"),
        fact=reader.flag(found["fact"], f"{what}: fact") if "fact" in found else True,
        supplied=reader.flag(found.get("supplied"), f"{what}: supplied"),
        confidential=reader.flag(found.get("confidential"), f"{what}: confidential"),
        week_of=reader.word(found["week_of"], f"{what}: week_of") if "week_of" in found else "",
        drawn=reader.flag(found.get("drawn"), f"{what}: drawn"),
        tick=reader.flag(found.get("tick"), f"{what}: tick"),
        frame=reader.flag(found.get("frame"), f"{what}: frame"),
        of=reader.word(found["of"], f"{what}: of") if "of" in found else "",
        searched=reader.flag(found.get("searched"), f"{what}: searched"),
        link=reader.flag(found.get("link"), f"{what}: link"),
        meets=reader.word(found["meets"], f"{what}: meets") if "meets" in found else "",
        first=reader.name(found["first"], f"{what}: first", FIRST, "beginning") if "first" in found else "",
    )


def _allowed(reader: Reader, what: str, found: Entries, type_: FieldType) -> None:
    """Settings that mean nothing for the field's type are refused rather than ignored."""
    allowed = {
        "items": (FieldType.CHECKLIST,),
        "week_of": (FieldType.WHOLE,),
        "choices": CHOOSING,
        "minimum": SIZED,
        "maximum": SIZED,
        "future": (FieldType.DATE, FieldType.INSTANT),
        "past": (FieldType.DATE,),
        "occurred": (FieldType.INSTANT,),
        "drawn": (FieldType.FILES,),
        "tick": (FieldType.YES_NO,),
        "frame": (FieldType.WHOLE,),
        "of": (FieldType.ORGANISATION, FieldType.ORGANISATIONS),
        "searched": (FieldType.TEXT,),
        "link": (FieldType.TEXT,),
        "first": (FieldType.TEXT,),
        "meets": (FieldType.INSTANT,),
    }
    for key, types in allowed.items():
        if key in found and type_ not in types:
            reader.wrong(
                found.lines[key],
                f"{what}: `{key}` means nothing for type {type_.value}, only for {', '.join(types)}",
            )


def _labelled(
    reader: Reader,
    what: str,
    found: Entries,
    key: str,
    needing: tuple[FieldType, ...],
    type_: FieldType,
    line: int,
) -> dict[str, Label]:
    """The codes under `key`, each with its label; types that do not need them have none."""
    if type_ not in needing:
        return {}
    if key not in found:
        reader.wrong(line, f"{what} has no `{key}`; list them, each with its label")
        return {}
    read = reader.named if key == "items" else reader.entries  # an item is asked for as FIELD.ITEM
    listed = read(found[key], f"{what}: {key}")
    if not listed:
        reader.wrong(line, f"{what}: `{key}` is empty; list at least one")
    return {code: reader.label(label, f"{what}: {key[:-1]} `{code}`") for code, label in listed.items()}


def table(reader: Reader, code: str, node: yaml.Node, line: int, fields: dict[str, Field]) -> Table | None:
    """A table of numbers looked up by facts; None where it cannot be used."""
    what = f"table `{code}`"
    found = reader.entries(node, what, known=("by", "rows"), required=("by", "rows"), line=line)
    by = reader.names(found.get("by"), f"{what}: by", fields, "field")
    if not by or "rows" not in found:
        return None
    rows: dict[tuple[str, ...], int] = {}
    for item in reader.items(found["rows"], f"{what}: rows"):
        cells = reader.items(item, f"{what}: a row")
        if len(cells) != len(by) + 1:
            reader.wrong(
                item,
                f"{what}: a row is {', '.join(by)} and a number; this one has {len(cells)} cells",
            )
            continue
        key = tuple(_key(reader, what, cell, fields[name]) for name, cell in zip(by, cells, strict=False))
        number = reader.whole(cells[-1], f"{what}: a row's number")
        if key in rows:
            reader.wrong(item, f"{what}: the row {', '.join(key)} stands there twice; keep one")
        elif number is not None:
            rows[key] = number
    return Table(code=code, by=by, rows=rows)


def _key(reader: Reader, what: str, cell: yaml.Node, by: Field) -> str:
    if by.type is FieldType.CHOICE:
        return reader.name(cell, f"{what}: a row's {by.code}", by.choices, "choice")
    return reader.word(cell, f"{what}: a row's {by.code}")


def constant(reader: Reader, node: yaml.Node, field: Field, what: str, steps: Any) -> Any:
    """A constant of the field's own type: what a condition compares with, or what `set` writes."""
    match field.type:
        case FieldType.YES_NO:
            return reader.flag(node, f"{what}: `{field.code}`")
        case FieldType.CHOICE:
            return reader.name(node, f"{what}: `{field.code}`", field.choices, "choice")
        case FieldType.STEP:
            return reader.name(node, f"{what}: `{field.code}`", steps, "step")
        case FieldType.WHOLE:
            return reader.whole(node, f"{what}: `{field.code}`")
        case FieldType.NUMBER | FieldType.AMOUNT:
            return _decimal(reader, node, f"{what}: `{field.code}`")
        case FieldType.TEXT | FieldType.LONG_TEXT:
            return reader.word(node, f"{what}: `{field.code}`")
        case _:
            reader.wrong(
                node,
                f"{what}: `{field.code}` is of type {field.type.value}, which has no constants; "
                "ask `{known: yes}` or `{known: no}` in a condition, write `null` in a `set`",
            )
            return None


def _decimal(reader: Reader, node: yaml.Node, what: str) -> Decimal | None:
    try:
        value = Decimal(reader.word(node, what))
    except InvalidOperation:
        reader.wrong(node, f"{what} must be a number, not {kind(node)}")
        return None
    if not value.is_finite():
        reader.wrong(node, f"{what} must be a number, not {kind(node)}")
        return None
    return value
