"""Compares the texts in code and templates with the catalogues: each is there, whole, and none is left over."""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from temoin.launch.catalogues import PACKAGE

LANGUAGES = ("fr", "nl")  # the sources are English

# where the text stands among the arguments: (context, text, plural)
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[sd]")
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)", re.DOTALL)

Key = tuple[str, str, str]  # context, text, plural; empty where there is none


@dataclass(frozen=True, slots=True)
class Text:
    """One text to translate and where it stands first."""

    key: Key
    place: str


def check(package: Path = PACKAGE) -> list[str]:
    """Every fault found, as a sentence that names file and text; empty where all is well."""
    apps = _apps(package)
    faults: list[str] = []
    meanings: dict[tuple[str, Key], dict[tuple[str, ...], Path]] = defaultdict(dict)
    for app in apps:
        texts = {text.key: text for text in reversed(list(_texts(app, apps)))}
        for language in LANGUAGES:
            source = app / "locale" / language / "LC_MESSAGES" / "django.po"
            messages = _messages(source)
            faults += _compare(texts, messages, source.relative_to(package.parent))
            for key, message in messages.items():
                meanings[language, key].setdefault(_translations(message), source.relative_to(package.parent))
    return faults + list(_contradictions(meanings))


def _apps(package: Path) -> list[Path]:
    return sorted(config.parent for config in package.glob("**/apps.py"))


def _texts(app: Path, apps: list[Path]) -> Iterator[Text]:
    """The texts of an application, without those of applications inside its folder."""
    inner = [other for other in apps if other != app and other.is_relative_to(app)]
    for path in sorted(app.glob("**/*")):
        if any(path.is_relative_to(other) for other in inner) or "migrations" in path.parts:
            continue
        place = str(path.relative_to(app.parent))
        if path.suffix == ".py":
            yield from python_texts(path.read_text(encoding="utf-8"), place)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            yield from template_texts(path.read_text(encoding="utf-8"), place)


def python_texts(source: str, place: str) -> Iterator[Text]:
    """Texts given to a gettext function as fixed strings; one held in a variable is marked where it is written."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or node.keywords:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        form = CALLS.get(name.removesuffix("_lazy").removesuffix("_noop"))
        given: list[object] = [getattr(part, "value", None) for part in node.args]
        if form and (key := _key(form, given)):
            yield Text(key, f"{place}:{node.lineno}")


def template_texts(source: str, place: str) -> Iterator[Text]:
    """Texts in {% translate %}, {% blocktranslate %} and _(…), as Django itself reads them out of a template."""
    from django.utils.translation.template import templatize

    code = templatize(source, origin=place)
    for call in TEMPLATE_CALL.finditer(code):
        given = [ast.literal_eval(literal) for literal in re.findall(LITERAL, call[2], re.DOTALL)]
        if key := _key(CALLS[call[1]], given):
            yield Text(key, f"{place}:{code.count(chr(10), 0, call.start()) + 1}")


def _key(form: tuple[int | None, int, int | None], given: list[object]) -> Key | None:
    wanted = [(given[index] if index < len(given) else None) if index is not None else "" for index in form]
    if all(isinstance(part, str) for part in wanted) and wanted[1]:
        return (str(wanted[0]), str(wanted[1]), str(wanted[2]))
    return None


def _messages(source: Path) -> dict[Key, Message]:
    if not source.exists():
        return {}
    with source.open("rb") as file:
        catalogue: Catalog = read_po(file, locale=source.parents[1].name)
    found = {}
    for message in catalogue:
        if message.id:
            text, plural = message.id if isinstance(message.id, tuple | list) else (message.id, "")
            found[message.context or "", text, plural] = message
    return found


def _compare(texts: dict[Key, Text], messages: dict[Key, Message], source: Path) -> Iterator[str]:
    for key, text in texts.items():
        message = messages.get(key)
        if message is None:
            yield f"{source}: lacks {_named(key)}, used in {text.place}"
        elif message.fuzzy:
            yield f"{source}: {_named(key)} is marked fuzzy"
        elif not all(_translations(message)):
            yield f"{source}: {_named(key)} is not translated"
        elif any(not _same_placeholders(key, translation) for translation in _translations(message)):
            yield f"{source}: {_named(key)} is translated with other placeholders than it has"
    for key in messages.keys() - texts.keys():
        yield f"{source}: {_named(key)} is no longer used"


def _translations(message: Message) -> tuple[str, ...]:
    given = message.string
    return tuple(map(str, given)) if isinstance(given, tuple | list) else (str(given or ""),)


def _same_placeholders(key: Key, translation: str) -> bool:
    """A plural form may leave the number out, but none may name what the text does not give."""
    _, text, plural = key
    known = set(PLACEHOLDER.findall(text)) | set(PLACEHOLDER.findall(plural))
    used = set(PLACEHOLDER.findall(translation))
    return used <= known if plural else used == known


def _contradictions(meanings: dict[tuple[str, Key], dict[tuple[str, ...], Path]]) -> Iterator[str]:
    """Django joins all catalogues into one: of two translations of one text, one would silently win."""
    for (language, key), translations in meanings.items():
        if len(translations) > 1:
            told = "; ".join(f"{' / '.join(words)!r} in {place}" for words, place in translations.items())
            yield f"{language}: {_named(key)} is translated differently: {told}. Give one of them a context."


def _named(key: Key) -> str:
    context, text, _ = key
    return repr(text) + (f" (context {context!r})" if context else "")


if __name__ == "__main__":
    found = check()
    print("\n".join(sorted(found)))
    sys.exit(1 if found else 0)
