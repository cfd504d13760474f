"""Reads who takes part: roles, headings, and the phases that the insured sees."""

from __future__ import annotations

import yaml

from temoin.engine.model import FieldType, Label, Role
from temoin.engine.names import Names
from temoin.engine.yaml_nodes import Entries, Reader

ORGANISATIONS = (FieldType.ORGANISATION, FieldType.ORGANISATIONS)


def role(reader: Reader, code: str, node: yaml.Node, line: int, names: Names) -> Role:
    """One role; `played_by` is the membership's role, its own code where it is not given."""
    what = f"role `{code}`"
    known = ("label", "played_by", "organisation", "network", "machine")
    found = reader.entries(node, what, known=known, required=("label",), line=line)
    return Role(
        code=code,
        label=reader.label(found.get("label"), f"{what}: label"),
        played_by=reader.word(found["played_by"], f"{what}: played_by") if "played_by" in found else code,
        organisation=_organisation(reader, found, what, names),
        network=reader.flag(found.get("network"), f"{what}: network"),
        machine=reader.flag(found.get("machine"), f"{what}: machine"),
    )


def _organisation(reader: Reader, found: Entries, what: str, names: Names) -> str:
    """The fact that must hold the actor's organisation: a field of that type."""
    if "organisation" not in found:
        return ""
    node = found["organisation"]
    code = reader.name(node, f"{what}: organisation", names.fields, "field")
    if code and names.fields[code].type not in ORGANISATIONS:
        reader.wrong(node, f"{what}: organisation: `{code}` must be of type {' or '.join(ORGANISATIONS)}")
    return code


def labels(reader: Reader, sources: Entries, sort: str) -> dict[str, Label]:
    """Codes that have nothing but a label: groups, and the parties whose time can run."""
    found = {}
    for code, node in sources.items():
        wrapped = reader.entries(node, f"{sort} `{code}`") if _is_wrapped(node) else Entries()
        found[code] = reader.label(wrapped.get("label", node), f"{sort} `{code}`")
    return found


def _is_wrapped(node: yaml.Node) -> bool:
    """Whether the label is written as `{label: {…}}` rather than straight away."""
    if not isinstance(node, yaml.MappingNode):
        return False
    return [key.value for key, _ in node.value] == ["label"]


def phases(reader: Reader, node: yaml.Node | None, names: Names) -> tuple[tuple[Label, tuple[str, ...]], ...]:
    """The phases in their order; a group stands in one phase at most."""
    found: list[tuple[Label, tuple[str, ...]]] = []
    for item in reader.items(node, "phases") if node is not None else []:
        entry = reader.entries(item, "a phase", known=("label", "groups"), required=("label", "groups"))
        groups = reader.names(entry.get("groups"), "a phase: groups", names.groups, "group")
        for group in groups:
            if any(group in others for _, others in found):
                reader.wrong(item, f"a phase: group `{group}` stands in an earlier phase too; keep it in one")
        found.append((reader.label(entry.get("label"), "a phase: label"), groups))
    return tuple(found)
