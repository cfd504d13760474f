"""A long form that is kept while a firm fills it in: every change at once, nobody's change overwritten unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.http import QueryDict

from temoin import clock
from temoin.claims import action_form
from temoin.claims.history import Current
from temoin.claims.models import Assignment, FormDraft
from temoin.documents import intake, storage
from temoin.documents.models import Document, Kind, Visibility
from temoin.engine.model import Action, Field, FieldType
from temoin.engine.state import Actor
from temoin.parties.models import Organisation, User
from temoin.ui.fields import ActionForm

Said = Mapping[str, list[str]]
"""What was sent of one field, by the name of its input."""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A change that was not kept, since somebody else had changed the field meanwhile: his stands, `said` was refused."""

    by: str
    said: Said


def find(assignment: Assignment, action: str, organisation: int, *, lock: bool = False) -> FormDraft:
    """The firm's draft, or a new one that is not kept until something is said. `lock` makes sure that it is kept."""
    named = {"assignment": assignment, "action": action, "organisation_id": organisation}
    if not lock:
        found = FormDraft.objects.filter(**named).first()
        return found or FormDraft(**named, updated_at=clock.now())
    FormDraft.objects.bulk_create([FormDraft(**named, updated_at=clock.now())], ignore_conflicts=True)
    return FormDraft.objects.select_for_update(of=("self",)).get(**named)


def inputs(field: Field) -> tuple[str, ...]:
    """The names of the inputs of a field's control."""
    match field.type:
        case FieldType.INSTANT:
            return (f"{field.code}_0", f"{field.code}_1")
        case FieldType.FILES:
            return ()  # files are added and removed one by one
        case FieldType.CHECKLIST:
            return tuple(f"{field.code}.{item}" for item in field.items)
        case _:
            return (field.code,)


def keep(
    draft: FormDraft, said: Mapping[str, Said], seen: Mapping[str, int], by: str
) -> dict[str, Overtaken]:
    """Keep what was sent of these fields; `seen` is the number of the change that each was drawn from.

    A field that somebody else changed since stands as he left it, and comes back as overtaken, unless nothing
    else was said than what stood there before him. The draft is locked by the caller.
    """
    overtaken: dict[str, Overtaken] = {}
    for code, new in said.items():
        kept = draft.fields.get(code, {})
        if kept and kept["said"] == new:
            continue
        if kept and kept["changed"] > seen.get(code, 0):
            if new != kept["before"]:
                overtaken[code] = Overtaken(kept["by"], new)
            continue
        _change(draft, code, dict(new), by)
    _save(draft)
    return overtaken


def add_files(
    draft: FormDraft,
    code: str,
    uploads: list[File[bytes]],
    *,
    known: Iterable[str],
    actor: Actor,
    user: User | None,
) -> list[Document]:
    """Keep photos for a field beside those that it has, for nobody but the firm and the network until it is sent.

    `known` are the documents of the field where nothing is kept of it yet. Raises documents.refusals.Refused.
    """
    assignment = draft.assignment
    taken = intake.take_all(
        uploads,
        claim_id=assignment.claim_id,
        kind=Kind.PHOTO,
        assignment=assignment.number,
        user=user,
        organisation=Organisation.objects.get(pk=draft.organisation_id),
        role=actor.role,
        visibility=Visibility.HOLDER,
    )
    ids = [*files(draft, code, known), *(str(one.pk) for one in taken)]
    _change(draft, code, {code: ids}, actor.name)
    _save(draft)
    return taken


def remove_file(draft: FormDraft, code: str, document: str, *, known: Iterable[str], by: str) -> None:
    """Take a photo out of a field; one that was never sent is thrown away."""
    standing = files(draft, code, known)
    if document not in standing:
        return
    _change(draft, code, {code: [one for one in standing if one != document]}, by)
    _save(draft)
    unsent = Document.objects.filter(
        pk=document, organisation=draft.organisation_id, visibility=Visibility.HOLDER
    )
    if document not in known:
        found = unsent.first()
        if found is not None:
            pk = found.pk
            found.delete()
            transaction.on_commit(lambda: storage.discard(pk))


