"""What waits to be read: counts for the rail, and each side's own list of threads over all its claims."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform

from temoin.claims.models import Assignment
from temoin.journal.models import JournalEntry
from temoin.messages import conversation, sides, threads
from temoin.messages.models import Message, Task, Thread
from temoin.messages.sides import NETWORK, Side
from temoin.parties import acting
from temoin.parties.models import Organisation, User

MOST = 100  # a badge shows no more
SHOWN = 40
HANDLERS = ("case_handler", "advisor")
"""Staff whose own claims come first; the others look at everybody's."""


@dataclass(frozen=True, slots=True)
class Row:
    """A thread in the list: with whom, about what, the last words."""

    thread: Thread
    label: str
    text: str
    from_name: str
    unread: int
    assignment: int | None  # the id of the assignment that it was last about


def unread(side: Side, user: User | None = None, *, role: str = "") -> QuerySet[Message]:
    """Messages to a side that nobody there has read; for handlers those of their own claims."""
    found = Message.objects.filter(threads.to(side), first_read_at__isnull=True)
    if side == NETWORK and role in HANDLERS:
        found = found.filter(Q(claim__handler=user) | Q(claim__handler__isnull=True))
    return found


def counts(who: acting.Acting) -> Counter[str]:
    """`messages` to read and, for staff, `tasks` to settle: one query, which stops at what a badge can show."""
    side = sides.of(who.actor)
    if side is None:
        return Counter()
    waiting = unread(side, who.user, role=who.role).order_by()
    if who.link is not None:
        waiting = waiting.filter(claim=who.link.claim_id)
    found = waiting.annotate(sort=Value("messages", output_field=CharField())).values_list("sort")[:MOST]
    if side == NETWORK:
        tasks = Task.objects.filter(done_at__isnull=True).order_by()
        open_ = tasks.annotate(sort=Value("tasks", output_field=CharField())).values_list("sort")[:MOST]
        found = found.union(open_, all=True)
    return Counter(sort for (sort,) in found)


def rows(who: acting.Acting, *, everybody: bool = False) -> list[Row]:
    """The threads of a side: unread ones first, then the latest; two queries and one for names, however many there are."""
    side = sides.of(who.actor)
    if side is None:
        return []
    role = "" if everybody else who.role
    new = unread(side, who.user, role=role)
    found = Thread.objects.filter(threads.own(side)).select_related("claim")
    if side == NETWORK and role in HANDLERS:
        found = found.filter(Q(claim__handler=who.user) | Q(claim__handler__isnull=True))
    waits = Exists(new.filter(thread=OuterRef("pk")))
    first = list(_told(found.filter(waits), new)[:SHOWN])
    rest = list(_told(found.filter(~waits), new)[: SHOWN - len(first)])
    return _rows([*first, *rest], side)


def _told(found: QuerySet[Thread], new: QuerySet[Message]) -> QuerySet[Thread]:
    last = Message.objects.filter(thread=OuterRef("pk")).order_by("-sent_at", "-pk")
    words = JournalEntry.objects.filter(claim_id=OuterRef("claim_id"), seq=OuterRef("last_seq"))
    counted = (
        new.filter(thread=OuterRef("pk")).order_by().values("thread").annotate(n=Count("pk")).values("n")
    )
    return found.annotate(
        last_seq=Subquery(last.values("entry_seq")[:1]),
        last_number=Subquery(last.values("assignment_number")[:1]),
        last_from=Subquery(last.values("from_name")[:1]),
        unread=Subquery(counted),
        text=Subquery(
            words.annotate(
                said=KeyTextTransform("message_text", KeyTextTransform("values", F("data")))
            ).values("said")[:1]
        ),
        assignment=Subquery(
            Assignment.objects.filter(claim=OuterRef("claim"), number=OuterRef("last_number")).values("pk")[
                :1
            ]
        ),
    ).order_by("-last_at", "-pk")


def _rows(found: list[Thread], side: Side) -> list[Row]:
    firms = {threads.facing(one, side).organisation for one in found} - {0}
    names = dict(Organisation.objects.filter(pk__in=firms).values_list("pk", "name")) if firms else {}
    return [
        Row(
            thread=one,
            label=_label(one, side, names),
            text=str(getattr(one, "text", "") or ""),
            from_name=str(getattr(one, "last_from", "") or ""),
            unread=getattr(one, "unread", 0) or 0,
            assignment=getattr(one, "assignment", None),
        )
        for one in found
    ]


def _label(thread: Thread, side: Side, names: dict[int, str]) -> str:
    other = threads.facing(thread, side)
    return thread.claim.insured_name if other == sides.INSURED else conversation.name(other, names)
