"""The API's addresses; each asks what the pages ask, and actions go through the one door."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Status
from ninja.params.functions import Header

from temoin import clock
from temoin.claims import action_form, door, history, new_claim, papers, scope, worklists
from temoin.claims.history import Current
from temoin.claims.models import Assignment
from temoin.claims.refusals import KeyReused, MovedOn
from temoin.engine.calendar import OutsideCalendar
from temoin.engine.permission import roles_of
from temoin.engine.refusals import InvalidValues, NotYours, Refused, UnknownAction
from temoin.engine.state import Actor
from temoin.exchange.api import arriving, choosing, feed, given, problems, reach, shapes, telling
from temoin.exchange.api.entrance import api
from temoin.exchange.api.problems import Stopped
from temoin.journal.models import JournalEntry
from temoin.parties import acting
from temoin.parties.models import Organisation
from temoin.parties.roles import Kind
from temoin.procedures import files

READING = {(401, 403, 404): shapes.Problem}
KEY = r"^[0-9A-Za-z._~-]{8,64}$"


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, acting.of(request).actor)  # the API lets nobody in without


@api.get("worklist", response={200: shapes.Worklist, (401, 403, 422): shapes.Problem}, url_name="worklist")
def worklist(request: HttpRequest, cursor: str = "") -> shapes.Worklist:
    """What the asker's role must do, the 50 most urgent first."""
    who, after = acting.of(request), _after(cursor) if cursor else Q()
    listed = [
        line
        for found in reach.todo(who)
        for line in worklists.lines(found.filter(after), clock.now(), limit=worklists.PAGE + 1)
    ]
    listed.sort(key=lambda line: (line.assignment.due_at, line.assignment.pk))
    page = listed[: worklists.PAGE]
    return shapes.Worklist(
        lines=[_line(one, _actor(request)) for one in page],
        next=_cursor(page[-1].assignment) if len(listed) > len(page) else None,
    )


def _line(line: worklists.Line, reader: Actor) -> shapes.Line:
    row = line.assignment
    return shapes.Line(
        claim=row.claim.reference,
        assignment=row.number,
        trade=row.trade,
        loss_type=row.claim.loss_type,
        standing=telling.standing(line.procedure, row, reader),
        due_at=row.due_at,
        urgency=line.urgency.value,
        seen=row.moved_seq,
    )


def _cursor(last: Assignment) -> str:
    assert last.due_at is not None  # an open assignment has a date
    return base64.urlsafe_b64encode(f"{last.due_at.astimezone(UTC).isoformat()}~{last.pk}".encode()).decode()


def _after(cursor: str) -> Q:
    try:
        due, pk = base64.urlsafe_b64decode(cursor).decode("ascii").split("~")
        due_at, last = datetime.fromisoformat(due).astimezone(UTC), int(pk[:18])
    except (ValueError, OverflowError):
        raise Stopped(422, "invalid_request") from None
    return Q(due_at__gte=due_at) & (Q(due_at__gt=due_at) | Q(pk__gt=last))


@api.get("entries", response={200: shapes.Feed, (401, 403, 422): shapes.Problem}, url_name="entries")
def entries(request: HttpRequest, after: str = "") -> shapes.Feed:
    """What happened on all the asker's claims since a cursor, oldest first, at most 100 entries at a time.

    Without `after` from the beginning; `after=now` tells nothing and gives the cursor of this moment. Go on with `next`;
    where `more` is true at once, even if few entries came or none.
    """
    return feed.page(acting.of(request), after)


@api.get("openings", response={200: list[shapes.Opening], (401, 403): shapes.Problem}, url_name="openings")
def openings(request: HttpRequest) -> list[shapes.Opening]:
    """The procedures by which the asker may open a claim, with the fields of each opening form."""
    return [choosing.opening(one) for one in new_claim.open_to(_actor(request))]


@api.get(
    "organisations",
    response={200: list[shapes.Organisation], (401, 403, 422): shapes.Problem},
    url_name="organisations",
)
def organisations(request: HttpRequest, kind: Kind, country: str = "") -> list[Organisation]:
    """The firms of a kind that can be named when a claim is opened, at most 500; for those who may open any."""
    if not new_claim.open_to(_actor(request)):
        raise Stopped(403, "no_role")
    named = {one.of for procedure in new_claim.open_to(_actor(request)) for one in procedure.fields.values()}
    found = Organisation.objects.filter(kind=kind, kind__in=named, active=True).order_by("name", "pk")
    return list((found.filter(country=country) if country else found)[:500])


@api.post(
    "claims",
    response={201: shapes.Claim, 200: shapes.Claim, (400, 401, 403, 409, 422): shapes.Problem},
    url_name="open",
)
def open_claim(
    request: HttpRequest,
    response: HttpResponse,
    sent: shapes.NewClaim,
    key: str = Header(alias="Idempotency-Key", pattern=KEY),
) -> Any:
    """Open a claim with one assignment: 201 with the claim; 200 where the key has opened it before.

    The same key with another body is refused (422), as are wrong fields, all of them by name. `Location` is the claim's.
    """
    actor = _actor(request)
    if sent.procedure not in files.procedures():
        return problems.wrong_fields(InvalidValues({"procedure": "not_a_choice"}))
    try:
        found, is_new = arriving.arrived(request, sent, f"open:{actor.role}:{actor.person}:{key}")
    except Refused as why:
        return problems.refused(why, files.procedure(sent.procedure), entries=[])
    response["Location"] = reverse("exchange:api:claim", args=[found.reference])
    return Status(201 if is_new else 200, _told(request, found.reference))


