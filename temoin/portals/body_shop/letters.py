"""The firm's messages: those of one mission, and the list of all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from temoin.messages import firm_letters
from temoin.portals.body_shop import access


@access.body_shop
def messages(request: HttpRequest, pk: int) -> HttpResponse:
    """What the firm wrote and read about a mission."""
    here, back = (reverse(f"body_shop:{view}", args=[pk]) for view in ("messages", "mission"))
    return firm_letters.talk(request, access.own(request, pk), here=here, back=back)


@require_safe
@access.body_shop
def letters(request: HttpRequest) -> HttpResponse:
    """All the firm's threads: unread ones first."""
    return firm_letters.letters(request, view="body_shop:messages")
