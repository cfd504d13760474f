"""Reads YAML as a tree of nodes, so that every problem is told with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import yaml

from temoin.engine import duration
from temoin.engine.model import LANGUAGES, Duration, Label
from temoin.engine.problems import Problem, suggestion

CODE = re.compile(r"[a-z][a-z0-9_]*")
WHOLE = re.compile(r"-?[0-9]+")
NOTHING: Label = {}
DEEPEST = 100  # of nested lists and mappings; no procedure comes near it


class Entries(dict[str, yaml.Node]):
    """The keys of a mapping with their values' nodes; `lines` gives the line of each key."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}


class Reader:
    """Reads the nodes of one file; problems are collected and a harmless value goes on in their place.

    `what` is, in every method, the place as the message names it ("step `first_visit`").
    """

    def __init__(self, file: str, problems: list[Problem] | None = None, *, first_line: int = 1) -> None:
        self.file = file
        self.problems: list[Problem] = [] if problems is None else problems
        self._first_line = first_line

    def line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self._first_line

    def wrong(self, at: yaml.Node | int, text: str) -> None:
        line = at if isinstance(at, int) else self.line(at)
        self.problems.append(Problem(self.file, line, text))

    def compose(self, text: str) -> yaml.Node | None:
        """The document's root, or None (with its problem) where it is not YAML, uses aliases or nests too deeply."""
        try:
            if not self._is_plain(text):
                return None
            root = yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.wrong(
                (mark.line if mark else 0) + self._first_line,
                f"not readable as YAML: {error.problem or error.context}; check indents, quotes and brackets",
            )
            return None
        except yaml.YAMLError as error:
            self.wrong(self._first_line, f"not readable as YAML: {str(error).splitlines()[0]}")
            return None
        if root is None:
            self.wrong(self._first_line, "the file is empty; begin with `procedure:`")
        return root

    def _is_plain(self, text: str) -> bool:
        """Looks at the text piece by piece first, because the tree's own reader would crash on endless nesting.

        Aliases (`*name`) are refused too: they hide what a person reads, and make a small file endless.
        """
        depth = 0
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            line = (event.start_mark.line if event.start_mark else 0) + self._first_line
            if isinstance(event, yaml.AliasEvent):
                self.wrong(line, "a part is used a second time by `*alias`; write it out here")
                return False
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > DEEPEST:
                self.wrong(
                    line, f"more than {DEEPEST} brackets or indents lie within one another; close them"
                )
                return False
        return True

    def entries(
        self,
        node: yaml.Node,
        what: str,
        *,
        known: Collection[str] | None = None,
        required: Iterable[str] = (),
        line: int | None = None,
    ) -> Entries:
        """A mapping's keys; unknown, doubled and missing ones are problems (a missing one at `line`)."""
        found = Entries()
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, f"{what} must be `key: value` pairs, not {kind(node)}")
            return found
        for key, value in node.value:
            self._entry(found, key, value, what, known)
        for name in required:
            if name not in found:
                self.wrong(line or node, f"{what} has no `{name}`; add it")
        return found

    def _entry(
        self, found: Entries, key: yaml.Node, value: yaml.Node, what: str, known: Collection[str] | None
    ) -> None:
        if not isinstance(key, yaml.ScalarNode):
            self.wrong(key, f"{what}: a key must be a word, not {kind(key)}")
            return
        name = str(key.value)
        if name in found:
            self.wrong(key, f"{what}: `{name}` is given twice (first on line {found.lines[name]}); keep one")
        elif known is not None and name not in known:
            self.wrong(key, f"{what}: unknown key `{name}`{suggestion(name, known)}")
        else:
            found[name] = value
            found.lines[name] = self.line(key)

    def named(self, node: yaml.Node | None, what: str) -> Entries:
        """A mapping from codes to definitions; each key must be a code."""
        if node is None:
            return Entries()
        found = self.entries(node, what)
        for name in [name for name in found if not CODE.fullmatch(name)]:
            self.wrong(
                found.lines[name],
                f"{what}: `{name}` is not a code; use small letters, digits and _, beginning with a letter",
            )
            del found[name]
        return found

    def items(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, f"{what} must be a list, `[a, b]`, not {kind(node)}")
            return []
        return list(node.value)

    def word(self, node: yaml.Node, what: str) -> str:
        """A scalar's text as written, whatever YAML takes it for (`no` stays `no`)."""
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            self.wrong(node, f"{what} must be a text, not {kind(node)}")
            return ""
        return str(node.value).strip()

    def name(self, node: yaml.Node, what: str, names: Collection[str], sort: str) -> str:
        """A word that must be one of `names`; `sort` says of what ("role", "step")."""
        word = self.word(node, what)
        if word and word not in names:
            self.wrong(node, f"{what}: unknown {sort} `{word}`{suggestion(word, names)}")
            return ""
        return word

    def names(self, node: yaml.Node | None, what: str, names: Collection[str], sort: str) -> tuple[str, ...]:
        """A list of words that must be among `names`, each once."""
        found: list[str] = []
        for item in self.items(node, what) if node is not None else []:
            word = self.name(item, what, names, sort)
            if word in found:
                self.wrong(item, f"{what}: {sort} `{word}` stands there twice; keep one")
            elif word:
                found.append(word)
        return tuple(found)

    def label(self, node: yaml.Node | None, what: str) -> Label:
        """A text in every language of the product."""
        if node is None:
            return NOTHING
        if isinstance(node, yaml.ScalarNode):
            self.wrong(node, f"{what} must be given in every language: {{{': …, '.join(LANGUAGES)}: …}}")
            return NOTHING
        found = self.entries(node, what)
        for language in found:
            if language not in LANGUAGES:
                self.wrong(
                    found.lines[language],
                    f"{what}: unknown language `{language}`; if it is part of the text, quote the text",
                )
        missing = [language for language in LANGUAGES if language not in found]
        if missing:
            self.wrong(node, f"{what} is missing in: {', '.join(missing)}; add the text")
        return {
            language: self.word(found[language], f"{what} ({language})")
            for language in LANGUAGES
            if language in found
        }

    def flag(self, node: yaml.Node | None, what: str) -> bool:
        """`yes` or `no`; absent is no."""
        if node is None:
            return False
        if node.tag != "tag:yaml.org,2002:bool":
            self.wrong(node, f"{what} must be `yes` or `no`")
            return False
        return str(node.value).lower() in ("yes", "true", "on")

    def whole(self, node: yaml.Node | None, what: str, *, least: int | None = None) -> int | None:
        """A whole number; None where it is absent or wrong."""
        if node is None:
            return None
        text = str(node.value) if isinstance(node, yaml.ScalarNode) else ""
        if not WHOLE.fullmatch(text):
            self.wrong(node, f"{what} must be a whole number, not {kind(node)}")
            return None
        if least is not None and int(text) < least:
            self.wrong(node, f"{what} must be at least {least}")
            return None
        return int(text)

    def duration(self, node: yaml.Node | None, what: str, *, zero: bool = False) -> Duration | None:
        """An amount of time with its unit; None where it is absent or wrong. `zero` allows `0h`."""
        text = self.word(node, what) if node is not None else ""
        if node is None or not text:
            return None
        try:
            found = duration.parse(text)
        except ValueError as error:
            self.wrong(node, f"{what}: {error}")
            return None
        if found.amount == 0 and not zero:
            self.wrong(node, f"{what}: `{text}` is no time at all; give at least 1")
            return None
        return found


def kind(node: yaml.Node) -> str:
    """What a node is, for a message."""
    if isinstance(node, yaml.MappingNode):
        return "`key: value` pairs"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return f"`{node.value}`" if node.value else "nothing"
