"""Reads how a role lays out its assignments: boards, and the sections of each."""

from __future__ import annotations

import yaml

from temoin.engine.model import Board, Section
from temoin.engine.names import Names
from temoin.engine.problems import suggestion
from temoin.engine.yaml_nodes import Entries, Reader

SECTION = ("label", "icon", "steps", "ends")


def read(reader: Reader, node: yaml.Node | None, names: Names) -> dict[str, tuple[Board, ...]]:
    """`{ROLE: {BOARD: {label, icon, sections: {SECTION: {label, icon, steps, ends}}}}}`."""
    found: dict[str, tuple[Board, ...]] = {}
    sources = reader.entries(node, "boards") if node is not None else Entries()
    for role, item in sources.items():
        if role not in names.roles:
            reader.wrong(sources.lines[role], f"boards: unknown role `{role}`{suggestion(role, names.roles)}")
        boards = reader.named(item, f"boards of `{role}`")
        found[role] = tuple(
            _board(reader, code, one, boards.lines[code], names, f"boards of `{role}`: `{code}`")
            for code, one in boards.items()
        )
    return found


def _board(reader: Reader, code: str, node: yaml.Node, line: int, names: Names, what: str) -> Board:
    keys = ("label", "icon", "sections")
    found = reader.entries(node, what, known=keys, required=keys, line=line)
    sections = reader.named(found.get("sections"), f"{what}: sections")
    return Board(
        code=code,
        label=reader.label(found.get("label"), f"{what}: label"),
        icon=reader.word(found["icon"], f"{what}: icon") if "icon" in found else "",
        sections=tuple(
            _section(reader, one, item, sections.lines[one], names, f"{what}: section `{one}`")
            for one, item in sections.items()
        ),
        line=line,
    )


def _section(reader: Reader, code: str, node: yaml.Node, line: int, names: Names, what: str) -> Section:
    found = reader.entries(node, what, known=SECTION, required=("label", "icon"), line=line)
    if "steps" not in found and "ends" not in found:
        reader.wrong(line, f"{what}: nothing can be in it; give it `steps` or `ends`")
    return Section(
        code=code,
        label=reader.label(found.get("label"), f"{what}: label"),
        icon=reader.word(found["icon"], f"{what}: icon") if "icon" in found else "",
        steps=reader.names(found.get("steps"), f"{what}: steps", names.steps, "step"),
        ends=reader.names(found.get("ends"), f"{what}: ends", names.ends, "end"),
        line=line,
    )
