"""What an opened claim has besides its procedure's own form: its columns, typed and bounded as the engine's fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils import timezone

from temoin import clock
from temoin.claims.models import Claim
from temoin.engine.model import Field, FieldType
from temoin.exchange.api.shapes import NEEDED
from temoin.network import postcodes
from temoin.parties.models.organisation import COUNTRIES
from temoin.parties.models.user import LANGUAGES

OLDEST_DAYS = 3660
"""A loss further back is a mistyped year."""


def _field(code: str, kind: FieldType = FieldType.TEXT, choices: Iterable[tuple[str, Any]] = ()) -> Field:
    return Field(code, kind, {}, choices={value: {} for value, _label in choices})


COLUMNS: Mapping[str, Field] = {
    one.code: one
    for one in (
        Field("insurer", FieldType.ORGANISATION, {}, of="insurer"),
        _field("trade", FieldType.CHOICE),
        _field("loss_type", FieldType.CHOICE),
        _field("loss_on", FieldType.DATE),
        _field("description", FieldType.LONG_TEXT),
        _field("insured_surname"),
        _field("insured_given"),
        _field("insured_phone"),
        _field("insured_email"),
        _field("insured_language", FieldType.CHOICE, LANGUAGES),
        _field("street"),
        _field("postcode"),
        _field("city"),
        _field("country", FieldType.CHOICE, COUNTRIES),
        _field("insurer_claim_number"),
        _field("contract_number"),
    )
}


def impossible(given: Mapping[str, Any], procedure_fields: Mapping[str, Field]) -> dict[str, str]:
    """The code of what is wrong, by column, where something is. `given` is typed; `loss_type` and `trade` are the procedure's."""
    wrong = {code: "missing" for code in ("insurer", *NEEDED) if code not in given}
    for code, value in given.items():
        choices = (procedure_fields if code in ("trade", "loss_type") else COLUMNS)[code].choices
        if choices and value not in choices:
            wrong[code] = "not_a_choice"
        elif isinstance(value, str) and not _fits(code, value):
            wrong[code] = "too_long"
    if "loss_on" in given and (late := _impossible_day(given["loss_on"])):
        wrong["loss_on"] = late
    if "insured_email" in given and not _is_address(given["insured_email"]):
        wrong["insured_email"] = "not_an_address"
    place = (given.get("country", ""), given.get("postcode", ""))
    if all(place) and not wrong.keys() & {"country", "postcode"} and postcodes.find(*place) is None:
        wrong["postcode"] = "no_such_postcode"
    return wrong


def _fits(code: str, value: str) -> bool:
    if code == "trade":
        return True
    column = cast("models.CharField[str, str]", Claim._meta.get_field(code))
    return column.max_length is None or len(value) <= column.max_length


def _impossible_day(on: date) -> str:
    today = timezone.localdate(clock.now())
    if on > today:
        return "in_the_future"
    return "too_far" if (today - on).days > OLDEST_DAYS else ""


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
