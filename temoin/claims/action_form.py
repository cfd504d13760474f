"""The form of an action on an assignment: its fields, what can be chosen, and what stands there at first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone, translation

from temoin import clock
from temoin.claims import opening, scope
from temoin.claims.history import Current
from temoin.claims.models import Assignment
from temoin.claims.sentences import said
from temoin.engine import values
from temoin.engine.choices import dated_fields
from temoin.engine.model import Action, Field, FieldType, FormField, Procedure
from temoin.parties.models import Organisation
from temoin.ui import conditional
from temoin.ui.fields import ActionForm, Wanted, form_for

NORM_REASON = Field(
    code=values.REASON,
    type=FieldType.LONG_TEXT,
    label={
        "fr": "Motif, si la date dépasse le délai habituel",
        "nl": "Reden, als de datum buiten de gebruikelijke termijn valt",
        "en": "Reason, where the date lies beyond the usual period",
    },
    fact=False,
)

NEVER_TYPED = ("estimate_version", "estimate_digest", "adjuster_version", "comparative_version")
"""Given by the code that keeps the version, with the action: nobody claims to have handed in another one."""


def wanted(now: Current, action: Action) -> list[Wanted]:
    """The fields of the action's form, with the reason that a date beyond the norm needs."""
    fields: list[Wanted] = [
        (field, one.required, one.required_when)
        for one in action.form
        if not (field := now.procedure.fields[one.code]).supplied
        and one.code not in NEVER_TYPED
        and not _of_another_file(now, field, one)
    ]
    if dated_fields(now.procedure, action):
        fields.append((NORM_REASON, False, None))
    return fields


def _of_another_file(now: Current, field: Field, entry: FormField) -> bool:
    """A checklist that the file's own facts do not ask for (that of another trade) is not drawn."""
    if field.type is not FieldType.CHECKLIST or entry.required_when is None:
        return False
    question = conditional.compiled(entry.required_when, set(now.state.facts))
    return conditional.judged(question, now.state.facts) is False


def draw(
    now: Current,
    action: Action,
    *,
    data: Mapping[str, Any] | None = None,
    files: Any = None,
    initial: Mapping[str, Any] | None = None,
) -> ActionForm:
    """The form, empty or bound; its facts stand in it already where they are known."""
    fields = wanted(now, action)
    return form_for(
        fields,
        language=(translation.get_language() or "fr")[:2],
        data=data,
        files=files,
        initial={**_offered(now, action), **_known(now, fields), **_today(fields), **(initial or {})},
        choices=_choices(now, fields),
        earliest=now.state.top.entered_at if now.state.top else None,
    )


def wanted_at_opening(procedure: Procedure) -> list[Wanted]:
    """What the opening action asks besides the claim itself; no files, since there is no claim yet to keep them."""
    return [
        (field, one.required, one.required_when)
        for one in opening.asked(procedure)
        if one.code not in opening.OWN
        and not (field := procedure.fields[one.code]).supplied
        and field.type is not FieldType.FILES
    ]


def draw_opening(procedure: Procedure, kind: type[ActionForm] = ActionForm, **options: Any) -> ActionForm:
    """What the opening action asks besides the claim itself, as a form of that `kind`.

    `options` are `data`, `files` and `initial`.
    """
    fields = wanted_at_opening(procedure)
    return form_for(
        fields,
        language=(translation.get_language() or "fr")[:2],
        choices={field.code: _organisations(field.of) for field, *_rest in fields if field.type in FIRMS},
        kind=kind,
        **options,
    )


FIRMS = (FieldType.ORGANISATION, FieldType.ORGANISATIONS)


def _offered(now: Current, action: Action) -> dict[str, Any]:
    facts = now.state.facts
    return {code: facts[fact] for code, fact in action.offers.items() if fact in facts}


def _today(fields: list[Wanted]) -> dict[str, Any]:
    """A day that may not lie ahead is mostly today, whatever was said the time before."""
    today = timezone.localdate(clock.now())
    return {field.code: today for field, required, _when in fields if field.past and required}


def _known(now: Current, fields: list[Wanted]) -> dict[str, Any]:
    """A date, an amount or a choice given earlier is offered again; files and past instants are not."""
    repeated = {
        FieldType.FILES,
        FieldType.STEP,
        FieldType.ORGANISATIONS,
        FieldType.LONG_TEXT,
        FieldType.CHECKLIST,
    }
    weeks = {
        code for field, _required, _when in fields if field.week_of for code in (field.code, field.week_of)
    }
    return {
        field.code: now.state.facts[field.code]
        for field, _required, _when in fields
        if field.code in now.state.facts
        and field.fact
        and not field.occurred
        and not field.tick
        and field.type not in repeated
        and field.code not in {"until", "comment", "reason"} | weeks
    }


def _choices(now: Current, fields: list[Wanted]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for field, _required, _when in fields:
        match field.type:
            case FieldType.ORGANISATION | FieldType.ORGANISATIONS:
                found[field.code] = _organisations(field.of)
            case FieldType.ASSIGNMENT:
                found[field.code] = _others(now)
            case FieldType.STEP:
                found[field.code] = [(code, said(step.label)) for code, step in now.procedure.steps.items()]
            case FieldType.PARTY:
                found[field.code] = [(code, said(label)) for code, label in now.procedure.charged.items()]
            case _:
                continue
    return found


def _others(now: Current) -> list[tuple[str, str]]:
    """The claim's other open assignments by number and trade, without whose they are: a firm may choose too."""
    with scope.within("network"):
        others = Assignment.objects.filter(claim=now.claim, closed_at=None).exclude(pk=now.assignment.pk)
        rows = list(others.order_by("number").values_list("number", "trade"))
    trades = now.procedure.fields["trade"].choices
    return [(str(number), f"{number} · {said(trades.get(trade)) or trade}") for number, trade in rows]


def _organisations(kind: str) -> list[tuple[str, str]]:
    rows = Organisation.objects.filter(active=True, **({"kind": kind} if kind else {})).order_by("name")
    return [
        (str(pk), f"{name}, {city}" if city else name)
        for pk, name, city in rows.values_list("pk", "name", "city")
    ]
