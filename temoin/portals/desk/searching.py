"""Search by reference, number, name, telephone or e-mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from temoin.claims import search as searched
from temoin.claims.models import Claim
from temoin.portals.desk.queue import desk


@desk
def search(request: HttpRequest) -> HttpResponse:
    """The claims that begin with what was typed; a single exact reference opens at once."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    claims = searched.find(text) if text else []
    if len(claims) == 1 and claims[0].reference == text:
        return redirect("desk:file", reference=text)
    recent = [] if text else list(Claim.objects.select_related("insurer").order_by("-pk")[:20])
    context = {"search_query": text, "text": text, "claims": claims or recent, "asked": bool(text)}
    return render(request, "desk/search.html", context)
