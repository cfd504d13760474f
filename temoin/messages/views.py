"""The page of one mail, as it was sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from temoin.claims.scope import NETWORK_ROLES
from temoin.messages.reading import latest, shown_body
from temoin.parties import acting


@require_GET
@acting.require(*NETWORK_ROLES)
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One mail, for the operator's staff."""
    found = get_object_or_404(latest(), pk=mail_id)
    return render(request, "messages/mail_detail.html", {"mail": found, "body": shown_body(found)})
