"""Reads which numbers a procedure is judged by: how steps were left, and how long it took until then."""

from __future__ import annotations

from typing import Any

import yaml

from temoin.engine import conditions_reader
from temoin.engine.model import AllOf, Better, Condition, Figure, Left, Test
from temoin.engine.names import Names
from temoin.engine.yaml_nodes import Entries, Reader

KEYS = ("label", "share", "of", "count", "since", "better")
LEFT = ("steps", "by", "facts")


def read(reader: Reader, sources: Entries, names: Names) -> dict[str, Figure]:
    """`{FIGURE: {label, count: LEFT} | {label, share: LEFT, of: LEFT} | {label, since: [STEPS], of: LEFT}}`."""
    return {code: _figure(reader, code, node, sources.lines[code], names) for code, node in sources.items()}


def _figure(reader: Reader, code: str, node: yaml.Node, line: int, names: Names) -> Figure:
    what = f"figure `{code}`"
    found = reader.entries(node, what, known=KEYS, required=("label",), line=line)
    kinds = [one for one in ("count", "share", "since") if one in found]
    if len(kinds) != 1 or ("of" in found) is (kinds == ["count"]):
        reader.wrong(
            line, f"{what} is a `count`, a `share` with its `of`, or a time `since` steps with its `of`"
        )
    whole = found.get("count", found.get("of"))
    return Figure(
        code=code,
        label=reader.label(found.get("label"), f"{what}: label"),
        of=_left(reader, whole, f"{what}: {'count' if 'count' in found else 'of'}", names)
        if whole is not None
        else Left(),
        part=_left(reader, found["share"], f"{what}: share", names) if "share" in found else None,
        since=reader.names(found.get("since"), f"{what}: since", names.steps, "step"),
        better=_better(reader, found, what),
        line=line,
    )


def _left(reader: Reader, node: yaml.Node, what: str, names: Names) -> Left:
    found = reader.entries(node, what, known=LEFT)
    if "steps" not in found and "by" not in found:
        reader.wrong(node, f"{what}: say which `steps` were left, `by` which actions, or both")
    return Left(
        steps=reader.names(found.get("steps"), f"{what}: steps", names.steps, "step"),
        by=reader.names(found.get("by"), f"{what}: by", names.actions, "action"),
        facts=_facts(reader, found["facts"], f"{what}: facts", names) if "facts" in found else {},
    )


def _facts(reader: Reader, node: yaml.Node, what: str, names: Names) -> dict[str, Any]:
    """Facts that are asked to be this and nothing else, so that a database can count them."""
    when = conditions_reader.when(reader, node, names, what)
    asked = when.conditions if isinstance(when, AllOf) else (when,)
    found = {}
    for one in asked:
        if isinstance(one, Condition) and one.test is Test.IS and one.subject in names.fields:
            found[one.subject] = one.operand
        else:
            reader.wrong(node, f"{what}: only `FACT: value` can be counted")
    return found


def _better(reader: Reader, found: Entries, what: str) -> Better:
    if "better" not in found:
        return Better.NEITHER
    word = reader.word(found["better"], f"{what}: better")
    if word not in set(Better):
        reader.wrong(found["better"], f"{what}: better: `{word}` is none of {', '.join(Better)}")
        return Better.NEITHER
    return Better(word)
