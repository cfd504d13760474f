"""The page on which a contractor writes an estimate: every change is kept at once, with scripts or without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from temoin.claims.models import Assignment
from temoin.documents import intake
from temoin.documents.models import Kind, Visibility
from temoin.documents.refusals import Refused as FileRefused
from temoin.estimates import content as contents
from temoin.estimates import drafts
from temoin.estimates.models import Draft, Line, LineModel, LineState, PriceItem
from temoin.parties import acting
from temoin.portals.contractor import access, estimate_page
from temoin.portals.contractor.estimate_forms import DwellingForm, FreeForm, LineForm, MeasureField

Given = dict[str, Any]
"""What the page shows beside itself: the forms with their errors; empty where all went well."""


@access.contractor
def estimate(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft with its sums; POST changes one thing of it (`do`), and what cannot be taken stays in its form."""
    assignment = access.own(request, pk)
    if request.method == "POST":
        return _posted(request, assignment)
    draft = drafts.find(assignment, access.firm(request))
    if request.headers.get("HX-Target") == "found":
        return render(request, "contractor/estimate_found.html", _searched(request, assignment, draft))
    return _page(request, assignment, draft, {})


def _posted(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    doing = DEEDS.get(request.POST.get("do", ""))
    if doing is None:
        raise Http404
    with transaction.atomic():
        Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)  # one change at a time
        draft = drafts.find(assignment, access.firm(request), lock=True)
        try:
            given = doing(request, draft)
        except drafts.ChangedElsewhere:
            given = {"changed_elsewhere": True}
        except drafts.Full:
            given = {"full": True}
    if not given:
        return redirect("contractor:estimate", pk=assignment.pk)
    draft = drafts.find(assignment, access.firm(request))
    # htmx swaps nothing in for a refusal
    return _page(request, assignment, draft, given, status=200 if request.headers.get("HX-Request") else 422)


def _page(
    request: HttpRequest, assignment: Assignment, draft: Draft, given: Given, *, status: int = 200
) -> HttpResponse:
    shown = {
        "free_form": FreeForm(initial={"quantity": "", "description": ""}, prefix="free"),
        "dwelling_form": _dwelling_form(draft),
        "room": draft.room,
        **estimate_page.context(request, assignment, draft),
        **_searched(request, assignment, draft),
        **_opened(request, draft),
        **given,
    }
    return render(request, "contractor/estimate.html", shown, status=status)


def _searched(request: HttpRequest, assignment: Assignment, draft: Draft) -> Given:
    text = request.GET.get("q", "")[:200]
    room = request.GET.get("room", draft.room)[:60]
    language = (translation.get_language() or "fr")[:2]
    return {
        "q": text,
        "room": room,
        "assignment": assignment,
        "claim": assignment.claim,
        **estimate_page.search(draft, text, language),
    }


def _opened(request: HttpRequest, draft: Draft) -> Given:
    """The form of the line that is being changed."""
    index = request.GET.get("edit", "")
    lines = drafts.lines(draft)
    if not index.isdecimal() or len(index) > 4 or int(index) >= len(lines):
        return {}
    line = lines[int(index)]
    return {"edit": int(index), "line_form": LineForm(line, asked=_asked(line))}


def _asked(line: contents.NewLine) -> bool:
    return (
        line.comes_from is not None
        and Line.objects.filter(pk=line.comes_from, state=LineState.ASKED).exists()
    )


def _dwelling_form(draft: Draft) -> DwellingForm:
    return DwellingForm(initial=draft.dwelling, prefix="place")


# ---- what can be done


def _add(request: HttpRequest, draft: Draft) -> Given:
    item = PriceItem.objects.filter(pk=_number(request, "item"), price_list=draft.price_list_id or 0).first()
    if item is None or draft.price_list is None:
        raise Http404
    typed, room = request.POST.get("quantity", ""), request.POST.get("room", "")[:60].strip()
    try:
        MeasureField().clean(typed)
    except ValidationError as refused:
        search = estimate_page.search(draft, item.code, "fr")
        return {
            **search,
            "q": item.code,
            "room": room,
            "typed_quantity": typed,
            "wrong_quantity": refused.messages[0],
        }
    empty = drafts.from_item(item, draft.price_list, quantity=contents.decimal("0"), measured="", room=room)
    drafts.add(draft, [contents.measured(empty, typed)])
    return {}


