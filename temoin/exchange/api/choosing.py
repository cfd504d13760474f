"""What a reader may do on an assignment, as the engine says, with the fields of each form."""

from __future__ import annotations

from temoin import clock
from temoin.claims import action_form, sentences
from temoin.claims.history import Current
from temoin.engine.choices import Choice
from temoin.engine.model import FieldType, Procedure
from temoin.engine.state import Actor
from temoin.exchange.api import shapes
from temoin.ui.fields import Wanted


def choices(now: Current, reader: Actor) -> shapes.Choices:
    """The actions of the present step that are the reader's, refused ones last; no query."""
    found = [_choice(now, one) for one in now.choices(reader, clock.now())]
    return shapes.Choices(seen=now.assignment.moved_seq, actions=found)


def _choice(now: Current, choice: Choice) -> shapes.Choice:
    action, refused = choice.action, choice.refusal
    return shapes.Choice(
        code=action.code,
        label=sentences.said(action.label),
        primary=action.primary,
        danger=action.danger,
        confirm=sentences.said(action.confirm) or None,
        refusal=shapes.Why(code=refused.code, sentence=sentences.refusal(refused, now.procedure))
        if refused
        else None,
        fields=[_asked(now.procedure, one) for one in action_form.wanted(now, action)],
    )


def opening(procedure: Procedure) -> shapes.Opening:
    """How a claim is opened by a procedure."""
    listed = {
        code: {value: sentences.said(label) for value, label in procedure.fields[code].choices.items()}
        for code in ("trade", "loss_type")
        if code in procedure.fields
    }
    return shapes.Opening(
        procedure=procedure.code,
        version=procedure.version,
        label=sentences.said(procedure.label),
        trades=listed.get("trade", {}),
        loss_types=listed.get("loss_type", {}),
        fields=[_asked(procedure, one) for one in action_form.wanted_at_opening(procedure)],
    )


def _asked(procedure: Procedure, wanted: Wanted) -> shapes.Asked:
    field, required, when = wanted
    listed = {code: sentences.said(label) for code, label in field.choices.items()}
    if field.type is FieldType.STEP:
        listed = {code: sentences.said(step.label) for code, step in procedure.steps.items()}
    if field.type is FieldType.PARTY:
        listed = {code: sentences.said(label) for code, label in procedure.charged.items()}
    return shapes.Asked(
        code=field.code,
        type=field.type.value,
        label=sentences.said(field.label),
        hint=sentences.said(field.hint),
        required=required and when is None,
        conditional=when is not None,
        minimum=field.minimum,
        maximum=field.maximum,
        choices=listed or None,
        items={code: sentences.said(label) for code, label in field.items.items()} or None,
    )
