"""Reads which facts a file shows together: what was damaged, what was answered, the pictures."""

from __future__ import annotations

import yaml

from temoin.engine.model import Card
from temoin.engine.names import Names
from temoin.engine.yaml_nodes import Entries, Reader

KEYS = ("label", "icon", "fields", "title", "wide")


def read(reader: Reader, sources: Entries, names: Names) -> dict[str, Card]:
    """`{CARD: {label, icon, fields: [...], title: [...], wide}}`, in the order in which a file shows them."""
    return {code: _card(reader, code, node, sources.lines[code], names) for code, node in sources.items()}


def _card(reader: Reader, code: str, node: yaml.Node, line: int, names: Names) -> Card:
    what = f"card `{code}`"
    found = reader.entries(node, what, known=KEYS, required=("label", "icon", "fields"), line=line)
    fields = reader.names(found.get("fields"), f"{what}: fields", names.fields, "field")
    for one in fields:
        if not names.fields[one].fact:
            reader.wrong(line, f"{what}: `{one}` is not kept (`fact: no`), so it could never be shown")
        if names.fields[one].confidential:
            reader.wrong(line, f"{what}: `{one}` is confidential; every party of the file reads its cards")
    title = reader.names(found.get("title"), f"{what}: title", names.fields, "field")
    for one in title:
        if one not in fields:
            reader.wrong(line, f"{what}: title: `{one}` is none of its fields")
    return Card(
        code=code,
        label=reader.label(found.get("label"), f"{what}: label"),
        icon=reader.word(found["icon"], f"{what}: icon") if "icon" in found else "",
        fields=fields,
        title=title,
        wide=reader.flag(found.get("wide"), f"{what}: wide"),
        line=line,
    )
