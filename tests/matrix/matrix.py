"""The cells: what each asks, and whether what came back is what the policy says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tests.matrix import places
from tests.matrix.browser import Answer, Browser
from tests.matrix.policy import METHODS, Policy, Row, Wanted
from tests.matrix.registry import Route
from tests.matrix.stage import ACTORS, MARKS, Stage

ANSWERED = {  # statuses with which a route answers those who may ask
    "GET": frozenset({200, 302, 409}),  # 409: the action is not one of this step's, and the page says so
    "POST": frozenset(
        {200, 302, 400, 409, 422, 429}
    ),  # 429: too many tries from one address, as there should be
}
API = "/api/v1/"
BY_API = {
    "GET": frozenset({200}),
    "POST": frozenset({200, 201, 403, 409, 422}),
}  # 403: the action is another role's
OUTSIDE = frozenset({"/", "/sign-out/", "/admin/login/", "/password/reset/"})
"""Addresses that send strangers to the sign-in page as their very purpose."""
A_FEW = frozenset({"anonymous", "case_handler", "contractor", "insurer", "insured", "unchosen"})
"""Where a route takes no POST, these try it all the same."""

UNSAID = re.compile(rb"[\s.]|&nbsp;|\xc2\xa0|\xe2\x80\xaf")
NOTHING = b"nothing here"


def nothing_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Stands in for the page of a missing address, which is drawn without a look at what was asked for.

    Whatever else comes with a 404 was made by a view, and may differ from object to object.
    """
    return HttpResponse(NOTHING, status=404)


@dataclass(frozen=True, slots=True)
class Cell:
    """One question: this actor, this address, this method."""

    actor: str
    method: str
    thing: str
    path: str
    wanted: Wanted
    data: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.actor} {self.method} {self.path} ({self.thing or 'page'})"


def cells(row: Row, route: Route, stage: Stage, *, brief: bool = False) -> Iterator[Cell]:
    """Every cell of a row; a second action of a route is left to those who may do something there.

    Whoever may ask for no object of the row asks for one of ours, one of theirs and one that does not exist, and
    posts to ours, since his role stops him before any is looked up. `brief`, where row-level security is the
    question, leaves it at the first, and out where no claim is concerned.
    """
    things = places.of(row.kind, stage)
    typical = [one for one in (_first(things, "theirs"), places.NONE) if one in things and not brief]
    for nth_thing, (thing, kwargs) in enumerate(things.items()):
        for nth, action in enumerate(row.actions or ("",)):
            path = address(route, {**kwargs, "action": action} if action else kwargs)
            for method in METHODS:
                for actor in row.asked if row.takes(method) else row.asked & A_FEW:
                    if not row.inside(actor) and not (
                        (thing in typical and method == "GET")
                        or (nth_thing == 0 and not (brief and "admin" in route.name))
                    ):
                        continue
                    # no page is asked about an address with a NUL in it
                    wanted = Wanted.NOT_FOUND if "%00" in path else row.wanted(method, thing, actor)
                    if nth == 0 or wanted is Wanted.ALLOWED:
                        yield Cell(actor, method, thing, path, wanted, row.data)


def _first(things: Iterable[str], side: str) -> str:
    return next((one for one in things if one.startswith(side)), "")


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
        none = browser.ask("GET", f"{API}claims/99-999999", cookie=stage.cookie("case_handler"))
        self._nothing = (NOTHING, none.body)  # of a page and of the API
        self._forbidden = {
            actor: [
                (mark, word.encode())
                for mark, words in MARKS.items()
                if actor not in policy.reads[mark]
                for word in words
            ]
            for actor in ACTORS
        }

    def ask(self, cell: Cell) -> list[str]:
        """Ask a cell's question; what is wrong with the answer, in words."""
        sent: dict[str, Any] = {"data" if cell.method == "POST" else "query": dict(cell.data)}
        if cell.method == "POST" and cell.path.startswith(API):
            sent = {"data": '{"values": {}}'}
        answer = self._browser.ask(cell.method, cell.path, cookie=self._stage.cookie(cell.actor), **sent)
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
                if cell.path.startswith(API):
                    return answer.status in BY_API[cell.method]
                return answer.status in ANSWERED[cell.method] and (not sent_in or cell.path in OUTSIDE)
            case Wanted.HARMLESS:
                return answer.status in ANSWERED["POST"] | {405}
            case Wanted.SIGN_IN:
                return (answer.status == 302 and sent_in) or not_taken
            case Wanted.CHOOSE:
                return (answer.status == 302 and answer.location.startswith("/account/choose/")) or not_taken
            case Wanted.ENDED:
                return answer.status == 410 or not_taken
            case Wanted.UNKNOWN:
                return answer.status == 401 or not_taken
            case Wanted.FORBIDDEN:
                return answer.status == 403 or not_taken
            case Wanted.ADMIN:
                return answer.status == 302 and answer.location.startswith("/admin/")
            case Wanted.GONE:
                return answer.status in (410, 409)
            case Wanted.NOT_FOUND:
                return not_taken or (answer.status == 404 and answer.body in self._nothing)
