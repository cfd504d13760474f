"""Reads a procedure's series: which readings belong together, which never mix, and when one is settled."""

from __future__ import annotations

import yaml

from temoin.engine import conditions_reader
from temoin.engine.fields_reader import NUMBERS
from temoin.engine.model import FieldType, Series
from temoin.engine.names import Names
from temoin.engine.yaml_nodes import Entries, Reader

KEYS = ("label", "key", "value", "at", "settled")
APART = (FieldType.CHOICE, FieldType.TEXT)
INSTANTS = (FieldType.INSTANT,)


def read(reader: Reader, sources: Entries, names: Names) -> dict[str, Series]:
    """Every series that can be used."""
    found = {code: _series(reader, code, node, sources.lines[code], names) for code, node in sources.items()}
    return {code: one for code, one in found.items() if one is not None}


def _series(reader: Reader, code: str, node: yaml.Node, line: int, names: Names) -> Series | None:
    what = f"series `{code}`"
    required = ("label", "key", "value", "settled")
    found = reader.entries(node, what, known=KEYS, required=required, line=line)
    if not all(name in found for name in required):
        return None
    key = reader.names(found["key"], f"{what}: key", names.fields, "field")
    value = reader.name(found["value"], f"{what}: value", names.fields, "field")
    at = reader.name(found["at"], f"{what}: at", names.fields, "field") if "at" in found else None
    for field in key:
        _of_type(reader, found["key"], f"{what}: key", field, APART, names)
    _of_type(reader, found["value"], f"{what}: value", value, NUMBERS, names)
    _of_type(reader, found["at"] if at else node, f"{what}: at", at or "", INSTANTS, names)
    return Series(
        code=code,
        label=reader.label(found["label"], f"{what}: label"),
        key=key,
        value=value,
        settled=conditions_reader.when(reader, found["settled"], names, f"{what}: settled"),
        at=at,
        line=line,
    )


def _of_type(
    reader: Reader, node: yaml.Node, what: str, code: str, types: tuple[FieldType, ...], names: Names
) -> None:
    field = names.fields.get(code)
    if field is not None and field.type not in types:
        reader.wrong(node, f"{what}: `{code}` is of type {field.type.value}; it must be {' or '.join(types)}")