def files(draft: FormDraft, code: str, known: Iterable[str]) -> list[str]:
    """The ids of a field's documents: as kept, else those that the assignment's facts have."""
    kept = draft.fields.get(code)
    return list(kept["said"].get(code, [])) if kept else list(known)


def _change(draft: FormDraft, code: str, said: dict[str, list[str]], by: str) -> None:
    draft.changes += 1
    before = draft.fields.get(code, {}).get("said", {})
    draft.fields[code] = {"said": said, "changed": draft.changes, "by": by, "before": before}


def _save(draft: FormDraft) -> None:
    draft.updated_at = clock.now()
    draft.save()


# ---- reading it


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form says now: a form to draw, the typed values, what is wrong (field: sentence), what is missing."""

    form: ActionForm
    values: dict[str, Any]
    wrong: dict[str, str]
    missing: list[str]

    def is_done(self, code: str) -> bool:
        return code not in self.missing and code not in self.wrong


def filled(
    now: Current, action: Action, draft: FormDraft, *, known: Mapping[str, Any], apart: Collection[str] = ()
) -> Filled:
    """The form with what is kept of it and, where nothing is, with what the assignment's facts know.

    `known` has the documents that files fields start with; `apart` are fields that come from elsewhere: they
    are neither asked nor missing.
    """
    fields = {field.code: field for field, _required, _when in action_form.wanted(now, action)}
    asked = {code: field for code, field in fields.items() if code not in apart}
    unbound = action_form.draw(now, action, initial=_kept(draft, asked))
    given, wrong = _typed(now, action, draft, asked)
    values = {
        code: value
        for code, value in unbound.initial.items()
        if code in asked and code not in draft.fields and value not in (None, "", ())
    }
    values |= given
    for code, field in asked.items():
        if field.type is FieldType.FILES and (ids := files(draft, code, known.get(code) or ())):
            values[code] = tuple(ids)
    required = [one.code for one in action.form if one.required and one.required_when is None]
    missing = [code for code in required if code in asked and code not in values and code not in wrong]
    return Filled(unbound, values, wrong, missing)


def _kept(draft: FormDraft, asked: Mapping[str, Field]) -> dict[str, Any]:
    """What was typed, as the controls show it."""
    found: dict[str, Any] = {}
    for code, kept in draft.fields.items():
        field = asked.get(code)
        if field is None or field.type is FieldType.FILES:
            continue
        said = [(kept["said"].get(name) or [""])[0] for name in inputs(field)]
        found[code] = tuple(said) if field.type is FieldType.INSTANT else said[0]
    return found


def _typed(
    now: Current, action: Action, draft: FormDraft, asked: Mapping[str, Field]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Typed values of what is kept, and the sentences about what cannot be read."""
    kept = {
        code: one["said"]
        for code, one in draft.fields.items()
        if code in asked and asked[code].type is not FieldType.FILES
    }
    if not kept:
        return {}, {}
    data = QueryDict(mutable=True)
    for said in kept.values():
        for name, values in said.items():
            data.setlist(name, values)
    form = action_form.draw(now, action, data=data)
    for code in [one for one in form.fields if one not in kept]:
        del form.fields[code]
        form.definitions.pop(code, None)
    form.questions.clear()
    for field in form.fields.values():
        field.required = False
    wrong = {code: str(sentences[0]) for code, sentences in form.errors.items()}
    return form.values(), wrong


def publish(draft: FormDraft, values: Mapping[str, Any], asked: Mapping[str, Field]) -> None:
    """Show the parties the files that were sent, and forget the draft; with the action, in its transaction."""
    sent = [
        one
        for code, value in values.items()
        if code in asked and asked[code].type is FieldType.FILES and not asked[code].confidential
        for one in value
    ]
    kept = Document.objects.filter(pk__in=sent, organisation=draft.organisation_id)
    kept.filter(visibility=Visibility.HOLDER).update(visibility=Visibility.PARTIES)
    if draft.pk:
        draft.delete()
