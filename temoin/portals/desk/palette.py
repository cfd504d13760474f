"""Ctrl K: claims, people and firms, what may be done on the open file, and pages, in one list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from temoin.claims import search, sentences
from temoin.claims.models import Claim
from temoin.claims.normal import normal
from temoin.exchange.pages import IMPORTERS
from temoin.parties import acting, roles
from temoin.parties.models import Membership, Organisation
from temoin.portals.desk import choosing
from temoin.portals.desk.opened import File, opened
from temoin.portals.desk.queue import OVERSEERS, desk

CLAIMS, PARTIES = 8, 5
"""At most so many of each, however many there are."""
SHORTEST = 2
KEYS = {"add_note": "N", "log_call": "C"}
STAFF = roles.STAFF - {roles.Role.ADMINISTRATOR}

Option = dict[str, Any]


@desk
def palette(request: HttpRequest) -> JsonResponse:
    """What fits the words typed; the open file's actions first where nothing is typed yet."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    actions = [one for one in _actions(request) if _fits(text, one["label"])]
    pages = [one for one in _pages(acting.of(request).role) if _fits(text, one["label"])]
    found = [*_claims(text), *_parties(text)]
    return JsonResponse([*found, *actions, *pages] if text else [*actions, *pages], safe=False)


def _fits(text: str, label: str) -> bool:
    """Every word typed stands in the label, accents and capitals aside."""
    where = normal(label)
    return all(word in where for word in normal(text).split())


def _claims(text: str) -> Iterator[Option]:
    for claim in search.find(text)[:CLAIMS]:
        yield _option(
            _("Claims"),
            f"{claim.insured_name}, {claim.city}",
            reverse("desk:file", args=[claim.reference]),
            f"{claim.reference} · {claim.insurer.name}",
        )


def _parties(text: str) -> Iterator[Option]:
    """Firms and the network's own people whose name begins so: each leads to the open files with it."""
    if len(text) < SHORTEST:
        return
    group, queue = _("People and companies"), reverse("desk:queue")
    kinds = (*roles.REPAIRERS, "insurer")
    firms = Organisation.objects.filter(kind__in=kinds, active=True, name__istartswith=text)
    for firm in firms.order_by("name")[:PARTIES]:
        name = "compagnie" if firm.kind == "insurer" else "firme"
        place = f"{firm.postcode} {firm.city}".strip()
        sub = " · ".join(
            word for word in (firm.get_kind_display().capitalize(), place, firm.telephone) if word
        )
        yield _option(group, firm.name, f"{queue}?vue=all&{name}={firm.pk}", sub)
    begins = Q(user__first_name__istartswith=text) | Q(user__last_name__istartswith=text)
    people = Membership.objects.filter(begins, active=True, user__is_active=True, role__in=STAFF)
    for one in people.select_related("user").order_by("user__last_name", "pk")[:PARTIES]:
        url = f"{queue}?vue=handled&personne={one.user_id}"
        yield _option(group, str(one.user), url, str(one.get_role_display()).capitalize())


def _actions(request: HttpRequest) -> Iterator[Option]:
    """What may be done on the file that stands open, with the keys that do the same."""
    file = _open_file(request)
    if file is None:
        return
    group = _("Actions on %(reference)s") % {"reference": file.claim.reference}
    primary = choosing.context(file)["primary"]
    for choice in file.choices:
        if choice.refusal is None:
            key = "E" if choice is primary else KEYS.get(choice.action.code, "")
            label = sentences.said(choice.action.label)
            yield _option(group, label, choosing.url(file, choice.action), key=key)


def _open_file(request: HttpRequest) -> File | None:
    claim = Claim.objects.filter(reference=request.GET.get("dossier", "").replace("\x00", "")[:20]).first()
    asked = request.GET.get("mission", "")
    if claim is None or not claim.assignments.exists():
        return None
    return opened(request, claim, int(asked) if asked.isdecimal() and len(asked) < 5 else None)


def _pages(role: str) -> Iterator[Option]:
    offered = [
        (_("Open a new claim"), "desk:open_claim"),
        (_("My queue"), "desk:queue"),
        (_("Claims"), "desk:search"),
        (_("Absences"), "absences"),
        (_("Procedures"), "insight:procedures"),
        (_("Help"), "help:index"),
        (_("My account"), "account"),
    ]
    if role in IMPORTERS:
        offered.append((_("Read in an old journal"), "exchange:old_journal"))
    if role in OVERSEERS:
        offered.append((_("Forced steps"), "desk:overrides"))
    for label, name in offered:
        yield _option(_("Go to"), label, reverse(name))


def _option(group: str, label: str, url: str, sub: str = "", key: str = "") -> Option:
    return {"group": group, "label": label, "sub": sub, "url": url, "key": key}
