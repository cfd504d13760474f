"""Only in the demo: everywhere else its addresses answer as if they were not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """Stands outside of every other decorator, so that not even a refused method gives the page away."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.TEMOIN_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def onward(request: HttpRequest) -> str:
    """Where the banner was clicked, as an address of this site; the first page where it names none."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"
