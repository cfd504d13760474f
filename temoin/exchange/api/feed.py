"""What has happened on all claims of a reader, in the order in which it was written, from where he left off.

The cursor is the id of the last entry looked at. Nothing is missed: only entries up to `journal.settled` are looked
at, below which none can appear later. Work is bounded: a request walks the journal's primary key over at most `WIDE`
ids, the database asking of each row by index whether the reader's firm is a party, and tells at most `MOST` of them;
so a page may be short, or empty, with more behind it. Who becomes a party to a claim later finds what was before with
the claim itself.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping

from temoin.claims import history
from temoin.claims.models import Assignment, Claim
from temoin.exchange.api import reach, shapes, telling
from temoin.exchange.api.problems import Stopped
from temoin.journal.models import JournalEntry
from temoin.journal.settled import settled
from temoin.parties.acting import Acting
from temoin.procedures.files import procedure

MOST = 100
WIDE = 5_000
NOW = "now"


def page(who: Acting, after: str) -> shapes.Feed:
    """The entries after a cursor, oldest first; `now` as a cursor gives none, and where to go on from here.

    Raises Stopped (422) for a cursor that was never given.
    """
    top = settled()
    begin = top if after == NOW else _id(after)
    end = min(begin + WIDE, top)
    rows = list(JournalEntry.objects.filter(pk__gt=begin, pk__lte=end).order_by("pk")[:MOST])
    if len(rows) == MOST:
        end = rows[-1].pk
    return shapes.Feed(entries=_told(rows, who), next=_cursor(max(begin, end)), more=end < top)


def _told(rows: list[JournalEntry], who: Acting) -> list[shapes.FeedEntry]:
    """Those that the reader may read; three queries, however many claims they are of."""
    assert who.actor is not None  # nobody else is let in
    claims = {one.pk: one for one in reach.claims(who).filter(pk__in={row.claim_id for row in rows})}
    jobs = reach.of_claims(who, claims.values())
    shown = {
        row.pk
        for claim_id in jobs
        for row in history.readable(
            [row for row in rows if row.claim_id == claim_id], who.actor, jobs[claim_id]
        )
    }
    return [_entry(row, claims, jobs, who) for row in rows if row.pk in shown]


def _entry(
    row: JournalEntry, claims: Mapping[int, Claim], jobs: Mapping[int, Iterable[Assignment]], who: Acting
) -> shapes.FeedEntry:
    assert who.actor is not None  # nobody else is let in
    listed = list(jobs[row.claim_id])
    job = next((one for one in listed if one.number == row.assignment_number), listed[0])
    claim, rules = claims[row.claim_id], procedure(job.procedure, job.procedure_version)
    said = telling.entry(row, rules, who.actor)
    return shapes.FeedEntry(
        claim=claim.reference,
        insurer_claim_number=telling.insurer_claim_number(claim, who.actor),
        **said.model_dump(),
    )


def _cursor(last: int) -> str:
    return base64.urlsafe_b64encode(f"e{last}".encode()).decode().rstrip("=")


def _id(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        said = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        number = int(said.removeprefix("e")) if said[:1] == "e" and said[1:].isdecimal() else -1
    except ValueError:
        number = -1
    if not 0 <= number < 2**62:
        raise Stopped(422, "invalid_request")
    return number
