"""Threads kept beside the journal: made with the first message, added to by each, opened by one of their two sides."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from temoin import clock
from temoin.claims import scope
from temoin.claims.models import Claim
from temoin.messages.models import Message, Reading, Thread
from temoin.messages.sides import NETWORK, Side
from temoin.parties import acting


def between(claim: Claim, first: Side, second: Side, at: datetime) -> Thread:
    """The thread of these two sides of a claim; made where there is none. The claim must be locked."""
    one, other = sorted((first, second))
    thread, _made = Thread.objects.get_or_create(
        claim=claim,
        one_role=one.role,
        one_organisation_id=one.organisation_id,
        other_role=other.role,
        other_organisation_id=other.organisation_id,
        defaults={"one_token": token(), "other_token": token(), "last_at": at},
    )
    return thread


def token() -> str:
    """What stands in a reply address: 128 bits that survive mail servers which fold letters' case."""
    return secrets.token_hex(16)


def sides(thread: Thread) -> tuple[Side, Side]:
    """Its two ends."""
    return (
        Side(thread.one_role, thread.one_organisation_id or 0),
        Side(thread.other_role, thread.other_organisation_id or 0),
    )


def facing(thread: Thread, side: Side) -> Side:
    """The other end."""
    one, other = sides(thread)
    return other if side == one else one


def token_of(thread: Thread, side: Side) -> str:
    """The token by which that side answers."""
    return thread.one_token if side == sides(thread)[0] else thread.other_token


def by_token(found: str) -> tuple[Thread, Side] | None:
    """The thread of a token and whose it is."""
    thread = (
        Thread.objects.select_related("claim__handler", "claim__insurer")
        .filter(Q(one_token=found) | Q(other_token=found))
        .first()
    )
    if thread is None:
        return None
    one, other = sides(thread)
    return thread, (one if thread.one_token == found else other)


def of_side(claim: Claim, side: Side) -> QuerySet[Thread]:
    """A claim's threads that a side may see: its own; the network sees all."""
    found = Thread.objects.filter(claim=claim)
    return found if side == NETWORK else found.filter(own(side))


def own(side: Side, path: str = "") -> Q:
    """The condition that a side is one of a thread's ends; `path` leads to the thread."""
    return Q(**{f"{path}one_role": side.role, f"{path}one_organisation": side.organisation_id}) | Q(
        **{f"{path}other_role": side.role, f"{path}other_organisation": side.organisation_id}
    )


def to(side: Side) -> Q:
    """The condition that a message was written to a side."""
    return Q(to_role=side.role, to_organisation=side.organisation_id)


def fingerprint(text: str) -> str:
    """The same words give the same digest, however they are spaced."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()


def read(messages: Iterable[Message], who: acting.Acting, side: Side) -> int:
    """Note that somebody has read the messages written to his side; returns how many were new to him."""
    unread = [one for one in messages if Side(one.to_role, one.to_organisation_id or 0) == side]
    if not unread or who.actor is None or (who.user is None and who.link is None):
        return 0
    at, pks = clock.now(), [one.pk for one in unread]
    with scope.within("network"):
        mine = {"user": who.user, "link": who.link.pk if who.link and not who.user else None}
        known = set(Reading.objects.filter(message__in=pks, **mine).values_list("message_id", flat=True))
        new = [
            Reading(message_id=pk, name=who.actor.name, read_at=at, **mine) for pk in pks if pk not in known
        ]
        Reading.objects.bulk_create(new, ignore_conflicts=True)
        Message.objects.filter(pk__in=pks, first_read_at__isnull=True).update(first_read_at=at)
    return len(new)
