"""Every route of the product, read from Django's resolver: what the policy must have a row for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Route:
    """One address: `name` as `reverse` takes it; a nameless one is known by its pattern in brackets."""

    name: str
    pattern: str
    params: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def named(self) -> bool:
        return not self.name.startswith("[")


def routes() -> list[Route]:
    """All of them, in the resolver's order. Two routes of one name are one row, if they take the same parameters."""
    return list(_walk(get_resolver().url_patterns, "", "", ()))


def _walk(
    patterns: list[URLPattern | URLResolver], namespace: str, prefix: str, params: tuple[str, ...]
) -> Iterator[Route]:
    for one in patterns:
        path = prefix + str(one.pattern)
        taken = (*params, *_parameters(one))
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _walk(one.url_patterns, inner, path, taken)
        else:
            name = f"{namespace}{one.name}" if one.name else f"[{path}]"
            yield Route(name, path, taken, one.callback)


def _parameters(one: URLPattern | URLResolver) -> tuple[str, ...]:
    regex = one.pattern.regex
    return tuple(regex.groupindex)