@api.get("claims/{reference}", response={200: shapes.Claim, **READING}, url_name="claim")
def claim(request: HttpRequest, reference: str) -> shapes.Claim:
    """One claim with its assignments and entries, as far as the asker may read them."""
    return _told(request, reference)


def _told(request: HttpRequest, reference: str) -> shapes.Claim:
    who = acting.of(request)
    found = reach.claim(who, reference)
    currents = [history.current(one, found) for one in reach.assignments(who, found)]
    return telling.claim(found, currents, _actor(request))


@api.get(
    "claims/{reference}/assignments/{int:number}/actions",
    response={200: shapes.Choices, **READING},
    url_name="actions",
)
def actions(request: HttpRequest, reference: str, number: int) -> shapes.Choices:
    """What the asker may do now, with the fields of each form; where he may not, why."""
    now = history.current(reach.assignment(acting.of(request), reference, number))
    return choosing.choices(now, _actor(request))


@api.post(
    "claims/{reference}/assignments/{int:number}/actions/{action}",
    response={201: shapes.Entry, 200: shapes.Entry, (400, 401, 403, 404, 409, 422): shapes.Problem},
    url_name="act",
)
def act(
    request: HttpRequest,
    reference: str,
    number: int,
    action: str,
    sent: shapes.Sent,
    key: str = Header(alias="Idempotency-Key", pattern=KEY),
) -> Any:
    """Do an action: 201 with its entry; 200 with the same entry where the key has done it before.

    The same key with another body, or at another address, is refused (422); so is a file that moved on since `seen`
    (409, with what happened since).
    """
    actor, link = _actor(request), acting.of(request).link
    key = f"{actor.role}:{actor.person or (link.claim_id if link else '')}:{key}"
    with scope.within("network"):
        if earlier := _written(key):
            # answered even where doing it has taken the claim out of the asker's reach
            return _again(request, earlier, reference, number, action, sent)
    now = history.current(reach.assignment(acting.of(request), reference, number))
    try:
        return _answer(_do(request, now, action, sent, key), now, actor)
    except Refused as why:
        return _refused(why, now, actor)


def _written(key: str) -> JournalEntry | None:
    return JournalEntry.objects.filter(key=key).first()


def _again(
    request: HttpRequest, earlier: JournalEntry, reference: str, number: int, action: str, sent: shapes.Sent
) -> Any:
    """The answer under a key that has written an entry: that entry, or that the key is taken."""
    row = Assignment.objects.select_related("claim").filter(claim=earlier.claim_id, number=number).first()
    asked = (reference, number, action)
    if row is None or asked != (row.claim.reference, earlier.assignment_number, earlier.action):
        return problems.problem(422, KeyReused.code)
    now, actor = history.current(row), _actor(request)
    fields = [one for one, _required, _when in action_form.wanted(now, now.procedure.actions[action])]
    try:
        values = given.typed(fields, sent.values)
        return _answer(
            door.act(assignment_id=row.pk, action=action, values=values, actor=actor, key=earlier.key),
            now,
            actor,
        )
    except Refused as why:
        return _refused(why, now, actor)


def _do(request: HttpRequest, now: Current, action: str, sent: shapes.Sent, key: str) -> door.Happened:
    actor, definition = _actor(request), now.procedure.actions.get(action)
    if definition is None:
        raise UnknownAction(action=action)
    if not roles_of(now.procedure, actor, now.state) & set(definition.by):
        raise NotYours(by=definition.by)  # before anything of the form is judged
    fields = [one for one, _required, _when in action_form.wanted(now, definition)]
    values = given.typed(fields, sent.values)
    given.check_named(request, now.claim.pk, fields, values)
    try:
        with transaction.atomic():
            happened = door.act(
                assignment_id=now.assignment.pk,
                action=action,
                values=values,
                actor=actor,
                seen=sent.seen,
                key=key,
            )
            papers.hand_over(now.claim, now.procedure, definition, values, acting.of(request))
            return happened
    except (OutsideCalendar, OverflowError):
        raise Stopped(422, "outside_calendar") from None
    except IntegrityError as error:
        if "journal_journalentry_key" in str(error):  # the same key on two claims at the same moment
            raise KeyReused() from None
        raise


def _answer(happened: door.Happened, now: Current, actor: Actor) -> Status[shapes.Entry]:
    status = 200 if happened.replayed else 201
    return Status(status, telling.entry(happened.row, now.procedure, actor))


def _refused(why: Refused, now: Current, actor: Actor) -> HttpResponse:
    since = history.readable(why.entries, actor, [now.assignment]) if isinstance(why, MovedOn) else []
    entries = [telling.entry(row, now.procedure, actor).model_dump() for row in since]
    return problems.refused(why, now.procedure, entries=entries)
