"""JSON values read strictly as the engine's types: nothing is guessed, and every wrong field is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, assert_never
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from temoin.claims import papers
from temoin.claims.models import Assignment
from temoin.documents.models import Document
from temoin.engine import calendar
from temoin.engine.model import Field, FieldType
from temoin.engine.refusals import InvalidValues
from temoin.engine.values import MISSING
from temoin.parties.models import Organisation
from temoin.ui import reading
from temoin.ui.controls import MOST_FILES

MOST = 100
NO_CLAIM = 0
"""Where there is no claim yet, whose documents could be named."""
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,9})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII)


def typed(fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """As `read`; raises InvalidValues naming every unknown or wrong field."""
    found, problems = read(fields, values)
    if problems:
        raise InvalidValues(problems)
    return found


def read(fields: Iterable[Field], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """What was given, typed, without what is empty; and every unknown or wrong field with what is wrong with it."""
    known = {field.code: field for field in fields}
    found: dict[str, Any] = {}
    problems = {code: "unknown" for code in values if code not in known}
    firms = _by_code(known, values)
    for code in known.keys() & values.keys():
        try:
            value = None if values[code] is None else _read(known[code], values[code], firms)
        except _NoSuchFirm:
            problems[code] = "not_a_choice"
            continue
        except (ValueError, ValidationError):
            problems[code] = "wrong_type"
            continue
        if value not in MISSING:
            found[code] = value
    return found, problems


class _NoSuchFirm(Exception):
    """A code that no organisation has."""


FIRMS = (FieldType.ORGANISATION, FieldType.ORGANISATIONS)
LONGEST_CODE = 12


def _by_code(known: Mapping[str, Field], values: Mapping[str, Any]) -> dict[str, int]:
    """The ids of the organisations that are named as `{"code": …}`: another system knows a firm by its number."""
    named = [
        one
        for code in known.keys() & values.keys()
        if known[code].type in FIRMS
        for one in (values[code] if isinstance(values[code], list) else [values[code]])[: MOST + 1]
    ]
    codes = {one["code"] for one in named if _is_code(one)}
    if not codes:
        return {}
    return dict(Organisation.objects.filter(code__in=codes, active=True).values_list("code", "pk"))


def _is_code(value: Any) -> bool:
    if not isinstance(value, dict) or value.keys() != {"code"} or type(value["code"]) is not str:
        return False
    code: str = value["code"]
    return 0 < len(code) <= LONGEST_CODE and code.isprintable()


def check_named(
    request: HttpRequest, claim_id: int, fields: Iterable[Field], values: Mapping[str, Any]
) -> None:
    """Raises InvalidValues where a value names an organisation or a document that may not be chosen."""
    if problems := not_choosable(request, claim_id, fields, values):
        raise InvalidValues(problems)


def not_choosable(
    request: HttpRequest, claim_id: int, fields: Iterable[Field], values: Mapping[str, Any]
) -> dict[str, str]:
    """The fields whose value names an organisation or a document that may not be chosen."""
    return {
        field.code: "not_a_choice"
        for field in fields
        if field.code in values and not _may_be_named(request, claim_id, field, values[field.code])
    }


def _may_be_named(request: HttpRequest, claim_id: int, field: Field, value: Any) -> bool:
    match field.type:
        case FieldType.ORGANISATION | FieldType.ORGANISATIONS:
            named = value if isinstance(value, tuple) else (value,)
            firms = Organisation.objects.filter(pk__in=named, active=True)
            return (firms.filter(kind=field.of) if field.of else firms).count() == len(named)
        case FieldType.FILES:
            found = Document.objects.filter(pk__in=value, claim_id=claim_id)
            return len(found) == len(value) and all(papers.may_see(request, one) for one in found)
        case FieldType.ASSIGNMENT:
            return Assignment.objects.filter(claim_id=claim_id, number=value).exists()
        case FieldType.PERSON:
            return False  # no list of people is offered anywhere
        case _:
            return True


def _read(field: Field, value: Any, firms: Mapping[str, int]) -> Any:
    match field.type:
        case FieldType.TEXT:
            return reading.words(_a(str, value))
        case FieldType.LONG_TEXT:
            return reading.words(_a(str, value), most=reading.PAGE, lines=True)
        case FieldType.CHOICE | FieldType.STEP | FieldType.PARTY:
            return _a(str, value)
        case FieldType.YES_NO:
            return _a(bool, value)
        case FieldType.WHOLE:
            return _within(_a(int, value), -int(reading.LARGEST), int(reading.LARGEST))
        case FieldType.AMOUNT:
            return Decimal(_like(_AMOUNT, value)).quantize(Decimal("0.01"))
        case FieldType.NUMBER:
            return Decimal(_like(_NUMBER, value)) + 0  # there is no -0
        case FieldType.DATE:
            on = date.fromisoformat(_like(_DATE, value))
            _within(on.year, reading.EARLIEST, reading.LATEST)
            return on
        case FieldType.INSTANT:
            at = datetime.fromisoformat(_like(_INSTANT, value))
            _within(at.year, calendar.YEARS[0], calendar.YEARS[-1])
            return at.astimezone(UTC)
        case FieldType.ORGANISATION:
            return _firm(value, firms)
        case FieldType.PERSON | FieldType.ASSIGNMENT:
            return _id(value)
        case FieldType.ORGANISATIONS:
            return tuple(dict.fromkeys(_firm(one, firms) for one in _several(value, MOST)))
        case FieldType.CHECKLIST:
            answers: dict[str, Any] = _a(dict, value)
            _within(len(answers), 0, MOST)
            return MappingProxyType({item: _a(str, answer) for item, answer in answers.items()})
        case FieldType.FILES:
            return tuple(dict.fromkeys(str(UUID(_a(str, one))) for one in _several(value, MOST_FILES)))
        case _:
            assert_never(field.type)


def _a(kind: type[Any], value: Any) -> Any:
    if type(value) is not kind:  # in Python a bool is an int; here it is not
        raise ValueError(f"a {kind.__name__} is wanted")
    return value


def _like(form: re.Pattern[str], value: Any) -> str:
    text: str = _a(str, value)
    if not form.fullmatch(text):
        raise ValueError("the text has another form")
    return text


def _within(value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise ValueError("out of range")
    return value


def _id(value: Any) -> int:
    return _within(_a(int, value), 1, 2**63 - 1)


def _firm(value: Any, firms: Mapping[str, int]) -> int:
    if not _is_code(value):
        return _id(value)
    if value["code"] not in firms:
        raise _NoSuchFirm
    return firms[value["code"]]


def _several(value: Any, most: int) -> list[Any]:
    listed: list[Any] = _a(list, value)
    _within(len(listed), 0, most)
    return listed
