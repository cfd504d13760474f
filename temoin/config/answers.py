"""What holds for every answer, whichever page gives it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from temoin.parties import acting

GetResponse = Callable[[HttpRequest], HttpResponse]


class AnswerMiddleware:
    """Addresses that no table could hold do not exist; pages made for somebody are kept by no cache.

    A NUL character is refused by the database, so that every look-up with it would be an error page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        response = self.get_response(request)
        who = acting.of(request)
        if (who.user or who.link) and "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_store=True)
        return response
