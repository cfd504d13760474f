"""All mail sent, newest first, each as it went out; its link works here, since nobody of the invented world has a mailbox."""

from __future__ import annotations

import re
from datetime import datetime

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from temoin.claims import scope
from temoin.demo.becoming import fresh_link, sign_in
from temoin.demo.guard import demo_only
from temoin.messages.destination import MARK
from temoin.messages.models import Mail
from temoin.messages.reading import latest, shown_body
from temoin.parties import roles
from temoin.parties.models import User

PAGE = 50
_ADDRESS = re.compile(r"https?://[^/\s]+(/[^\s/]\S*)")


@demo_only
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """A page of them; `avant` names the last one of the page before."""
    with scope.within("network"):
        found = list(_older(request.GET.get("avant", ""))[: PAGE + 1])
    shown = found[:PAGE]
    context = {
        "mails": shown,
        "older": _mark(shown[-1]) if len(found) > PAGE else "",
        "is_first": not request.GET.get("avant"),
    }
    return render(request, "demo/mails.html", context)


@demo_only
@require_safe
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One mail, and a button for whoever got it."""
    with scope.within("network"):
        found = get_object_or_404(latest(), pk=mail_id)
    context = {"mail": found, "body": shown_body(found), "has_link": bool(_path(found))}
    return render(request, "demo/mail.html", context)


@demo_only
@require_POST
def follow(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Opens the link of a mail as the one it was written to: the insured by a fresh link, others signed in."""
    with scope.within("network"):
        found = get_object_or_404(latest(), pk=mail_id)
        path = _path(found)
        if path == MARK and found.claim:
            return redirect("insured:entrance", fresh_link(found.claim)[1])
        reader = _reader(found)
    if not path or reader is None:
        messages.error(request, _("Nobody can open the link of this mail."))
        return redirect("demo:mail", mail_id)
    sign_in(request, reader)
    return redirect(path)


def _path(found: Mail) -> str:
    """Where its link leads on this site; MARK for the insured's own; empty where it has none."""
    if MARK in found.body:
        return MARK
    address = _ADDRESS.search(found.body)
    return address[1].rstrip(".,;)") if address else ""


def _reader(found: Mail) -> User | None:
    """Whoever reads mail to that address: its own person, or the first of the firm."""
    if found.organisation_id is None or found.recipient_role in roles.STAFF:
        return User.objects.filter(email__iexact=found.to_email, is_active=True).first()
    of_firm = User.objects.filter(is_active=True, memberships__organisation=found.organisation_id)
    return of_firm.filter(memberships__active=True).order_by("pk").first()


def _mark(last: Mail) -> str:
    return f"{last.queued_at.isoformat()}_{last.pk}"


def _older(mark: str) -> QuerySet[Mail]:
    """Those behind a mark; all where it is none, or not one of ours."""
    moment, _separator, number = mark.rpartition("_")
    try:
        at, pk = datetime.fromisoformat(moment), int(number)
    except ValueError:
        return latest()
    if at.tzinfo is None or not 0 < pk < 2**63:
        return latest()
    return latest().filter(Q(queued_at__lt=at) | Q(queued_at=at, pk__lt=pk))
