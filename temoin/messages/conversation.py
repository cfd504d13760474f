"""A claim's messages as one side reads them: with whom, what was written when and read by whom, and the form for more."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.http import Http404, HttpRequest

from temoin import clock
from temoin.claims.history import Current
from temoin.claims.sentences import said
from temoin.documents.models import Document
from temoin.engine.state import Actor
from temoin.journal.models import JournalEntry
from temoin.messages import composing, correspondence, outgoing, sides, textblocks, threads
from temoin.messages.correspondence import FILES, TEXT, Counterpart
from temoin.messages.models import Kind, Message, Reading, Thread
from temoin.messages.sides import INSURED, NETWORK, Side
from temoin.parties import acting
from temoin.parties.models import Organisation
from temoin.ui.fields import ActionForm


@dataclass(frozen=True, slots=True)
class Line:
    """One correspondent in the list; `url` opens what was written with him."""

    label: str
    role: str
    url: str
    unread: int
    last_at: datetime | None
    current: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One message as it stands on the page; `mine` is on the reader's own side."""

    message: Message
    text: str
    papers: list[Document]
    readings: list[Reading]
    step: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that `messages/conversation.html` shows."""

    lines: list[Line]
    title: str
    thread: Thread | None
    items: list[Item]
    step: str
    form: ActionForm | None
    refused: str
    blocks: list[textblocks.Filled]
    post_url: str
    to: str
    key: str

    @property
    def unread(self) -> bool:
        """Whether something here is new to the reader's side."""
        return any(not one.mine and one.message.first_read_at is None for one in self.items)


def names_of(firms: set[int]) -> dict[int, str]:
    """The names of these organisations, by id; one query."""
    return dict(Organisation.objects.filter(pk__in=firms).values_list("pk", "name"))


def page(
    request: HttpRequest,
    now: Current,
    *,
    post_url: str,
    query: str = "",
    naming: Callable[[set[int]], dict[int, str]] = names_of,
) -> Page:
    """The messages of a claim for whoever asks; `query` stands before `avec=` in the addresses of the list.

    `naming` gives organisations' names where the page around knows some of them already.
    """
    who = acting.of(request)
    own = sides.of(who.actor)
    if who.actor is None or own is None:
        raise Http404
    known = _threads(now, own)
    names = naming(_firms(now, known))
    partners = correspondence.counterparts(now, who.actor, clock.now())
    thread, partner = _chosen(request, own, known, partners)
    drawn = composing.drawn(request)
    return Page(
        lines=_lines(own, known, partners, names, thread, partner, query),
        title=_title(own, thread, partner, names, now),
        thread=thread,
        items=_items(thread, own, now) if thread else [],
        step=said(now.procedure.steps[now.state.step].label) if now.state.step else "",
        form=(drawn.form if drawn else composing.form(now)) if partner else None,
        refused=drawn.refused if drawn else "",
        blocks=_blocks(now, who.actor, partner),
        post_url=post_url,
        to=partner.role if partner else "",
        key=request.POST.get("key") or uuid.uuid4().hex,
    )


def _threads(now: Current, own: Side) -> list[Thread]:
    unread = Count(
        "messages",
        filter=Q(
            messages__first_read_at__isnull=True,
            messages__to_role=own.role,
            messages__to_organisation=own.organisation_id,
        ),
    )
    return list(threads.of_side(now.claim, own).annotate(unread=unread).order_by("-last_at", "pk"))


def _firms(now: Current, known: Sequence[Thread]) -> set[int]:
    firms = {one.organisation for thread in known for one in threads.sides(thread)} - {0}
    return firms | {
        fact
        for role in now.procedure.roles.values()
        if isinstance(fact := now.state.facts.get(role.organisation), int)
    }


