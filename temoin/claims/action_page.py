"""A form on the one door: draw an action's form, do it, and answer every refusal on the page."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import action_form, curves, door, history, own_words, papers, sentences, timeline, witness
from temoin.claims.models import Assignment
from temoin.claims.refusals import MovedOn, NoSuchClaim
from temoin.claims.timeline import Item
from temoin.documents import intake
from temoin.documents.models import Visibility
from temoin.documents.refusals import Refused as FileRefused
from temoin.engine.flow import conditions_in
from temoin.engine.model import Action, Test
from temoin.engine.permission import permit, roles_of
from temoin.engine.refusals import InvalidValues, NotHere, Refused
from temoin.engine.state import Actor
from temoin.parties import acting
from temoin.ui.controls import DRAWN
from temoin.ui.fields import ActionForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """An action about to be done by its form: what a page needs that does more with it than the door alone."""

    request: HttpRequest
    now: history.Current
    action: Action
    values: dict[str, Any]
    actor: Actor
    seen: int | None
    key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where the form stands: its template, where it leads, and what the page knows that the form does not ask."""

    back_url: str
    done_url: str | Callable[[door.Happened], str]
    template: str = "claims/action.html"
    initial: Mapping[str, Any] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)  # values set by the page itself
    context: Mapping[str, Any] = field(default_factory=dict)
    brought: frozenset[str] = frozenset()  # fields that the page brings itself by `do`
    faulty: bool = False  # what stands beside the form is not right yet: drawn again, nothing is done
    do: Callable[[Doing], door.Happened] | None = None  # in the place of the door alone
    done_words: Callable[[door.Happened], str] | None = None
    done_tags: Callable[[door.Happened], str] | None = None  # what the toast offers besides its words


def visible(assignment_id: int) -> Assignment:
    """The assignment, where the asker's scope shows it; 404 otherwise, as for one that does not exist."""
    try:
        return Assignment.objects.select_related("claim", "claim__insurer").get(pk=assignment_id)
    except Assignment.DoesNotExist:
        raise Http404 from None


def action_page(request: HttpRequest, assignment: Assignment, code: str, setting: Setting) -> HttpResponse:
    """GET draws the form, POST does the action; a refusal keeps what was typed and says why (409 or 422)."""
    actor = acting.of(request).actor
    now = history.current(assignment)
    action = now.procedure.actions.get(code)
    if actor is None or action is None:
        raise Http404
    if request.method != "POST":
        return _drawn(request, now, action, actor, setting)
    return _posted(request, now, action, actor, setting)


def _drawn(
    request: HttpRequest, now: history.Current, action: Action, actor: Actor, setting: Setting
) -> HttpResponse:
    choice = next((one for one in now.choices(actor, clock.now()) if one.action.code == action.code), None)
    refused = _why_not_offered(now, action, actor) if choice is None else choice.refusal
    if refused is not None:
        return _page(request, now, action, ActionForm([], drawn={}), setting, refused=refused, status=409)
    own = own_words.first(now, action, acting.of(request).user)
    initial = {**own, **_next_reading(request, now, action), **setting.initial}
    form = _without_fixed(action_form.draw(now, action, initial=initial), setting)
    return _page(request, now, action, form, setting)


READING = "releve"
"""The number of the curve that a reading is entered for, in an address."""


def _next_reading(request: HttpRequest, now: history.Current, action: Action) -> dict[str, Any]:
    if not _reads(now, action):
        return {}
    entries = history.entries(now, history.rows(now.claim))
    return curves.proposed(now, action, entries, clock.now(), request.GET.get(READING, ""))


def _reads(now: history.Current, action: Action) -> bool:
    asked = {one.code for one in action.form}
    return any(
        one.value in asked and now.state.readings.get(code) for code, one in now.procedure.series.items()
    )


def _read_before(request: HttpRequest, now: history.Current, action: Action) -> list[dict[str, Any]]:
    """The surfaces that were read, each a click that fills its name in."""
    if not _reads(now, action):
        return []
    found = curves.keys(now, action, history.entries(now, history.rows(now.claim)))
    asked = request.GET.get(READING, "")
    return [{"number": number, "name": name, "current": str(number) == asked} for number, name in found]


def _counted(now: history.Current, action: Action) -> list[tuple[str, list[Item]]]:
    """What the procedure wants done so often before this action, and when it was: label and entries."""
    wanted = [
        one.subject.removeprefix("done.")
        for requirement in action.requires
        for one in conditions_in(requirement.when)
        if one.test is Test.AT_LEAST
    ]
    if not wanted:
        return []
    rows = [row for row in history.rows(now.claim) if row.assignment_number == now.assignment.number]
    return [
        (
            sentences.said(now.procedure.actions[code].label),
            [timeline.item(row, now.procedure, {}) for row in rows if row.action == code],
        )
        for code in wanted
    ]


def _why_not_offered(now: history.Current, action: Action, actor: Actor) -> Refused:
    try:
        permit(now.procedure, now.state, action, roles_of(now.procedure, actor, now.state))
    except Refused as refused:
        return refused
    return NotHere(step=now.state.step)


