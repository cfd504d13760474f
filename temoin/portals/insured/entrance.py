"""The link in a mail: looking at it changes nothing, since mail scanners look first; a button opens the file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from temoin.parties import acting, links, roles
from temoin.parties.models import MagicLink
from temoin.parties.models.user import LANGUAGES
from temoin.portals.insured.holder import ended

CODES = tuple(code for code, _name in LANGUAGES)


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def entrance(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button and says nothing of the claim; POST opens the file for this browser."""
    if request.method == "POST":
        link = links.redeem(token)
        return _secret(_entered(request, link) if link else ended(request))
    link = links.find(token)
    return _secret(_landing(request, link) if link else ended(request))


def _landing(request: HttpRequest, link: MagicLink) -> HttpResponse:
    asked = request.GET.get("langue", "")
    language = asked if asked in CODES else link.language
    translation.activate(language)
    request.LANGUAGE_CODE = language
    return render(request, "insured/entrance.html", {"languages": LANGUAGES, "language": language})


def _entered(request: HttpRequest, link: MagicLink) -> HttpResponseRedirect:
    acting.follow(request, link)
    chosen = request.POST.get("language", "")
    if chosen in CODES and chosen != link.language:
        MagicLink.objects.filter(pk=link.pk).update(language=chosen)
    return redirect(reverse("insured:tracking") if link.role == roles.INSURED else reverse("home"))


def _secret(response: HttpResponse) -> HttpResponse:
    """The address is a key: it goes neither to other pages nor, where the link is dead, into Django's log."""
    response["Referrer-Policy"] = "no-referrer"
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
