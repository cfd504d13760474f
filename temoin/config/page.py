"""What every page's frame needs: whose it is, where he can go, how many items wait for him."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from temoin.claims.scope import NETWORK_ROLES
from temoin.parties import acting

PARTNERS = ("insurer", "loss_adjuster", "intermediary", "counterparty_insurer")


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    url: str
    icon: str
    label: str
    short_label: str
    current: bool
    count: int = 0


def home(request: HttpRequest) -> HttpResponse:
    """Everybody's first page is his own work."""
    role = acting.of(request).role
    if role in NETWORK_ROLES:
        return redirect("desk:queue")
    if role == "contractor":
        return redirect("contractor:new_jobs")
    if role in PARTNERS:
        return redirect("partner:worklist")
    if role == "insured":
        return redirect("insured:tracking")
    return redirect("account_login" if not request.user.is_authenticated else "account")


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of `ui/shell.html`: navigation by role, search, the demo's banner."""
    who = acting.of(request)
    return {
        "nav": _nav(request, who.role),
        "acting": who,
        "search_url": reverse("desk:search") if who.role in NETWORK_ROLES else "",
        "palette_url": reverse("desk:palette") if who.role in NETWORK_ROLES else "",
        "demo_banner_template": "demo/banner.html" if settings.TEMOIN_DEMO else "",
    }


def _nav(request: HttpRequest, role: str) -> list[Place]:
    def place(name: str, icon: str, label: str, short_label: str = "") -> Place:
        url = reverse(name)
        return Place(url, icon, label, short_label or label, request.path.startswith(url))

    if role in NETWORK_ROLES:
        return _desk(place)
    if role == "contractor":
        return [
            place("contractor:new_jobs", "bell-plus", _("New jobs"), _("New")),
            place("contractor:my_jobs", "hammer", _("My current jobs"), _("My jobs")),
            place("contractor:agenda", "calendar-days", _("Agenda")),
            place("help:index", "circle-question-mark", _("Help")),
        ]
    if role in PARTNERS:
        return [
            place("partner:worklist", "inbox", _("To do")),
            place("partner:claims", "folder-search", _("Claims")),
            place("help:index", "circle-question-mark", _("Help")),
        ]
    return []


def _desk(place: Callable[..., Place]) -> list[Place]:
    return [
        place("desk:queue", "inbox", _("Workbench"), _("Queue")),
        place("desk:open_claim", "phone-incoming", _("New claim")),
        place("desk:search", "folder-search", _("Claims")),
        place("insight:procedures", "waypoints", _("Procedures")),
        place("exchange:old_journal", "file-input", _("Old journals"), _("Import")),
        place("help:index", "circle-question-mark", _("Help")),
    ]
