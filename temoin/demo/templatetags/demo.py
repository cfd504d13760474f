"""What the banner shows: who one is, who one may be, what time it is. Asks the database nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims.models import Claim
from temoin.demo import logins
from temoin.demo.logins import Login
from temoin.parties import acting

register = template.Library()


@dataclass(frozen=True, slots=True)
class Bar:
    """The banner of one page; `claim` is the reference of the claim that the page is about."""

    present: str
    role: str
    account: str
    people: tuple[tuple[str, tuple[Login, ...]], ...]
    claim: str
    now: datetime
    next: str


@register.simple_tag(takes_context=True)
def demo_bar(context: Context) -> Bar:
    """The banner for this request and page."""
    request: HttpRequest = context["request"]
    who = acting.of(request)
    claim = context.get("claim")
    now = clock.now()
    return Bar(
        present=str(who.user) if who.user else who.link.name if who.link else _("nobody yet"),
        role=str(who.membership.get_role_display()) if who.membership else _("insured") if who.link else "",
        account=who.user.username if who.user else "",
        people=logins.by_organisation(),
        claim=claim.reference if isinstance(claim, Claim) else "",
        now=now,
        next=request.get_full_path() if request.method == "GET" else request.path,
    )
