"""Reads the policy file: who may ask for what, and what all others get instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("policy.yaml")
METHODS = ("GET", "POST")


class Wanted(StrEnum):
    """What must come back."""

    ALLOWED = "allowed"
    HARMLESS = "harmless"  # the route takes no POST: whatever it says, nothing is written
    SIGN_IN = "sign_in"
    CHOOSE = "choose"
    NOT_FOUND = "not_found"
    ENDED = "ended"
    UNKNOWN = "unknown"  # the API's 401
    FORBIDDEN = "forbidden"  # the API's 403, whatever is asked for
    ADMIN = "admin"  # to the admin's own address for signing in
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Row:
    """One route's rule. `allowed` is by method, then by object (the empty name: the page itself)."""

    route: str
    kind: str
    actions: tuple[str, ...]
    allowed: Mapping[str, Mapping[str, frozenset[str]]]
    gone: Mapping[str, frozenset[str]]
    answers: Mapping[str, Wanted]  # by actor
    asked: frozenset[str]  # the actors who try
    data: Mapping[str, str]  # sent along, in the query or the body

    def wanted(self, method: str, thing: str, actor: str) -> Wanted:
        """What this actor must get for this object."""
        if actor in self.gone.get(thing, ()):
            return Wanted.GONE
        if method not in self.allowed:
            others = {name for things in self.allowed.values() for name in things.get(thing, ())}
            return Wanted.HARMLESS if actor in others else self.answers[actor]
        return Wanted.ALLOWED if actor in self.allowed[method].get(thing, ()) else self.answers[actor]

    def takes(self, method: str) -> bool:
        """Whether the route does anything with this method."""
        return method in self.allowed

    def inside(self, actor: str) -> bool:
        """Whether there is any object at all for this actor."""
        things = (*self.allowed.values(), self.gone)
        return any(actor in who for one in things for who in one.values())

    @property
    def public(self) -> bool:
        """Whether it is there for everybody who asks: then no row of a claim is behind it."""
        return bool(self.allowed) and all(
            self.asked <= who for things in self.allowed.values() for who in things.values()
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole file. `reads` says by mark which actors may meet it."""

    actors: Mapping[str, str]
    reads: Mapping[str, frozenset[str]]
    rows: Mapping[str, Row]


def read(file: Path = FILE) -> Policy:
    """The policy; raises ValueError where a row names an actor, a group or an answer that does not exist."""
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    groups = _Groups(said["actors"], said["groups"])
    usual = dict.fromkeys(said["actors"], Wanted.NOT_FOUND)
    usual |= dict.fromkeys(groups.among("strangers"), Wanted.SIGN_IN) | {"unchosen": Wanted.CHOOSE}
    rows = {route: _row(route, row, groups, usual) for route, row in said["routes"].items()}
    return Policy(
        said["actors"],
        {mark: groups.among(*names) for mark, names in said["reads"].items()},
        rows,
    )


class _Groups:
    def __init__(self, actors: Mapping[str, str], groups: Mapping[str, list[str]]) -> None:
        self._actors, self._groups = actors, groups

    def among(self, *names: str) -> frozenset[str]:
        return frozenset(one for name in names for one in self._each(name))

    def _each(self, name: str) -> Iterator[str]:
        if name in self._actors:
            yield name
        elif name in self._groups:
            for inner in self._groups[name]:
                yield from self._each(inner)
        else:
            raise ValueError(f"The policy names {name!r}, which is neither an actor nor a group.")


KEYS = frozenset({"of", "actions", "get", "post", "may", "gone", "answers", "asked", "data"})


def _row(route: str, said: Mapping[str, Any], groups: _Groups, usual: Mapping[str, Wanted]) -> Row:
    if unknown := said.keys() - KEYS:
        raise ValueError(f"{route}: {sorted(unknown)} are no keys of a row.")
    who = {method: said.get("may", said.get(method.lower())) for method in METHODS}
    allowed = {method: _things(given, groups) for method, given in who.items() if given is not None}
    if not allowed:
        raise ValueError(f"{route}: a row says who may get or post it.")
    answers = dict(usual)
    for name, answer in said.get("answers", {}).items():
        answers |= {actor: Wanted(answer) for actor in groups.among(name)}
    return Row(
        route,
        said.get("of", ""),
        tuple(said.get("actions", ())),
        allowed,
        _things(said.get("gone", {}), groups),
        answers,
        groups.among(*said.get("asked", ["everybody"])),
        said.get("data", {}),
    )


def _things(given: Any, groups: _Groups) -> dict[str, frozenset[str]]:
    by_thing = {"": given} if isinstance(given, list) else given
    return {thing: groups.among(*names) for thing, names in by_thing.items()}
