"""Template tags for claims: labels of the procedure in the reader's language."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import cards, dates, sentences
from temoin.claims.foretold import label
from temoin.claims.history import Current
from temoin.claims.models import Assignment
from temoin.engine.calendar import Skipped
from temoin.engine.choices import Choice
from temoin.engine.model import Action, Due, Label, Procedure

register = template.Library()


@register.filter
def said(label: Label | None) -> str:
    """A procedure's label in the reader's language."""
    return sentences.said(label)


@register.filter
def step_label(procedure: Procedure, code: str) -> str:
    """The label of a step or an end, by its code; the code itself where this version has none."""
    known = procedure.steps.get(code) or procedure.ends.get(code)
    return sentences.said(known.label) if known else code


@register.filter
def charged_label(procedure: Procedure, code: str) -> str:
    """The label of a party whose time runs."""
    role = procedure.roles.get(code)
    return sentences.said(role.label if role else procedure.charged.get(code)) or code


@register.filter
def role_label(procedure: Procedure, code: str) -> str:
    """The label of a role."""
    role = procedure.roles.get(code)
    return sentences.said(role.label) if role else code


@register.simple_tag
def action_label(procedure: Procedure, code: str) -> str:
    """The label of what an entry did; alarms and the opening of a claim have words of their own."""
    return sentences.entry_label(procedure, code)


@register.simple_tag
def foretold(action: Action, now: Current) -> str:
    """The action's label, a chaser's with what it will do at this moment."""
    return label(action, now, clock.now())


@register.simple_tag
def why_not(choice: Choice, procedure: Procedure) -> str:
    """Why an action is greyed; empty where it is not."""
    return sentences.refusal(choice.refusal, procedure) if choice.refusal else ""


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """`mapping[key]`, or nothing."""
    return mapping.get(key) if mapping else None


@register.filter
def trade_label(procedure: Procedure, code: str) -> str:
    """The label of a trade."""
    return sentences.said(procedure.fields["trade"].choices.get(code)) or code or _("trade not known")


@register.filter
def loss_label(procedure: Procedure, code: str) -> str:
    """The label of a loss type."""
    return sentences.said(procedure.fields["loss_type"].choices.get(code)) or code or _("cause not known")


@register.filter
def subject(assignment: Assignment, procedure: Procedure) -> str:
    """What an assignment is about, such as a vehicle; empty where its procedure names nothing. No query."""
    return cards.named(procedure, assignment.state.get("facts", {}))


@register.simple_tag
def rule_words(rule: Due, procedure: Procedure) -> str:
    """A due rule in words."""
    return dates.rule(rule, procedure)


@register.simple_tag
def skipped_words(skipped: Skipped) -> str:
    """Why a day was not counted, with the holiday's name and its source."""
    return dates.skipped(skipped)
