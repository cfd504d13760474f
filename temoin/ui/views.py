"""The styleguide, and the choice of light or dark."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from temoin.ui import sample

THEMES = ("light", "dark")
ONE_YEAR = 365 * 24 * 3600  # seconds


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component, living, in both themes and both densities."""
    return render(request, "ui/styleguide.html", sample.context(request))


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keeps the person's choice in a cookie; `system` forgets it. Comes back to `next`, a path on this site."""
    chosen = request.POST.get("theme", "")
    following = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(following, allowed_hosts=None):
        following = "/"
    response = HttpResponseRedirect(following)
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=ONE_YEAR, samesite="Lax")
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
