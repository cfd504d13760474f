"""The page of a long form: kept as it is filled in, by all the firm's people together, and sent by one button."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from temoin import clock
from temoin.claims import action_page, form_drafts, history, papers
from temoin.claims.models import Assignment
from temoin.documents.refusals import Refused as FileRefused
from temoin.engine.model import Field
from temoin.parties import acting
from temoin.portals.body_shop import access, calculating, layout, rows, sending, work
from temoin.portals.body_shop.work import Work


@access.body_shop
def estimate(request: HttpRequest, pk: int) -> HttpResponse:
    """The estimate made from the mission."""
    return page(request, access.own(request, pk), work.CLOSE)


def page(request: HttpRequest, assignment: Assignment, code: str) -> HttpResponse:
    """Draw the form, keep what is said, or send it, as the request asks."""
    now, actor = history.current(assignment), access.actor(request)
    choice = next((one for one in now.choices(actor, clock.now()) if one.action.code == code), None)
    if choice is None or choice.refusal is not None:
        return _not_now(request, assignment, code)
    if request.method != "POST":
        return _drawn(work.begin(request, now, choice.action, actor, lock=False))
    with transaction.atomic():
        return _posted(work.begin(request, now, choice.action, actor, lock=True))


def _not_now(request: HttpRequest, assignment: Assignment, code: str) -> HttpResponse:
    """Why the form cannot be filled in now, as every action says it; a page that was open is led to it."""
    back = reverse("body_shop:mission", args=[assignment.pk])
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": work.url(assignment, code)})
    if request.method == "POST":
        return redirect(back)
    return action_page.action_page(
        request, assignment, code, action_page.Setting(back_url=back, done_url=back)
    )


def _posted(form: Work) -> HttpResponse:
    do, _colon, which = form.request.POST.get("do", "keep").partition(":")
    if do == "field" and which in form.fields:
        _keep(form, [which])
        return render(form.request, "body_shop/_kept.html", context(form) | {"only": which})
    _keep(form, list(form.fields))
    match do:
        case "remove":
            _remove(form, *which.partition(":")[::2])
        case "take" | "key" | "drop":
            calculating.change(form, do)
        case "send":
            return sending.send(form) or _drawn(form, status=422)
        case _:
            pass
    if form.request.headers.get("HX-Request") and do == "remove":
        code = which.partition(":")[0]
        return render(form.request, "body_shop/_kept.html", context(form) | {"only": code})
    if form.overtaken or form.refused or form.findings or form.fault or form.filled.wrong:
        return _drawn(form, status=422)
    return redirect(
        form.url + {"take": "#calcul", "key": "#calcul", "drop": "#calcul", "remove": "#photos"}.get(do, "")
    )


def _keep(form: Work, codes: list[str]) -> None:
    """Keep what the request says of these fields, and the photos sent for them."""
    post = form.request.POST
    said = {code: _said(post, form.fields[code]) for code in codes if f"seen-{code}" in post}
    changed = {
        code: one
        for code, one in said.items()
        if one and (code in form.draft.fields or _differs(form, code, one))
    }
    seen = {code: _number(post.get(f"seen-{code}", "")) for code in codes}
    form.overtaken = form_drafts.keep(form.draft, changed, seen, form.actor.name)
    for code in codes:
        uploads = form.request.FILES.getlist(code)
        if uploads and not form_drafts.inputs(form.fields[code]):
            _add(form, code, uploads)
    form.read_again()


def _add(form: Work, code: str, uploads: list[Any]) -> None:
    known, user = form.known.get(code) or (), acting.of(form.request).user
    try:
        form_drafts.add_files(form.draft, code, uploads, known=known, actor=form.actor, user=user)
    except FileRefused as refused:
        form.refused[code] = str(refused)


def _said(post: QueryDict, field: Field) -> dict[str, list[str]]:
    """What was sent of a field; nothing of files, which come and go one by one."""
    names = form_drafts.inputs(field)
    return {name: [one.replace("\x00", "") for one in post.getlist(name)] for name in names}


def _differs(form: Work, code: str, said: dict[str, list[str]]) -> bool:
    """Whether it is anything else than what stood in the form already; only then is it worth keeping."""
    data = QueryDict(mutable=True)
    for name, values in said.items():
        data.setlist(name, values)
    widget, shown = form.filled.form.fields[code].widget, form.filled.form[code].value()
    sent = widget.value_from_datadict(data, {}, code)
    if hasattr(widget, "answer"):
        shown = widget.answer(shown)
    return str(sent or "") != ("" if shown is None else str(shown))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _remove(form: Work, code: str, document: str) -> None:
    if code in form.fields and not form_drafts.inputs(form.fields[code]):
        known = form.known.get(code) or ()
        form_drafts.remove_file(form.draft, code, document, known=known, by=form.actor.name)
        form.read_again()


def _drawn(form: Work, status: int = 200) -> HttpResponse:
    return render(form.request, "body_shop/long_form.html", context(form), status=status)


def context(form: Work) -> dict[str, Any]:
    """Everything that the page shows."""
    now, filled = form.now, form.filled
    calculation = calculating.shown(form) if form.calculates else None
    there = calculation is not None if form.calculates else None
    sections = layout.sections(form.fields, filled, calculation=there)
    slots = [code for one in sections if one.part is layout.Part.PHOTOS for code in one.fields]
    ids = [one for code in slots for one in filled.values.get(code, ())]
    documents = {str(one.pk): one for one in papers.named(now.claim.pk, ids)}
    return {
        "work": form,
        "now": now,
        "assignment": now.assignment,
        "claim": now.claim,
        "facts": now.state.facts,
        "procedure": now.procedure,
        "action": form.action,
        "row": rows.row(now.assignment, clock.now()),
        "form": filled.form,
        "sections": sections,
        "slots": {code: layout.slot(form.action, filled, code, documents) for code in slots},
        "calculation": calculation,
        "boxes": calculating.boxes(form) if form.calculates else [],
        "faults": calculating.faults(form) if form.calculates else [],
        "lacking": sum(one.lacking for one in sections),
        "seen": now.assignment.moved_seq,
        "key": form.request.POST.get("key") or uuid.uuid4().hex,
        "back_url": reverse("body_shop:mission", args=[now.assignment.pk]),
    }
