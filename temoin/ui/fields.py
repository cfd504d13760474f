"""A Django form from the engine's field definitions: what an action asks for, typed on the way out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, assert_never

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from temoin import clock
from temoin.engine.model import Field, FieldType, Label, When
from temoin.ui import conditional, controls, reading, weeks

Wanted = tuple[Field, bool, When | None]
"""A field, whether it is required, and the condition under which alone it is."""

MISSING: tuple[Any, ...] = (None, "", (), [], {}, ((), ()))


class ActionForm(forms.Form):
    """The form of one action. `values()` are what `claims.act` takes, `uploads()` the files to store first."""

    use_required_attribute = False

    def __init__(self, wanted: Sequence[Wanted], *, drawn: Mapping[str, forms.Field], **options: Any) -> None:
        super().__init__(**options)
        self.fields.update(drawn)
        self.definitions = {field.code: field for field, _required, _when in wanted}
        codes = frozenset(self.definitions)
        self.questions = {
            # a field that asks about itself ("not known yet") must not vanish while it is being filled
            field.code: conditional.compiled(when, codes - {field.code})
            for field, _required, when in wanted
            if when is not None
        }

    def clean(self) -> dict[str, Any]:
        """A field whose condition certainly holds must be filled; doubtful ones are left to the engine."""
        cleaned = dict(super().clean() or {})
        for code, question in self.questions.items():
            if (
                cleaned.get(code) in MISSING
                and code not in self.errors
                and conditional.judged(question, cleaned)
            ):
                self.add_error(code, str(self.fields[code].error_messages["required"]))
        return cleaned

    def values(self, documents: Mapping[str, Iterable[str]] | None = None) -> dict[str, Any]:
        """Typed values of what was filled; `documents` gives the ids under which uploads were stored, by field."""
        found: dict[str, Any] = {}
        for code, definition in self.definitions.items():
            value = self.cleaned_data.get(code)
            if definition.type is FieldType.FILES:
                value = (*(documents or {}).get(code, ()), *(value[1] if value else ()))
            if value not in MISSING:
                found[code] = value
        return found

    def uploads(self) -> dict[str, tuple[UploadedFile, ...]]:
        """The files sent, by field; only of a valid form."""
        files = (code for code, one in self.definitions.items() if one.type is FieldType.FILES)
        return {
            code: self.cleaned_data[code][0] for code in files if self.cleaned_data.get(code, ((), ()))[0]
        }

    @property
    def bound_values(self) -> dict[str, Any]:
        """What the person typed, untouched, to be given as `initial` to the same form drawn again. No files."""
        kept = (code for code, one in self.definitions.items() if one.type is not FieldType.FILES)
        return {code: self[code].value() for code in kept if self[code].value() not in MISSING}

    def add_problems(self, problems: Mapping[str, str]) -> None:
        """Shows the engine's `InvalidValues` (field to problem's code) beside the fields."""
        for code, problem in problems.items():
            self.add_error(code if code in self.fields else None, problem_words(problem))

    def required_when_json(self, code: str) -> str:
        """The question that conditional.js asks for a field; empty where it has none."""
        question = self.questions.get(code)
        return json.dumps(question) if question is not None else ""


def problem_words(problem: str, lacking: Sequence[str] = ()) -> str:
    """A sentence for one of the engine's problem codes; `lacking` are the labels of items not answered."""
    if lacking:
        return controls.unanswered(lacking)
    sentences = {
        "missing": _("This is needed."),
        "not_a_choice": _("This is not one of the choices."),
        "not_future": _("This moment must lie ahead."),
        "in_the_future": _("This moment cannot lie ahead: write when it really happened."),
        "before_step": _("This lies before the present step began."),
        "too_small": _("This number is too small."),
        "too_large": _("This number is too large."),
        "not_an_amount": _("Write an amount in figures, such as 1284.50."),
        "too_far": _("This date is too far away: please check the year."),
        "not_a_link": _("Give the whole address: it begins with https:// or http://."),
        "beyond_norm": _("This date lies beyond the usual period. It is taken with a reason: write it here."),
        "incomplete": _("Each point of this list needs an answer."),
        "no_such_frame": _("There is no such stretch of time on this assignment."),
        "not_the_version": _("This is not what the estimate says. Leave it empty, or correct the estimate."),
        "unknown": _("This field does not belong to the form."),
    }
    return sentences.get(problem, _("This value is not possible here."))


