"""A browser without a browser: one request through every middleware, nothing kept between two."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.test import RequestFactory
from django.test.client import ClientHandler

HOUSEKEEPING = (
    "django_session",
    'DELETE FROM "exchange_pendingimport" WHERE "exchange_pendingimport"."at" <',
)
"""What a request may write whatever it asks for: its session, and files nobody came back for."""


WRITING = ("INSERT", "UPDATE", "DELETE")


@dataclass(slots=True)
class Answer:
    """What came back. `written` are the first words of every statement that wrote; `broke` is what was raised."""

    status: int
    location: str
    headers: dict[str, str]
    body: bytes
    written: tuple[str, ...]
    broke: str

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Browser:
    """Asks one thing at a time; whatever it did to the database is undone before the next."""

    def __init__(self) -> None:
        self._free, self._strict = (
            ClientHandler(enforce_csrf_checks=False),
            ClientHandler(enforce_csrf_checks=True),
        )
        self._factory = RequestFactory(SERVER_NAME="localhost")
        self._written: list[str] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Look at every statement; needs an open transaction around it."""

        def look(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
            words = str(sql).lstrip()[:90]
            if words[:6].upper() in WRITING and not any(usual in words for usual in HOUSEKEEPING):
                self._written.append(words)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(look):
            yield

    def ask(
        self,
        method: str,
        path: str,
        *,
        cookie: str = "",
        data: dict[str, Any] | str | None = None,
        query: dict[str, Any] | None = None,
        csrf: bool = False,
        then: Callable[[], None] = lambda: None,
    ) -> Answer:
        """One request and its answer; `data` as text is JSON.

        `csrf` has tokens checked; `then` looks at what was done before that is undone.
        """
        extra: dict[str, Any] = {"HTTP_COOKIE": cookie, "HTTP_ACCEPT_LANGUAGE": "fr"}
        extra["QUERY_STRING"] = urlencode(query or {}, doseq=True)
        if isinstance(data, str):
            extra["HTTP_IDEMPOTENCY_KEY"] = "k" * 16
            request = self._factory.post(path, data, content_type="application/json", **extra)
        elif method == "POST":
            request = self._factory.post(path, data or {}, **extra)
        else:
            request = self._factory.generic(method, path, **extra)
        self._written.clear()
        raised: list[str] = []

        def note(**told: Any) -> None:
            kind, error, _trace = sys.exc_info()
            raised.append(f"{kind.__name__ if kind else '?'}: {error}"[:200])

        got_request_exception.connect(note)
        mark = transaction.savepoint()
        try:
            answer = _read((self._strict if csrf else self._free)(request.environ))
            then()
        finally:
            connection.needs_rollback = False
            transaction.savepoint_rollback(mark)
            got_request_exception.disconnect(note)
        answer.written, answer.broke = tuple(self._written), "; ".join(raised)
        return answer


def _read(response: HttpResponseBase) -> Answer:
    """The handler has closed the response already, in its own way: closing it again would end the transaction."""
    if isinstance(response, StreamingHttpResponse):
        body = b"".join(response)  # no asynchronous answers here
    else:
        assert isinstance(response, HttpResponse)
        body = response.content
    headers = {name.lower(): value for name, value in response.items()}
    return Answer(response.status_code, headers.get("location", ""), headers, body, (), "")