def _posted(
    request: HttpRequest, now: history.Current, action: Action, actor: Actor, setting: Setting
) -> HttpResponse:
    if not roles_of(now.procedure, actor, now.state) & set(action.by):
        # said before anything is drawn: the form of another role's action would show what it may choose from
        return _drawn(request, now, action, actor, setting)
    form = _without_fixed(
        action_form.draw(now, action, data=request.POST, files=request.FILES, initial=setting.initial),
        setting,
    )
    if not form.is_valid() or setting.faulty:
        return _page(request, now, action, form, setting, status=422)
    if action.confirm and not request.POST.get("confirmed"):
        return _page(request, now, action, form, setting, confirm=True)
    try:
        happened = _done(request, now, action, actor, form, setting)
    except FileRefused as refused:
        form.add_error(next(iter(form.uploads()), None), str(refused.sentence))
        return _page(request, now, action, form, setting, status=422)
    except InvalidValues as refused:
        form.add_problems(refused.facts["fields"])
        return _page(request, now, action, form, setting, status=422)
    except MovedOn as refused:
        fresh = history.current(visible(now.assignment.pk))
        since = history.readable(refused.entries, actor, [fresh.assignment])
        return _page(request, fresh, action, form, setting, refused=refused, since=since, status=409)
    except NoSuchClaim:
        raise Http404 from None
    except Refused as refused:
        return _page(request, now, action, form, setting, refused=refused, status=409)
    own_words.remember(now, happened.entry, acting.of(request).user)
    words = setting.done_words(happened) if setting.done_words else _("Recorded.")
    messages.success(request, words, extra_tags=setting.done_tags(happened) if setting.done_tags else "")
    return redirect(setting.done_url if isinstance(setting.done_url, str) else setting.done_url(happened))


def _done(
    request: HttpRequest,
    now: history.Current,
    action: Action,
    actor: Actor,
    form: ActionForm,
    setting: Setting,
) -> door.Happened:
    """Files and action in one transaction: a refused action keeps no file."""
    seen, uploads, pk = request.POST.get("seen", ""), form.uploads(), now.assignment.pk
    sent = request.POST.get("key", "")
    key = f"{actor.role}:{actor.person or now.claim.pk}:{sent}" if KEY.fullmatch(sent) else None
    last = int(seen) if seen.isdecimal() and len(seen) < 10 else None
    if setting.do is not None:
        values = {**form.values(), **setting.fixed}
        return setting.do(
            Doing(request=request, now=now, action=action, values=values, actor=actor, seen=last, key=key)
        )
    with transaction.atomic():
        if uploads and key:
            said = {**form.values(), **setting.fixed}
            done = door.done_before(assignment_id=pk, action=action.code, values=said, key=key, apart=uploads)
            if done is not None:
                return done
        stored = _stored(request, now, action, actor, form)
        return door.act(
            assignment_id=pk,
            action=action.code,
            values={**form.values(stored), **setting.fixed},
            actor=actor,
            seen=last,
            key=key,
            witness=witness.of(request),
        )


KEY = re.compile(r"[0-9A-Za-z-]{8,64}")
"""What a form's key looks like; anything else is as good as none."""


def _stored(
    request: HttpRequest, now: history.Current, action: Action, actor: Actor, form: ActionForm
) -> dict[str, list[str]]:
    who = acting.of(request)
    stored = {}
    for code, files in form.uploads().items():
        field = now.procedure.fields[code]
        kept = intake.take_all(
            files,
            claim_id=now.claim.pk,
            kind=papers.KIND_OF.get(code),
            assignment=now.assignment.number,
            user=who.user,
            organisation=who.organisation,
            role=actor.role,
            visibility=Visibility.INTERNAL
            if _is_drawing(files)
            else papers.meant_for(now.procedure, action, field),
        )
        if field.confidential:
            papers.for_insurer(now.claim, kept)
        stored[code] = [str(document.pk) for document in kept]
    return stored


def _is_drawing(files: tuple[UploadedFile, ...]) -> bool:
    """A drawn signature stands in the paper that it signed; by itself it is nobody's to copy."""
    return any(file.name == DRAWN for file in files)


def _without_fixed(form: ActionForm, setting: Setting) -> ActionForm:
    for code in {*setting.fixed, *setting.brought}:
        form.fields.pop(code, None)
        form.definitions.pop(code, None)
        form.questions.pop(code, None)
    return form


def _page(
    request: HttpRequest,
    now: history.Current,
    action: Action,
    form: ActionForm,
    setting: Setting,
    *,
    refused: Refused | None = None,
    since: list[Any] | None = None,
    confirm: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "now": now,
        "claim": now.claim,
        "assignment": now.assignment,
        "procedure": now.procedure,
        "step": now.procedure.steps.get(now.state.step or ""),
        "action": action,
        "form": form,
        "refused": sentences.refusal(refused, now.procedure) if refused else "",
        "blocked": refused is not None and not form.is_bound,
        "since": since or [],
        "confirm": confirm,
        "seen": now.assignment.moved_seq,
        "key": request.POST.get("key") or uuid.uuid4().hex,
        "back_url": setting.back_url,
        "read_before": _read_before(request, now, action),
        "counted": _counted(now, action),
        **setting.context,
    }
    return render(request, setting.template, context, status=status)