def form_for(
    fields: Sequence[Wanted],
    *,
    language: str,
    data: Mapping[str, Any] | None = None,
    files: MultiValueDict[str, UploadedFile] | None = None,
    initial: Mapping[str, Any] | None = None,
    choices: Mapping[str, list[tuple[str, str]]] | None = None,
    prefix: str = "",
    zone: tzinfo | None = None,
    earliest: datetime | None = None,
    kind: type[ActionForm] = ActionForm,
) -> ActionForm:
    """The form for these fields, labelled in `language`, dates read in `zone` (default: the reader's).

    `choices` lists (id, name) by field code for organisations, persons, steps, and for files the
    documents already on the claim. `initial` holds typed values or a former form's `bound_values`.
    `earliest` is when the present step was entered; `kind` a form that has fields of its own besides.
    """
    place = zone or timezone.get_current_timezone()
    lists = choices or {}
    drawn = {
        field.code: _drawn(
            field, required and when is None, lists.get(field.code, []), language, place, earliest
        )
        for field, required, when in fields
    }
    for field, _required, _when in fields:
        if field.week_of in drawn:
            drawn[field.code].widget.attrs["data-week-of"] = (
                f"{prefix}-{field.week_of}" if prefix else field.week_of
            )
            drawn[field.week_of].help_text = _("Left empty: the Friday of that week.")
    return kind(
        fields,
        drawn=drawn,
        data=weeks.filled(fields, data, prefix, place) if data is not None else None,
        files=files,
        initial={**_now_where_it_occurred(fields), **(initial or {})},
        prefix=prefix or None,
    )


def _now_where_it_occurred(fields: Sequence[Wanted]) -> dict[str, Any]:
    """What really happened mostly happened just now."""
    return {
        field.code: clock.now()
        for field, required, _when in fields
        if required and field.occurred and field.type is FieldType.INSTANT
    }


def _drawn(
    field: Field,
    required: bool,
    listed: list[tuple[str, str]],
    language: str,
    zone: tzinfo,
    earliest: datetime | None,
) -> forms.Field:
    drawn = _control(field, required, listed, language, zone, earliest)
    drawn.label = said(field.label, language)
    drawn.help_text = said(field.hint, language) if field.hint else ""
    return drawn


def _control(
    field: Field,
    required: bool,
    listed: list[tuple[str, str]],
    language: str,
    zone: tzinfo,
    earliest: datetime | None,
) -> forms.Field:
    match field.type:
        case FieldType.TEXT:
            return controls.Words(lines=False, required=required)
        case FieldType.LONG_TEXT:
            return controls.Words(lines=True, required=required)
        case FieldType.YES_NO if field.tick:
            return controls.Agreed(required=required)
        case FieldType.YES_NO:
            return controls.YesNo(required=required)
        case FieldType.NUMBER:
            return controls.Figure(field, read=reading.number, required=required, kind="number")
        case FieldType.WHOLE:
            return controls.Figure(field, read=reading.whole, required=required, kind="whole")
        case FieldType.AMOUNT:
            return controls.Figure(field, read=reading.amount, required=required, kind="amount")
        case FieldType.DATE:
            return controls.Day(field, zone=zone, required=required)
        case FieldType.INSTANT:
            return controls.Instant(field, zone=zone, required=required, earliest=earliest)
        case FieldType.CHOICE:
            own = [(code, said(label, language)) for code, label in field.choices.items()]
            return controls.Chosen(own, number=False, required=required)
        case FieldType.STEP | FieldType.PARTY:
            return controls.Chosen(listed, number=False, required=required)
        case FieldType.ORGANISATION | FieldType.PERSON | FieldType.ASSIGNMENT:
            return controls.Chosen(listed, number=True, required=required)
        case FieldType.ORGANISATIONS:
            return controls.ChosenMany(listed, required=required)
        case FieldType.FILES if field.drawn:
            return controls.Signature(listed, required=required)
        case FieldType.FILES:
            return controls.Files(listed, required=required)
        case FieldType.CHECKLIST:
            items = {code: said(label, language) for code, label in field.items.items()}
            answers = {code: said(label, language) for code, label in field.choices.items()}
            return controls.Checklist(items, answers, required=required)
        case _:
            assert_never(field.type)


def said(label: Label, language: str) -> str:
    """A label in a language, else in French, else in whatever there is."""
    return label.get(language) or label.get("fr") or next(iter(label.values()), "")
