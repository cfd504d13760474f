"""Which action carries a message from whom to whom: the procedure says it, the first of its rules that fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from temoin.claims.door import Happened
from temoin.claims.history import Current
from temoin.engine.model import Action, Correspondence
from temoin.engine.permission import roles_of
from temoin.engine.state import Actor
from temoin.messages import sides
from temoin.messages.sides import Side

TO, TEXT, FILES = "message_to", "message_text", "documents"
"""The fields of the actions that carry messages."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Somebody to whom the reader may write now: `role` is the procedure's, `action` what carries it."""

    role: str
    side: Side
    action: Action


def carries(happened: Happened) -> bool:
    """Whether the entry is a message."""
    return any(one.action == happened.entry.action for one in happened.procedure.correspondence)


def between(happened: Happened) -> tuple[Side, Side] | None:
    """Who wrote to whom; a message that the desk notes for somebody else is that one's. None where nobody is meant."""
    procedure, facts = happened.procedure, happened.before.facts
    rule = next(
        (one for one in procedure.correspondence if one.action == happened.entry.action),
        None,
    )
    if rule is None:
        return None
    named = happened.entry.values.get(TO) or next(iter(rule.receivers), "")
    receiver = sides.of_role(procedure, str(named), facts)
    sender = _sender(happened, rule)
    return (sender, receiver) if sender and receiver and sender != receiver else None


def _sender(happened: Happened, rule: Correspondence) -> Side | None:
    procedure, facts = happened.procedure, happened.before.facts
    own = sides.of(happened.entry.actor)
    meant = [sides.of_role(procedure, one, facts) for one in rule.senders]
    return own if not meant or own in meant else meant[0]


def counterparts(now: Current, actor: Actor, at: datetime) -> list[Counterpart]:
    """Everybody to whom the actor may write now, in the order of the procedure's own list of recipients."""
    field = now.procedure.fields.get(TO)
    own = sides.of(actor)
    if field is None or own is None:
        return []
    ready = {one.action.code: one.action for one in now.choices(actor, at) if one.refusal is None}
    roles = roles_of(now.procedure, actor, now.state)
    found = []
    for code in field.choices:
        side = sides.of_role(now.procedure, code, now.state.facts)
        if side is None or side == own:
            continue
        action = _carrier(now.procedure.correspondence, ready, roles, code)
        if action is not None:
            found.append(Counterpart(code, side, action))
    return found


def _carrier(
    rules: Sequence[Correspondence], ready: dict[str, Action], roles: frozenset[str], receiver: str
) -> Action | None:
    for rule in rules:
        fits = not rule.senders or roles & set(rule.senders)
        if fits and (not rule.receivers or receiver in rule.receivers) and rule.action in ready:
            return ready[rule.action]
    return None


def values(to: Counterpart, text: str, documents: Sequence[str] = ()) -> dict[str, object]:
    """What the action's form is filled with."""
    asked = {one.code for one in to.action.form}
    given: dict[str, object] = {TEXT: text}
    if TO in asked:
        given[TO] = to.role
    if documents:
        given[FILES] = tuple(documents)
    return given
