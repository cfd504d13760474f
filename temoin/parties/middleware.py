"""Puts `request.acting` on every request, and its language and time zone in force."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from temoin.parties import acting

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActingMiddleware:
    """Stands after sessions, locale and authentication.

    The language stays in force on the way out, where LocaleMiddleware names it; the zone does not,
    since the thread goes on to serve somebody else.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        who = acting.read(request)
        request.acting = who  # type: ignore[attr-defined]
        if who.user or who.link:
            translation.activate(who.language)
            request.LANGUAGE_CODE = translation.get_language() or who.language
        if not who.zone:
            timezone.deactivate()
            return self.get_response(request)
        with timezone.override(who.zone):
            return self.get_response(request)
