"""What a body shop may do with a mission now: one primary act, the others, and those refused with their reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from temoin import clock
from temoin.claims.history import Current
from temoin.engine.choices import Choice
from temoin.engine.state import Actor
from temoin.insight import contests

ELSEWHERE = ("write_message", contests.ASK)
"""Done where the thing itself stands: in the thread, beside the time that is contested."""


@dataclass(frozen=True, slots=True)
class Doable:
    """Something that the firm can do now, and where; `posts` says that a button does it, without a form."""

    choice: Choice
    url: str
    posts: bool = False

    @property
    def code(self) -> str:
        return self.choice.action.code


@dataclass(frozen=True, slots=True)
class Todo:
    """Everything that the engine offers, in its order."""

    primary: Doable | None
    others: tuple[Doable, ...]
    refused: tuple[Choice, ...]


def of(now: Current, actor: Actor) -> Todo:
    """What the firm may do now; `actor` is the person who asks."""
    choices = [one for one in now.choices(actor, clock.now()) if one.action.code not in ELSEWHERE]
    ready = [_doable(now, one) for one in choices if one.refusal is None]
    refused = tuple(one for one in choices if one.refusal is not None)
    primary = _primary(now, ready)
    return Todo(primary, tuple(one for one in ready if one is not primary), refused)


def _primary(now: Current, ready: Sequence[Doable]) -> Doable | None:
    """The procedure's primary act; one that must wait for a beginning leaves its place to what begins it."""
    first = next((one for one in ready if one.choice.action.primary), None)
    return first or next((one for one in ready if one.posts), None)


def _doable(now: Current, choice: Choice) -> Doable:
    url = reverse("body_shop:act", args=[now.assignment.pk, choice.action.code])
    return Doable(choice, url, posts=not choice.action.form)
