"""What of a claim's journal and papers a partner may read; the narrowest rule is the default."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from django.db.models import Q, QuerySet

from temoin.claims import history
from temoin.claims.history import Current
from temoin.claims.models import Claim
from temoin.claims.sentences import said
from temoin.documents.models import Document, Kind, Visibility
from temoin.engine.state import Actor
from temoin.journal.models import JournalEntry
from temoin.portals.partner.access import NARROW

WITHOUT_AMOUNTS = (Kind.PHOTO, Kind.OTHER)


def readable(rows: Sequence[JournalEntry], reader: Actor, missions: Sequence[Current]) -> list[JournalEntry]:
    """What is meant for the parties; and what is meant for whoever holds the step, where that is the reader.

    Whoever reads narrowly sees that something was done, when and in which role, and no more.
    """
    shown = {row.seq for row in history.readable(rows, reader, [one.assignment for one in missions])}
    if reader.role in NARROW:
        return [_bare(row, missions) for row in rows if row.seq in shown]
    by_number = {one.assignment.number: one for one in missions}
    return [row for row in rows if row.seq in shown or _for_holder(row, reader, by_number)]


def _for_holder(row: JournalEntry, reader: Actor, missions: dict[int, Current]) -> bool:
    """An entry for the holder is read by who wrote it and by the holder of the step that it leads to."""
    if row.visibility != "holder":
        return False
    if row.actor_organisation == reader.organisation:
        return True
    now = missions.get(row.assignment_number or 0)
    step = now.procedure.steps.get(row.data.get("to") or "") if now else None
    if now is None or step is None or row.data.get("from") == row.data.get("to"):
        return False
    role = now.procedure.roles[step.holder]
    return role.played_by == reader.role and now.state.facts.get(role.organisation) == reader.organisation


def _bare(row: JournalEntry, missions: Iterable[Current]) -> JournalEntry:
    """A copy for showing only: no values, no steps, no person; the role instead of the name."""
    shown = copy(row)
    shown.data = {}
    roles = next((one.procedure.roles for one in missions), {})
    shown.actor_name = said(roles[row.actor_role].label) if row.actor_role in roles else ""
    return shown


def question(now: Current, shown: Iterable[JournalEntry], reader: Actor) -> str:
    """What the reader is asked, where the step is his: the words of the entry that brought it to him."""
    step = now.procedure.steps.get(now.state.step or "")
    if step is None or now.procedure.roles[step.holder].played_by != reader.role:
        return ""
    brought = [
        row
        for row in shown
        if row.assignment_number == now.assignment.number
        and row.data.get("to") == step.code != row.data.get("from")
    ]
    values: dict[str, Any] = brought[-1].data.get("values", {}) if brought else {}
    return str(values.get("question") or values.get("comment") or "")


def papers(claim: Claim, reader: Actor) -> QuerySet[Document]:
    """The documents of all parties, the reader's own and those addressed to him; narrowly, none that is about money."""
    found = Document.objects.filter(claim_id=claim.pk)
    if reader.role in NARROW:
        return found.filter(visibility=Visibility.PARTIES, kind__in=WITHOUT_AMOUNTS)
    addressed = Q(addressed_to__contains=[f"{reader.role}:{reader.organisation}"])
    return found.filter(Q(visibility=Visibility.PARTIES) | Q(organisation=reader.organisation) | addressed)
