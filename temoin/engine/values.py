"""Whether a form's values are complete and possible; types come from the fields' definitions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from temoin.engine.conditions import Situation, holds
from temoin.engine.model import Action, Field, FieldType, FormField
from temoin.engine.refusals import InvalidValues

PYTHON: Mapping[FieldType, type | tuple[type, ...]] = {
    FieldType.TEXT: str,
    FieldType.LONG_TEXT: str,
    FieldType.YES_NO: bool,
    FieldType.NUMBER: (Decimal, int),
    FieldType.WHOLE: int,
    FieldType.AMOUNT: Decimal,
    FieldType.DATE: date,
    FieldType.INSTANT: datetime,
    FieldType.CHOICE: str,
    FieldType.ORGANISATION: int,
    FieldType.ORGANISATIONS: tuple,
    FieldType.PERSON: int,
    FieldType.FILES: tuple,
    FieldType.STEP: str,
    FieldType.CHECKLIST: Mapping,
    FieldType.PARTY: str,
    FieldType.ASSIGNMENT: int,
}
WEB = re.compile(r"https?://[^\s/<>\"']+[^\s<>\"']*")
MISSING: tuple[Any, ...] = (None, "", (), {})
REASON = "norm_reason"
"""The field that justifies a date beyond the step's norm; the engine asks for it, no procedure need list it."""


def check(action: Action, situation: Situation) -> None:
    """Raise `InvalidValues` naming every field that is missing, unknown or impossible."""
    problems = {
        **{code: "unknown" for code in situation.values if code not in _known(action)},
        **dict(_problems(action, situation)),
    }
    if problems:
        lacking = {
            code: unanswered(situation, code) for code, wrong in problems.items() if wrong == "incomplete"
        }
        raise InvalidValues(problems, lacking)


def _known(action: Action) -> set[str]:
    return {entry.code for entry in action.form} | {REASON}


def _problems(action: Action, situation: Situation) -> Iterator[tuple[str, str]]:
    for entry in action.form:
        value = situation.values.get(entry.code)
        if value in MISSING:
            if required(entry, situation):
                yield entry.code, "missing"
            continue
        problem = impossible(situation.procedure.fields[entry.code], value, situation)
        if problem is None and _replaces_a_firm(entry.code, value, situation):
            problem = "not_a_choice"
        if problem:
            yield entry.code, problem


def _replaces_a_firm(code: str, value: Any, situation: Situation) -> bool:
    """Whether another firm would take a role from the one that has it, at the word of a firm or of the insured."""
    roles, known = situation.procedure.roles, situation.state.facts.get(code)
    if known in MISSING or value == known or code not in {role.organisation for role in roles.values()}:
        return False
    return not any(roles[name].network or roles[name].machine for name in situation.roles)


def required(entry: FormField, situation: Situation) -> bool:
    """Whether the field must be filled, given the other values."""
    if entry.required_when is not None:
        return holds(entry.required_when, situation)
    return entry.required


def impossible(field: Field, value: Any, situation: Situation) -> str | None:
    """The code of what is wrong with a value, or None."""
    kind = PYTHON[field.type]
    if not isinstance(value, kind) or (isinstance(value, bool) and field.type is not FieldType.YES_NO):
        return "wrong_type"
    match field.type:
        case FieldType.YES_NO:
            return "missing" if field.tick and not value else None
        case FieldType.CHOICE:
            return None if value in field.choices else "not_a_choice"
        case FieldType.STEP:
            return None if value in situation.procedure.steps else "not_a_choice"
        case FieldType.CHECKLIST:
            return _impossible_answers(field, value)
        case FieldType.PARTY:
            return None if value in situation.procedure.charged else "not_a_choice"
        case FieldType.INSTANT:
            return _impossible_instant(field, value, situation)
        case FieldType.DATE:
            today = situation.at.astimezone(ZoneInfo(situation.calendar.zone)).date()
            if field.past and value > today:
                return "in_the_future"
            if field.future and value >= _last(situation):
                return "too_far"
            return "not_future" if field.future and value < today else None
        case FieldType.NUMBER | FieldType.WHOLE | FieldType.AMOUNT:
            if field.frame and not 1 <= value <= situation.state.frames_made:
                return "no_such_frame"
            return _impossible_number(field, value)
        case FieldType.TEXT if field.link:
            return None if WEB.fullmatch(value) else "not_a_link"
        case _:
            return None


def _impossible_answers(field: Field, value: Mapping[str, str]) -> str | None:
    if not value.keys() <= field.items.keys() or not set(value.values()) <= field.choices.keys():
        return "not_a_choice"
    return "incomplete" if len(value) < len(field.items) else None


def unanswered(situation: Situation, code: str) -> tuple[str, ...]:
    """The items of a checklist that have no answer in the form."""
    given = situation.values[code]
    return tuple(item for item in situation.procedure.fields[code].items if item not in given)


def _impossible_instant(field: Field, value: datetime, situation: Situation) -> str | None:
    if value.tzinfo is None:
        return "wrong_type"
    if not _first(situation) < value.date() < _last(situation):
        return "too_far"
    if field.future and value <= situation.at:
        return "not_future"
    if field.occurred and value > situation.at:
        return "in_the_future"
    top = situation.state.top
    if field.occurred and top is not None and value < top.entered_at:
        return "before_step"
    return None


MARGIN = timedelta(days=400)
"""Durations are added to a date: what lies nearer than this to the calendar's end could lead beyond it."""


def _first(situation: Situation) -> date:
    return situation.calendar.first_on + timedelta(days=1)


def _last(situation: Situation) -> date:
    return situation.calendar.last_on - MARGIN


def _impossible_number(field: Field, value: Decimal | int) -> str | None:
    if isinstance(value, Decimal) and not value.is_finite():
        return "wrong_type"
    if field.minimum is not None and value < field.minimum:
        return "too_small"
    if field.maximum is not None and value > field.maximum:
        return "too_large"
    if field.type is FieldType.AMOUNT and (value < 0 or round(Decimal(value), 2) != value):
        return "not_an_amount"
    return None
