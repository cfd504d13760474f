"""The way in: who asks, in which language, JSON without doubt, and every error as a problem document."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.security import APIKeyCookie, HttpBearer

from temoin.exchange.api import problems, reach
from temoin.exchange.api.problems import Stopped
from temoin.parties import acting, keys
from temoin.parties.acting import Acting

DESCRIPTION = """The claims, what may be done on them, and doing it, by the same rules as on the pages.

A program asks with a key (`Authorization: Bearer tmn_…`), which belongs to somebody's membership of an organisation and
may do what that membership may; it needs neither session nor CSRF token. Whoever is signed in asks with the session's
cookie, and sends the CSRF token (header `X-CSRFToken`) with every POST; whoever holds a link of a claim asks the same
addresses for that claim. Where a key is sent, it alone counts.

Every error is a problem document (RFC 9457) whose `code` is stable; its `title` is in the language of `Accept-Language`
(fr, nl, en). What is not the asker's answers exactly as what does not exist.

Instants are ISO 8601 with an offset, amounts are text ("1284.50"), files are ids of documents that the claim holds."""


class Key(HttpBearer):
    """A key of a membership, as the middleware found it; there is no cookie, so nothing to forge a request with."""

    def __call__(self, request: HttpRequest) -> Any:
        """Only where a key came; `acting` has looked it up already."""
        sent = keys.sent(request)
        return None if sent is None else self.authenticate(request, sent)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Who asks."""
        return _let_in(request)


class Session(APIKeyCookie):
    """The session of somebody signed in, or of a link's holder; a POST needs its CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        """Nobody comes in by his session with a wrong key."""
        return None if keys.sent(request) is not None else super().__call__(request)

    def _get_key(self, request: HttpRequest) -> str | None:
        _speak(request)  # before a missing token is refused
        return super()._get_key(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Acting | None:
        """Who asks."""
        return _let_in(request)


def _speak(request: HttpRequest) -> None:
    """Sentences follow the request's own language from here on."""
    if request.headers.get("Accept-Language"):
        translation.activate(translation.get_language_from_request(request))


def _let_in(request: HttpRequest) -> Acting | None:
    """Who asks, None for strangers; raises Stopped for people without a role here."""
    _speak(request)
    who = acting.of(request)
    if who.actor is None and who.user is None:
        return None
    if who.actor is None and who.choices:
        raise Stopped(403, "choose_membership")
    if who.actor is None or who.role not in reach.ROLES:
        raise Stopped(403, "no_role")
    return who


class Strict(Parser):
    """JSON that means one thing: no name twice, no NaN, no half of a character."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body; any exception becomes a 400."""
        found = json.loads(request.body, object_pairs_hook=_once, parse_constant=_never, parse_float=Decimal)
        json.dumps(found, ensure_ascii=False, default=str).encode()  # refuses lone surrogates
        return found  # type: ignore[no-any-return]  # what is no object is refused by its shape


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _never(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


class Api(NinjaAPI):
    """Operations have the names of their functions, errors their own media type."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """By which a generated client names its functions."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The document, errors as problem documents."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {problems.MEDIA_TYPE: answer["content"].pop("application/json")}
        return schema


api = Api(
    title="Témoin",
    version="1",
    description=DESCRIPTION,
    urls_namespace="exchange:api",
    docs_url=None,
    auth=[Key(), Session()],
    parser=Strict(),
)


def _stopped(request: HttpRequest, why: Any) -> HttpResponse:
    return problems.problem(why.status, why.code)


def _not_found(request: HttpRequest, why: Any) -> HttpResponse:
    return problems.not_found()


def _http_error(request: HttpRequest, why: Any) -> HttpResponse:
    """Ninja raises two of its own: a body that it cannot read, and a missing CSRF token."""
    return problems.problem(why.status_code, {403: "csrf"}.get(why.status_code, "not_json"))


def _invalid(request: HttpRequest, why: Any) -> HttpResponse:
    """Where in the request, and pydantic's stable name of what is wrong there."""
    wrong = [{"at": [str(one) for one in error["loc"]], "code": error["type"]} for error in why.errors[:20]]
    return problems.problem(422, "invalid_request", facts={"wrong": wrong})


def _stranger(request: HttpRequest, why: Any) -> HttpResponse:
    return problems.problem(401, "sign_in")


api.add_exception_handler(Stopped, _stopped)
api.add_exception_handler(Http404, _not_found)
api.add_exception_handler(HttpError, _http_error)
api.add_exception_handler(ValidationError, _invalid)
api.add_exception_handler(AuthenticationError, _stranger)
