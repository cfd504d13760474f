"""Reads the rule sets by which a machine may decide by itself."""

from __future__ import annotations

import yaml

from temoin.engine import conditions_reader, flow
from temoin.engine.model import Control, FieldType, Rule, Test
from temoin.engine.names import Names
from temoin.engine.problems import suggestion
from temoin.engine.yaml_nodes import CODE, Entries, Reader

KEYS = ("code", "label", "when", "say")


def read(reader: Reader, sources: Entries, names: Names) -> dict[str, tuple[Rule, ...]]:
    """Every rule set, its rules in the order in which they are told."""
    return {code: _rules(reader, f"rules `{code}`", node, names) for code, node in sources.items()}


def _rules(reader: Reader, what: str, node: yaml.Node, names: Names) -> tuple[Rule, ...]:
    found: dict[str, Rule] = {}
    items = reader.items(node, what)
    if not items:
        reader.wrong(node, f"{what}: no rule stands here, so everything would pass; write at least one")
    for item in items:
        entry = reader.entries(item, f"{what}: a rule", known=KEYS, required=KEYS)
        if not all(key in entry for key in KEYS):
            continue
        code = reader.word(entry["code"], f"{what}: code")
        place = f"{what}: `{code}`"
        if not CODE.fullmatch(code) or code in found:
            reader.wrong(entry["code"], f"{place} must be small letters, digits and _, and stand there once")
        when = conditions_reader.when(reader, entry["when"], names, place)
        if any(one.test is Test.RULES for one in flow.conditions_in(when)):
            reader.wrong(
                entry["when"], f"{place}: a rule cannot ask for a rule set; write its conditions out"
            )
        label, say = reader.label(entry["label"], place), reader.label(entry["say"], f"{place}: say")
        found[code] = Rule(code, label, when, say, reader.line(item))
    return tuple(found.values())


def controls(reader: Reader, sources: Entries, names: Names) -> dict[str, Control]:
    """`{RULE SET: {drawn: FACT, met: FACT, decided: FACT, blind: [ROLES]}}`."""
    found = {}
    for code, node in sources.items():
        what, line = f"control of `{code}`", sources.lines[code]
        if code not in names.rules:
            reader.wrong(line, f"{what}: unknown rule set{suggestion(code, names.rules)}")
        facts = ("drawn", "met", "decided")
        entry = reader.entries(node, what, known=(*facts, "blind"), required=facts, line=line)
        said = {
            key: reader.name(entry[key], f"{what}: {key}", names.fields, "field")
            for key in facts
            if key in entry
        }
        for key in ("drawn", "met"):
            if said.get(key) and names.fields[said[key]].type is not FieldType.YES_NO:
                reader.wrong(entry[key], f"{what}: {key}: `{said[key]}` is not answered with yes or no")
        blind = reader.names(entry.get("blind"), f"{what}: blind", names.roles, "role")
        found[code] = Control(
            code, said.get("drawn", ""), said.get("met", ""), said.get("decided", ""), blind, line
        )
    return found
