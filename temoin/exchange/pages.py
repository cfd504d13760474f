"""The page that takes an old journal in: send it, see what was understood, make its claims."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from temoin import clock
from temoin.exchange import showing
from temoin.exchange.forms import ClaimsForm, JournalForm
from temoin.exchange.models import PendingImport, forget_old
from temoin.exchange.old_journal import reading_in, writing
from temoin.exchange.old_journal.plan import plan
from temoin.exchange.old_journal.standing import Standing
from temoin.parties import acting

IMPORTERS = ("case_handler", "network_manager", "dispatcher")
desk = acting.require(*IMPORTERS)


@desk
def old_journal(request: HttpRequest) -> HttpResponse:
    """Send a journal; it is kept, and the next page says what it holds."""
    forget_old()
    form = JournalForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "exchange/old_journal.html", {"form": form}, status=status)
    name, data = form.sent()
    user = acting.of(request).user
    assert user is not None  # the guard saw to it
    pending = PendingImport.objects.create(
        user=user,
        name=name,
        data=data,
        one_claim=form.cleaned_data["one_claim"],
        at=clock.now(),
    )
    return redirect("exchange:old_journal_understood", pending.pk)


@desk
def understood(request: HttpRequest, pending: int) -> HttpResponse:
    """What was understood of a journal; the button makes its claims, once."""
    forget_old()
    with transaction.atomic():
        kept = _own(request, pending)
        if kept.made is not None:
            return render(request, "exchange/old_journal_made.html", {"kept": kept, "claims": kept.made})
        form = ClaimsForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            _make(request, kept, form)
            return redirect("exchange:old_journal_understood", pending)
    return _page(request, kept, form)


def _own(request: HttpRequest, pending: int) -> PendingImport:
    """The journal that this person sent, held so that two clicks on the button wait for each other; else 404."""
    user = acting.of(request).user
    kept = PendingImport.objects.select_for_update().filter(pk=pending, user=user).first()
    if kept is None:
        raise Http404
    return kept


def _make(request: HttpRequest, kept: PendingImport, form: ClaimsForm) -> None:
    report = reading_in.read_in(bytes(kept.data), name=kept.name, one_claim=kept.one_claim)
    actor = acting.of(request).actor
    order = writing.Order(
        insurer=form.cleaned_data["insurer"],
        file=kept.name,
        by=actor.name if actor else "",
        postcode=form.cleaned_data["postcode"],
        loss_type=form.cleaned_data["loss_type"],
    )
    written = writing.write(plan(report), order)
    kept.made = [[one.reference, len(one.plan.entries), one.plan.first_line] for one in written.made]
    kept.data = b""
    kept.save(update_fields=["made", "data"])


def _page(request: HttpRequest, kept: PendingImport, form: ClaimsForm) -> HttpResponse:
    report = reading_in.read_in(bytes(kept.data), name=kept.name, one_claim=kept.one_claim)
    asked = request.GET.get("page", "")
    context = showing.shown(report, page=int(asked) if asked.isdecimal() and len(asked) < 7 else 1)
    context |= {
        "kept": kept,
        "form": form,
        "new": sum(one.standing is Standing.NEW for one in context["standings"].values()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/old_journal_understood.html", context, status=status)
