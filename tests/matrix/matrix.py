"""The cells: what each asks, and whether what came back is what the policy says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.matrix import places
from tests.matrix.browser import Answer, Browser
from tests.matrix.policy import METHODS, Policy, Row, Wanted
from tests.matrix.registry import Route
from tests.matrix.stage import ACTORS, MARKS, Stage

ANSWERED = {  # statuses with which a route answers those who may ask
    "GET": frozenset({200, 302, 409}),  # 409: the action is not one of this step's, and the page says so
    "POST": frozenset({200, 302, 400, 409, 422}),
}
UNSAID = re.compile(rb"[\s.]|&nbsp;|\xc2\xa0|\xe2\x80\xaf")
NOWHERE = "/no/such/address/"


@dataclass(frozen=True, slots=True)
class Cell:
    """One question: this actor, this address, this method."""

    actor: str
    method: str
    thing: str
    path: str
    wanted: Wanted

    def __str__(self) -> str:
        return f"{self.actor} {self.method} {self.path} ({self.thing or 'page'})"


def cells(row: Row, route: Route, stage: Stage) -> Iterator[Cell]:
    """Every cell of a row."""
    for thing, kwargs in places.of(row.kind, stage).items():
        for action in row.actions or ("",):
            path = address(route, {**kwargs, "action": action} if action else kwargs)
            for method in METHODS:
                for actor in ACTORS:
                    yield Cell(actor, method, thing, path, row.wanted(method, thing, actor))


def address(route: Route, kwargs: Mapping[str, Any]) -> str:
    """The path of a route; a nameless one is put together from its pattern."""
    if route.named:
        return reverse(route.name, kwargs=dict(kwargs))
    path = "/" + re.sub(r"\(\?P<url>.*", "<path:url>", route.pattern)
    for name, value in kwargs.items():
        path = re.sub(rf"<\w+:{name}>", str(value), path)
    return path


class Judge:
    """Compares answers with the policy. What a stranger to an object reads is compared word for word."""

    def __init__(self, browser: Browser, stage: Stage, policy: Policy) -> None:
        self._browser, self._stage = browser, stage
        self._nothing: dict[tuple[str, str], bytes] = {}
        self._forbidden = {
            actor: [
                (mark, word.encode())
                for mark, words in MARKS.items()
                if actor not in policy.reads[mark]
                for word in words
            ]
            for actor in ACTORS
        }

    def ask(self, cell: Cell, **more: Any) -> list[str]:
        """Ask a cell's question; what is wrong with the answer, in words."""
        answer = self._browser.ask(cell.method, cell.path, cookie=self._stage.cookie(cell.actor), **more)
        return [f"{cell}: {wrong}" for wrong in self._wrong(cell, answer)]

    def leaks(self, actor: str, answer: Answer) -> list[str]:
        """The marks in an answer that the actor must not meet."""
        if not answer.body:
            return []
        squeezed = UNSAID.sub(b"", answer.body)
        return sorted({f"shows the {mark}" for mark, word in self._forbidden[actor] if word in squeezed})

    def _wrong(self, cell: Cell, answer: Answer) -> Iterator[str]:
        if answer.status >= 500 or answer.broke:
            yield f"{answer.status} {answer.broke}"
            return
        yield from self.leaks(cell.actor, answer)
        if answer.written and (cell.wanted is not Wanted.ALLOWED or cell.method == "GET"):
            yield f"wrote: {answer.written[0]}"
        if not self._is_as_wanted(cell, answer):
            yield f"wanted {cell.wanted}, got {answer.status} {answer.location}".rstrip()

    def _is_as_wanted(self, cell: Cell, answer: Answer) -> bool:
        sent_in = answer.location.startswith("/sign-in/")
        not_taken = answer.status == 405
        match cell.wanted:
            case Wanted.ALLOWED:
                return answer.status in ANSWERED[cell.method] and not sent_in
            case Wanted.HARMLESS:
                return answer.status in ANSWERED["POST"] | {405}
            case Wanted.SIGN_IN:
                return (answer.status == 302 and sent_in) or not_taken
            case Wanted.CHOOSE:
                return (answer.status == 302 and answer.location.startswith("/account/choose/")) or not_taken
            case Wanted.ENDED:
                return answer.status == 410 or not_taken
            case Wanted.ADMIN:
                return answer.status == 302 and answer.location.startswith("/admin/")
            case Wanted.GONE:
                return answer.status in (410, 409)
            case Wanted.NOT_FOUND:
                return not_taken or (answer.status == 404 and answer.body == self.nothing(cell.actor, cell.method))

    def nothing(self, actor: str, method: str) -> bytes:
        """What this actor reads at an address that does not exist."""
        known = self._nothing.get((actor, method))
        if known is None:
            answer = self._browser.ask(method, NOWHERE, cookie=self._stage.cookie(actor))
            known = self._nothing[actor, method] = answer.body
        return known
