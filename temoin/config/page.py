"""What every page's frame needs: whose it is, where he can go, how many items wait for him."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from temoin.claims import worklists
from temoin.claims.scope import NETWORK_ROLES
from temoin.exchange.pages import IMPORTERS
from temoin.messages import inbox
from temoin.parties import acting
from temoin.parties.roles import REPAIRERS, Role
from temoin.portals.body_shop import mailbox
from temoin.portals.desk.complaints import READERS as COMPLAINTS

OVERSEERS = ("network_manager", "area_manager")
FIGURES = ("insurer", "loss_adjuster")
"""Partners with deadlines of their own."""
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


@dataclass(frozen=True, slots=True)
class Account:
    """The account menu: who acts, as what, and where he can go from there."""

    name: str
    role: str
    organisation: str
    links: tuple[Place, ...]


def home(request: HttpRequest) -> HttpResponse:
    """Everybody's first page is his own work."""
    role = acting.of(request).role
    if role in NETWORK_ROLES:
        return redirect("desk:queue")
    if role == "contractor":
        return redirect("contractor:new_jobs")
    if role == "body_shop":
        return redirect("body_shop:boards")
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
        "nav_foot": [_place(request, "help:index", "circle-question-mark", _("Help"))],
        "account": _account(request, who),
        "acting": who,
        "search_url": reverse("desk:search") if who.role in NETWORK_ROLES else "",
        "palette_url": reverse("desk:palette") if who.role in NETWORK_ROLES else "",
        "demo_banner_template": "demo/banner.html" if settings.TEMOIN_DEMO else "",
    }


def _account(request: HttpRequest, who: acting.Acting) -> Account | None:
    if who.user is None:
        return None
    role = str(Role(who.role).label) if who.role else ""
    links = [_place(request, "account", "user-round", _("My account"))]
    if who.role in NETWORK_ROLES:
        links.append(_place(request, "absences", "tree-palm", _("Absences")))
    if who.role in OVERSEERS:
        links.append(_place(request, "desk:overrides", "shield-alert", _("Forced steps")))
    if len(who.choices) > 1:
        links.append(_place(request, "choose_membership", "arrow-left-right", _("Act for another firm")))
    return Account(str(who.user), role, who.organisation.name if who.organisation else "", tuple(links))


def _place(request: HttpRequest, name: str, icon: str, label: str, short_label: str = "") -> Place:
    url = reverse(name)
    root = url.count("/") == 2  # /bureau/, /chantiers/: everything below would begin with it
    current = request.path == url or (request.path.startswith(url) and not root)
    return Place(url, icon, label, short_label or label, current)


def _nav(request: HttpRequest, role: str) -> list[Place]:
    def place(*said: str) -> Place:
        return _place(request, *said)

    if role not in NETWORK_ROLES and role not in (*REPAIRERS, *PARTNERS):
        return []
    waiting = inbox.counts(acting.of(request))
    if role in NETWORK_ROLES:
        return _desk(place, role, waiting)
    if role == "contractor":
        return [
            replace(
                place("contractor:new_jobs", "bell-plus", _("New jobs"), _("New ones")),
                count=_offers(request),
            ),
            place("contractor:my_jobs", "hammer", _("My current jobs"), _("My jobs")),
            place("contractor:agenda", "calendar-days", _("Agenda")),
            place("contractor:figures", "chart-no-axes-column", _("Figures")),
            replace(place("contractor:letters", "messages-square", _("Messages")), count=waiting["messages"]),
        ]
    if role == "body_shop":
        return _body_shop(request, place, waiting)
    return [
        place("partner:worklist", "inbox", _("To do")),
        place("partner:claims", "folder-search", _("Claims")),
        *_partner_letters(place, role, waiting),
        *(
            [place("partner:payments", "euro", pgettext("in the rail", "Direct payments"), _("Payments"))]
            if role == "insurer"
            else []
        ),
        *([place("partner:figures", "chart-no-axes-column", _("Figures"))] if role in FIGURES else []),
    ]


def _body_shop(request: HttpRequest, place: Callable[..., Place], waiting: Counter[str]) -> list[Place]:
    firm = acting.of(request).organisation
    letters = mailbox.unread(firm.pk) if firm else 0
    return [
        place("body_shop:boards", "layout-dashboard", _("Boards")),
        replace(place("body_shop:mailbox", "mailbox", _("Mailbox")), count=letters),
        replace(place("body_shop:letters", "messages-square", _("Messages")), count=waiting["messages"]),
        place("body_shop:payments", "euro", pgettext("in the rail", "Direct payments"), _("Payments")),
        place("body_shop:figures", "chart-no-axes-column", _("Figures")),
    ]


def _offers(request: HttpRequest) -> int:
    """How many jobs are offered to the firm; counting stops at what the badge can show."""
    organisation = acting.of(request).organisation
    return worklists.offered(organisation.pk)[:99].count() if organisation else 0


def _partner_letters(place: Callable[..., Place], role: str, waiting: Counter[str]) -> list[Place]:
    """Those who act on claims also write; the others only read where a claim stands."""
    if role not in (Role.INSURER, Role.LOSS_ADJUSTER):
        return []
    return [replace(place("partner:letters", "messages-square", _("Messages")), count=waiting["messages"])]


def _desk(place: Callable[..., Place], role: str, waiting: Counter[str]) -> list[Place]:
    places = [
        place("desk:queue", "inbox", _("Workbench"), _("Queue")),
        replace(place("desk:letters", "messages-square", _("Messages")), count=waiting["messages"]),
        replace(place("desk:tasks", "mail-warning", _("To settle")), count=waiting["tasks"]),
        place("desk:open_claim", "phone-incoming", _("New claim")),
        place("desk:search", "folder-search", _("Claims")),
        place("insight:figures", "chart-no-axes-column", _("Figures")),
        place("insight:procedures", "waypoints", _("Procedures")),
    ]
    if role in COMPLAINTS:
        places.insert(1, place("desk:complaints", "megaphone", _("Complaints")))
        places.insert(2, place("desk:checks", "clipboard-check", _("Site checks"), _("Checks")))
    if role == "estimator":
        places.insert(1, place("desk:estimates", "file-check", _("Estimates")))
    if role in IMPORTERS:
        places.append(place("exchange:old_journal", "file-input", _("Old journals"), _("Import")))
    return places
