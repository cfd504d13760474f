"""The firm's messages: those of one job, and the list of all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from temoin.messages import firm_letters
from temoin.portals.contractor import access


@access.contractor
def messages(request: HttpRequest, pk: int) -> HttpResponse:
    """What the firm wrote and read about a job."""
    here, back = (reverse(f"contractor:{view}", args=[pk]) for view in ("messages", "job"))
    return firm_letters.talk(request, access.own(request, pk), here=here, back=back)


@require_safe
@access.contractor
def letters(request: HttpRequest) -> HttpResponse:
    """All the firm's threads: unread ones first."""
    return firm_letters.letters(request, view="contractor:messages")
