"""Reads the named lists of actions that steps include as `@name`; a set may include sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import yaml

from temoin.engine import steps_reader
from temoin.engine.names import Names
from temoin.engine.yaml_nodes import Entries, Reader


def expand(reader: Reader, sources: Entries, names: Names) -> dict[str, tuple[str, ...]]:
    """Every set with the actions that it comes to; one that includes itself is a problem and left empty."""
    done: dict[str, tuple[str, ...]] = {}
    for code in _inner_first(reader, sources):
        done[code] = steps_reader.actions(reader, sources[code], f"set `{code}`", names, done)
    return done


def _inner_first(reader: Reader, sources: Entries) -> list[str]:
    """The sets, each after those that it includes."""
    order: list[str] = []
    waiting = {
        code: {inner for inner in _included(node) if inner in sources} for code, node in sources.items()
    }
    while waiting:
        ready = [code for code, inner in waiting.items() if not inner & waiting.keys()]
        if not ready:
            for code in waiting:
                reader.wrong(
                    sources.lines[code], f"set `{code}` includes itself, or a set that does; break the circle"
                )
            return order
        order += ready
        for code in ready:
            del waiting[code]
    return order


def unused(reader: Reader, sources: Entries, users: Iterable[yaml.Node]) -> None:
    """A set that no step, end or other set includes is a problem."""
    used = {inner for node in (*sources.values(), *users) for inner in _included(node)}
    for code in sources:
        if code not in used:
            reader.wrong(
                sources.lines[code], f"set `{code}` is used nowhere; include it as `@{code}` or take it out"
            )


def _included(node: yaml.Node) -> Iterator[str]:
    """The names of the sets that a list of actions includes; of a step, those of its `actions`."""
    if isinstance(node, yaml.MappingNode):
        node = next((value for key, value in node.value if key.value == "actions"), node)
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.ScalarNode) and str(item.value).startswith("@"):
                yield str(item.value)[1:]
