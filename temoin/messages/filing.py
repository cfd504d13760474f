"""A mail that waited for a human is put into the claim it belongs to, in the name of whoever wrote it."""

from __future__ import annotations

from django.db import transaction

from temoin.claims import history, sentences
from temoin.claims.models import Assignment
from temoin.engine.refusals import Refused
from temoin.engine.state import Actor
from temoin.messages import answering, incoming, settling, sides
from temoin.messages.incoming import Incoming, Unreadable
from temoin.messages.models import Outcome, Task
from temoin.messages.sides import INSURED, LABELS, NETWORK, Side
from temoin.parties import roles
from temoin.parties.models import Organisation, User

SENDERS = [
    (role, LABELS[role])
    for role in (
        roles.INSURED,
        *roles.REPAIRERS,
        roles.Role.INSURER.value,
        roles.Role.LOSS_ADJUSTER.value,
    )
]
"""Whose words a mail can be."""


def text(task: Task) -> str:
    """What the mail says; empty where it was not kept or cannot be read."""
    mail = _mail(task)
    return mail.text if mail else ""


def file(task: Task, assignment: Assignment, role: str, user: User) -> str:
    """Put it into the claim as a message to the network; the reason in words where it cannot be, else empty."""
    mail, now = _mail(task), history.current(assignment)
    side = sides.of_role(now.procedure, role, now.state.facts)
    if mail is None or side is None:
        return str(sentences.SENTENCES["not_met"])
    actor = _actor(side, assignment)
    try:
        with transaction.atomic():
            answering.take(
                mail,
                assignment.claim,
                actor,
                NETWORK,
                number=assignment.number,
                named=f"par e-mail, classé par {user}",
            )
    except Refused as refused:
        return sentences.refusal(refused, now.procedure)
    settling.done(task, Outcome.FILED, user, assignment.claim.reference)
    return ""


def _actor(side: Side, assignment: Assignment) -> Actor:
    if side == INSURED:
        return Actor(roles.INSURED, name=assignment.claim.insured_name)
    return Actor(side.role, side.organisation, name=Organisation.objects.get(pk=side.organisation).name)


def _mail(task: Task) -> Incoming | None:
    if task.raw is None:
        return None
    try:
        return incoming.read(bytes(task.raw))
    except Unreadable:
        return None