def _free(request: HttpRequest, draft: Draft) -> Given:
    form = FreeForm(request.POST, prefix="free")
    if not form.is_valid():
        return {"free_form": form, "room": request.POST.get("room", "")[:60]}
    drafts.add(draft, [form.line(request.POST.get("room", "")[:60].strip())])
    return {}


def _change(request: HttpRequest, draft: Draft) -> Given:
    index, lines = _number(request, "index"), drafts.lines(draft)
    if not index < len(lines):
        raise drafts.ChangedElsewhere
    line = lines[index]
    form = LineForm(line, request.POST, request.FILES, asked=_asked(line))
    if not form.is_valid():
        return {"edit": index, "line_form": form}
    photos: tuple[str, ...] = ()
    try:
        with transaction.atomic():
            if form.cleaned_data.get("photo"):
                photos = (_photo(request, draft, form.cleaned_data["photo"]),)
            drafts.change(draft, index, form.line(photos), seen=_number(request, "changes"))
    except FileRefused as refused:
        form.add_error("photo", str(refused.sentence))
        return {"edit": index, "line_form": form}
    return {}


def _photo(request: HttpRequest, draft: Draft, upload: Any) -> str:
    who = acting.of(request)
    document = intake.take(
        upload,
        claim_id=draft.claim_id,
        kind=Kind.PHOTO,
        assignment=draft.assignment.number,
        user=who.user,
        organisation=who.organisation,
        role=who.role,
        visibility=Visibility.PARTIES,
    )
    return str(document.pk)


def _remove(request: HttpRequest, draft: Draft) -> Given:
    drafts.change(draft, _number(request, "index"), None, seen=_number(request, "changes"))
    return {}


def _describe(request: HttpRequest, draft: Draft) -> Given:
    form = DwellingForm(request.POST, prefix="place")
    if not form.is_valid():
        return {"dwelling_form": form}
    drafts.describe(draft, form.dwelling())
    return {}


def _copy(request: HttpRequest, draft: Draft) -> Given:
    """Lines from the version before, from a similar job, or from a model; they are put behind what is there."""
    source = request.POST.get("source", "")
    if source == "last":
        version = drafts.last_version(draft.assignment, access.actor(request))
        drafts.add(draft, drafts.next_lines(draft, version) if version else [])
    elif source == "like":
        version = drafts.similar(draft.assignment, access.firm(request))
        drafts.add(draft, drafts.lines_like(draft, version) if version else [])
    else:
        model = LineModel.objects.filter(
            organisation=access.firm(request), pk=_number(request, "model")
        ).first()
        if model is None:
            raise Http404
        drafts.add(draft, drafts.lines_of_model(draft, model))
    return {}


def _keep(request: HttpRequest, draft: Draft) -> Given:
    name = " ".join(request.POST.get("name", "").split())
    if not name or not draft.lines:
        return {"no_name": True}
    drafts.keep_as_model(draft, name)
    return {}


def _forget(request: HttpRequest, draft: Draft) -> Given:
    LineModel.objects.filter(organisation=draft.organisation_id, pk=_number(request, "model")).delete()
    return {}


def _number(request: HttpRequest, name: str) -> int:
    """A number sent by our own forms; 404 for anything else."""
    text = request.POST.get(name, "")
    if not text.isdecimal() or len(text) > 15:
        raise Http404
    return int(text)


DEEDS: dict[str, Callable[[HttpRequest, Draft], Given]] = {
    "add": _add,
    "free": _free,
    "change": _change,
    "remove": _remove,
    "describe": _describe,
    "copy": _copy,
    "keep": _keep,
    "forget": _forget,
}
