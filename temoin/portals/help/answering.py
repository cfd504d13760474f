"""“Did you find your answer?” under each page: one answer per session and page, counted for the manager."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.cache import cache
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from temoin import clock
from temoin.parties import acting
from temoin.portals.help import articles
from temoin.portals.help.models import LONGEST, HelpAnswer

VISITOR, GIVEN = "help_visitor", "help_given"
"""Keys in the session: its lot, and what was answered under which page (yes, no, words)."""

MOST_PER_HOUR = 60
"""How many answers one sender may give: anybody may write here."""

SHOWN = 100
"""Sentences of readers shown to the manager."""


@dataclass(frozen=True, slots=True)
class Line:
    """The answers under one page."""

    title: str
    slug: str
    yes: int
    no: int

    @property
    def all(self) -> int:
        return self.yes + self.no


def given(request: HttpRequest, slug: str) -> str:
    """What this session answered under a page: yes, no, words, or nothing."""
    answers = request.session.get(GIVEN)
    return str(answers.get(slug, "")) if isinstance(answers, dict) else ""


@require_POST
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep yes or no; with no, what was looked for. A second answer takes the place of the first."""
    article = articles.found(slug)
    said = request.POST.get("found", "")
    if said not in ("yes", "no"):
        return HttpResponseBadRequest()
    words = request.POST.get("words", "").replace("\x00", "").strip()[:LONGEST] if said == "no" else ""
    if _may_write(request):
        _keep(request, article, found=said == "yes", words=words)
        messages.success(request, _("Thank you for your answer."))
    else:
        messages.warning(request, _("Too many answers came from your connection. This one was not counted."))
    return redirect(f"{reverse('help:page', args=[slug])}#found")


def _may_write(request: HttpRequest) -> bool:
    key = f"help-answers:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, timeout=3600)
    try:
        return int(cache.incr(key)) <= MOST_PER_HOUR
    except ValueError:  # forgotten between the two lines: his hour is over
        return True


def _keep(request: HttpRequest, article: articles.Article, *, found: bool, words: str) -> None:
    visitor = request.session.setdefault(VISITOR, secrets.token_hex(16))
    HelpAnswer.objects.update_or_create(
        page=article.slug,
        visitor=visitor,
        defaults={
            "language": articles.language(),
            "found": found,
            "words": words,
            "role": acting.of(request).role,
            "at": clock.now(),
        },
    )
    kept = "yes" if found else "words" if words else "no"
    request.session[GIVEN] = request.session.get(GIVEN, {}) | {article.slug: kept}


@acting.require("network_manager")
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """How often each page answered, and what was looked for in vain."""
    counted = HelpAnswer.objects.values_list("page").annotate(
        yes=Count("pk", filter=Q(found=True)), no=Count("pk", filter=Q(found=False))
    )
    by_page = {page: (yes, no) for page, yes, no in counted}
    lines = [
        Line(str(one.title), one.slug, *by_page.get(one.slug, (0, 0))) for one in articles.ARTICLES.values()
    ]
    unanswered = HelpAnswer.objects.exclude(words="").order_by("-at")[:SHOWN]
    context = {
        "lines": sorted(lines, key=lambda line: -line.no),
        "unanswered": [(articles.ARTICLES.get(one.page), one) for one in unanswered],
        "back_url": reverse("help:index"),
    }
    return render(request, "help/answers.html", context)
