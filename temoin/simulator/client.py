"""The API over HTTP, with Python's own library: a key, JSON, and problem documents as exceptions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

TIMEOUT_S = 30


class Refused(Exception):
    """The API said no: `problem` is its document (RFC 9457), with `code`, `title` and, for values, `fields`."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(status, problem.get("title", ""))
        self.status, self.problem = status, problem

    def __str__(self) -> str:
        wrong = self.problem.get("fields") or {}
        named = "".join(f"\n    {field}: {said['sentence']}" for field, said in wrong.items())
        return f"{self.status} {self.problem.get('code', '')}: {self.problem.get('title', '')}{named}"


class Client:
    """What an insurer's system needs of the API."""

    def __init__(self, url: str, key: str, language: str = "fr") -> None:
        if urlsplit(url).scheme not in ("http", "https"):
            raise ValueError(f"{url} is no http address.")
        self._base, self._key, self._language = url.rstrip("/") + "/api/v1/", key, language

    def firms(self, kind: str, code: str = "") -> list[dict[str, Any]]:
        """The network's firms of a kind, or the one with that code. Raises LookupError where there is none."""
        listed: list[dict[str, Any]] = self._ask("GET", f"organisations?{urlencode({'kind': kind})}")
        found = [one for one in listed if code in ("", one["code"])]
        if not found:
            raise LookupError(f"The network has no {kind} {code}".rstrip() + ".")
        return found

    def give(self, mission: Mapping[str, Any], key: str) -> dict[str, Any]:
        """Open a claim; sent twice under one key it is opened once."""
        found: dict[str, Any] = self._ask("POST", "claims", mission, key)
        return found

    def claim(self, reference: str) -> dict[str, Any]:
        """The claim as the insurer may read it."""
        found: dict[str, Any] = self._ask("GET", f"claims/{quote(reference)}")
        return found

    def entries(self, after: str) -> dict[str, Any]:
        """What happened since a cursor; `now` is the cursor of this moment."""
        found: dict[str, Any] = self._ask("GET", f"entries?{urlencode({'after': after})}")
        return found

    def choices(self, reference: str, assignment: int) -> dict[str, Any]:
        """What the insurer may do now, and why not where not."""
        found: dict[str, Any] = self._ask(
            "GET", f"claims/{quote(reference)}/assignments/{assignment}/actions"
        )
        return found

    def act(self, reference: str, assignment: int, action: str, seen: int, key: str) -> dict[str, Any]:
        """Do an action that asks for nothing."""
        where = f"claims/{quote(reference)}/assignments/{assignment}/actions/{quote(action)}"
        found: dict[str, Any] = self._ask("POST", where, {"values": {}, "seen": seen}, key)
        return found

    def _ask(self, method: str, where: str, body: Any = None, key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self._key}", "Accept-Language": self._language}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": key}
        data = None if body is None else json.dumps(body).encode()
        request = Request(self._base + where, data, headers, method=method)  # noqa: S310  # http(s), seen above
        try:
            with urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
                return json.load(answer)
        except HTTPError as error:
            raise Refused(error.code, _problem(error)) from None


def _problem(error: HTTPError) -> Mapping[str, Any]:
    try:
        found = json.loads(error.read())
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"code": "http", "title": error.reason}
