"""A claim that arrives from another system: opened by its procedure's own opening action, whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from temoin import clock
from temoin.claims import action_form, new_claim, opening, scope
from temoin.claims.models import Claim
from temoin.cover.models import limit_for
from temoin.engine.conditions import Situation
from temoin.engine.model import Procedure
from temoin.engine.refusals import InvalidValues, NotYours
from temoin.engine.state import Actor, State
from temoin.engine.values import MISSING, check
from temoin.exchange.api import columns, given
from temoin.exchange.api.shapes import NewClaim
from temoin.parties import acting
from temoin.parties.roles import Role
from temoin.procedures import files
from temoin.procedures.reading import calendar as calendar_named
from temoin.procedures.reading import calendar_for


def arrived(request: HttpRequest, sent: NewClaim, key: str) -> tuple[Claim, bool]:
    """The claim, and whether it was opened just now; a repeated `key` gives the one that it opened before.

    Raises `NotYours` where the actor's role opens nothing by that procedure, `InvalidValues` naming every wrong
    field, `KeyReused` where the key came with another body before.
    """
    who = acting.of(request)
    assert who.actor is not None  # nobody else is let in
    procedure = files.procedure(sent.procedure)
    if procedure not in new_claim.open_to(who.actor):
        raise NotYours(by=procedure.actions[procedure.opening].by)
    with transaction.atomic(), scope.within("network"):
        earlier = opening.opened_before(key, _digest(sent))
        if earlier is not None:
            return earlier, False
        return _opened(_read(request, procedure, sent, who), procedure, who, key, _digest(sent)), True


def _opened(mission: _Mission, procedure: Procedure, who: acting.Acting, key: str, digest: str) -> Claim:
    assert who.actor is not None  # nobody else is let in
    return opening.open_claim(
        opening.NewClaim(
            authority_limit=limit_for(mission.columns["insurer"], mission.columns["loss_type"]),
            handler=new_claim.handler(who),
            facts=mission.facts,
            **{code: value for code, value in mission.columns.items() if code != "trade"},
        ),
        trades=[mission.columns["trade"]],
        actor=who.actor,
        procedure=procedure.code,
        key=key,
        request=digest,
    )


@dataclass(frozen=True, slots=True)
class _Mission:
    """What was sent, typed: the claim's columns, and the opening form's own values."""

    columns: dict[str, Any]
    facts: dict[str, Any]


def _read(request: HttpRequest, procedure: Procedure, sent: NewClaim, who: acting.Acting) -> _Mission:
    assert who.actor is not None  # nobody else is let in
    own = who.organisation if who.role == Role.INSURER else None
    asked = [field for field, _required, _when in action_form.wanted_at_opening(procedure)]
    known = [one for one in columns.COLUMNS.values() if own is None or one.code != "insurer"]
    told, wrong = given.read(known, sent.columns())
    facts, wrong_facts = given.read(asked, sent.values)
    wrong |= wrong_facts
    if own is not None:
        told["insurer"] = own.pk
    for fields, values in ((known, told), (asked, facts)):
        wrong |= given.not_choosable(request, given.NO_CLAIM, fields, values)
    wrong = {**columns.impossible(told, procedure.fields), **wrong}
    wrong = {**_refused_by_form(procedure, told, facts, who.actor), **wrong}
    if wrong:
        raise InvalidValues(wrong)
    return _Mission(told, facts)


def _refused_by_form(
    procedure: Procedure, told: Mapping[str, Any], facts: Mapping[str, Any], actor: Actor
) -> dict[str, str]:
    """What the opening action itself finds wrong: asked beforehand, so that one answer names every field."""
    action = procedure.actions[procedure.opening]
    codes = {entry.code for entry in action.form}
    values = {
        code: value for code, value in {**told, **facts}.items() if code in codes and value not in MISSING
    }
    country = told.get("country", "")
    place = country if country in columns.COLUMNS["country"].choices else "FR"
    calendar = calendar_named(calendar_for(place, told.get("postcode", "")))
    situation = Situation(procedure, State(), values, actor, frozenset(), clock.now(), calendar)
    try:
        check(action, situation)
    except InvalidValues as refused:
        brought = opening.OWN - columns.COLUMNS.keys()
        return {code: wrong for code, wrong in refused.facts["fields"].items() if code not in brought}
    return {}


def _digest(sent: NewClaim) -> str:
    said = json.dumps(sent.model_dump(), sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()
