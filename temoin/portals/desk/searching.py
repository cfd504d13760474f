"""Search by reference, number, name, telephone or e-mail; and the command palette's answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from temoin.claims import search as searched
from temoin.claims.models import Claim
from temoin.exchange.pages import IMPORTERS
from temoin.parties import acting
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


@desk
def palette(request: HttpRequest) -> JsonResponse:
    """Claims and places for Ctrl K."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    return JsonResponse([*_claims(text), *_places(text, acting.of(request).role)], safe=False)


def _claims(text: str) -> list[dict[str, Any]]:
    return [
        {
            "group": _("Claims"),
            "label": f"{claim.insured_name}, {claim.city}",
            "sub": f"{claim.reference} · {claim.insurer.name}",
            "url": reverse("desk:file", args=[claim.reference]),
            "icon": "folder",
        }
        for claim in searched.find(text)[:8]
    ]


def _places(text: str, role: str) -> list[dict[str, Any]]:
    offered = [
        (_("Open a new claim"), "desk:open_claim", "phone-incoming"),
        (_("My queue"), "desk:queue", "inbox"),
        (_("Procedures"), "insight:procedures", "waypoints"),
        (_("Read in an old journal"), "exchange:old_journal", "file-input"),
        (_("Help"), "help:index", "circle-question-mark"),
    ]
    return [
        {"group": _("Go to"), "label": label, "sub": "", "url": reverse(name), "icon": icon}
        for label, name, icon in offered
        if text.casefold() in label.casefold() and (name != "exchange:old_journal" or role in IMPORTERS)
    ]
