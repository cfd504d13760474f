"""The list of help pages and the pages themselves, for anybody, signed in or not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from temoin.parties import acting
from temoin.portals.help import answering, articles


def frame(request: HttpRequest) -> str:
    """Members read inside their own pages; strangers and the insured on a page of its own."""
    return "ui/page.html" if acting.of(request).user else "help/frame.html"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every page, by reader, one's own first."""
    role = acting.of(request).role
    context = {
        "frame": frame(request),
        "home_url": reverse("home"),
        "groups": articles.groups(role),
        "may_see_answers": role == "network_manager",
    }
    return render(request, "help/index.html", context)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One task, step by step, and the question whether that answered."""
    article = articles.found(slug)
    others = [
        one for one in articles.ARTICLES.values() if one.reader is article.reader and one is not article
    ]
    context = {
        "frame": frame(request),
        "home_url": reverse("home"),
        "article": article,
        "text": articles.template(article),
        "group": articles.GROUPS[article.reader][0],
        "others": others,
        "given": answering.given(request, slug),
        "back_url": reverse("help:index"),
    }
    return render(request, "help/page.html", context)