def _chosen(
    request: HttpRequest, own: Side, known: Sequence[Thread], partners: Sequence[Counterpart]
) -> tuple[Thread | None, Counterpart | None]:
    """What the address asks for, else the newest thread, else whoever can be written to first."""
    wanted, number = request.POST.get("to") or request.GET.get("avec", ""), request.GET.get("fil", "")
    thread = next((one for one in known if str(one.pk) == number), None)
    if thread is None and not wanted:
        thread = next((one for one in known if getattr(one, "unread", 0)), known[0] if known else None)
    if thread is not None:
        other = threads.facing(thread, own) if own in threads.sides(thread) else None
        return thread, next((one for one in partners if one.side == other), None)
    partner = next((one for one in partners if one.role == wanted), partners[0] if partners else None)
    if partner is None:
        return None, None
    ends = {own, partner.side}
    return next((one for one in known if set(threads.sides(one)) == ends), None), partner


def _lines(
    own: Side,
    known: Sequence[Thread],
    partners: Sequence[Counterpart],
    names: Mapping[int, str],
    thread: Thread | None,
    partner: Counterpart | None,
    query: str,
) -> list[Line]:
    """Whoever was written with, newest first, then those who could be."""
    found = [
        Line(
            label=_between(one, own, names),
            role=threads.facing(one, own).role if own in threads.sides(one) else "",
            url=f"?{query}fil={one.pk}",
            unread=getattr(one, "unread", 0),
            last_at=one.last_at,
            current=one == thread,
        )
        for one in known
    ]
    met = {threads.facing(one, own) for one in known if own in threads.sides(one)}
    return found + [
        Line(
            name(one.side, names),
            one.side.role,
            f"?{query}avec={one.role}",
            0,
            None,
            thread is None and one is partner,
        )
        for one in partners
        if one.side not in met
    ]


def name(side: Side, names: Mapping[int, str]) -> str:
    """A side in a word or two: the firm's name where it is one."""
    return names.get(side.organisation) or str(sides.LABELS.get(side.role, side.role))


def _between(thread: Thread, own: Side, names: Mapping[int, str]) -> str:
    if own in threads.sides(thread):
        return name(threads.facing(thread, own), names)
    return " – ".join(name(one, names) for one in threads.sides(thread))


def _title(
    own: Side, thread: Thread | None, partner: Counterpart | None, names: Mapping[int, str], now: Current
) -> str:
    side = partner.side if partner else None
    if side is None and thread is not None:
        return _between(thread, own, names)
    if side == INSURED:
        return now.claim.insured_name
    return name(side, names) if side else ""


def _items(thread: Thread, own: Side, now: Current) -> list[Item]:
    found = list(thread.messages.order_by("sent_at", "pk").prefetch_related("readings"))
    values = {
        seq: data.get("values", {})
        for seq, data in JournalEntry.objects.filter(
            claim_id=now.claim.pk, seq__in=[one.entry_seq for one in found]
        ).values_list("seq", "data")
    }
    asked = {pk for one in values.values() for pk in one.get(FILES, ())}
    papers = {str(one.pk): one for one in Document.objects.filter(claim_id=now.claim.pk, pk__in=asked)}
    return [
        Item(
            message=one,
            text=str(values.get(one.entry_seq, {}).get(TEXT, "")),
            papers=[papers[pk] for pk in values.get(one.entry_seq, {}).get(FILES, ()) if pk in papers],
            readings=list(one.readings.all()),
            step=said(now.procedure.steps[one.step].label) if one.step in now.procedure.steps else "",
            mine=Side(one.from_role, one.from_organisation_id or 0) == own,
        )
        for one in found
    ]


def _blocks(now: Current, actor: Actor, partner: Counterpart | None) -> list[textblocks.Filled]:
    """Text blocks in the language of whoever will read them; for the operator's staff."""
    if partner is None or sides.of(actor) != NETWORK:
        return []
    reader = outgoing.reader(now.claim, partner.side)
    return textblocks.filled(
        Kind.TEXT,
        now,
        actor,
        language=reader.language if reader else "fr",
    )
