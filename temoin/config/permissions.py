"""The permission policy of the tests as a page for people: who gets an answer at which address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from django.conf import settings

POLICY = settings.CHECKOUT / "tests" / "matrix" / "policy.yaml"
MADE = "<!-- Written by `./run manage generated_docs` from tests/matrix/policy.yaml. Do not edit. -->"
ABOUT = """Every route of the product with the people who get an answer there. All others are refused: strangers are sent
to the sign-in page, everybody else finds nothing, word for word as at an address that does not exist. The tests ask each
route in the name of each of these people, for each kind of object, by GET and by POST, once with the application's own
checks alone and once with the database's row-level security behind them; a route without a row fails them."""


def page() -> str:
    """The whole page, in Markdown."""
    said = yaml.safe_load(POLICY.read_text(encoding="utf-8"))
    lines = [
        MADE,
        "",
        "# Permissions",
        "",
        ABOUT,
        "",
        *_people(said),
        *_marks(said),
        *_routes(said["routes"]),
    ]
    return "\n".join(lines) + "\n"


def _people(said: Mapping[str, Any]) -> Iterator[str]:
    yield from ("## People", "", "| in the policy | who |", "|---|---|")
    for name, who in said["actors"].items():
        yield f"| `{name}` | {who} |"
    for name, members in said["groups"].items():
        yield f"| `{name}` | {_listed(members)} |"
    yield ""


def _marks(said: Mapping[str, Any]) -> Iterator[str]:
    yield from ("## What nobody else meets on any page", "", "| words | read by |", "|---|---|")
    for mark, names in said["reads"].items():
        yield f"| {mark} | {_listed(names)} |"
    yield ""


def _routes(rows: Mapping[str, Any]) -> Iterator[str]:
    yield from ("## Routes", "", "| route | method | object | who |", "|---|---|---|---|")
    for route, row in rows.items():
        name = route.replace("|", "\\|")
        for keys, method in ((("may", "get"), "GET"), (("may", "post"), "POST")):
            given = next((row[key] for key in keys if key in row), None)
            if given is None:
                continue
            by_thing = {"": given} if isinstance(given, list) else given
            for thing, names in (by_thing or {"": []}).items():
                yield f"| `{name}` | {method} | {thing} | {_listed(names) or 'nobody'} |"
        for thing, names in row.get("gone", {}).items():
            yield f"| `{name}` | both | {thing} | {_listed(names)} read that it is theirs no more |"


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
