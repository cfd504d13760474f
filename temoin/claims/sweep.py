"""Alarms that are due: found by one index, each fired once, late ones in order and at their true times."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime

from django.db.models import QuerySet

from temoin import clock
from temoin.claims import door, scope
from temoin.claims.models import Assignment, Claim
from temoin.engine import alarms, codec
from temoin.procedures.files import procedure as procedure_named
from temoin.procedures.reading import calendar as calendar_named

BATCH = 100
log = logging.getLogger(__name__)


def sweep(*, limit: int | None = None, progress: Callable[[int], None] = lambda fired: None) -> int:
    """Fire every alarm due by now, earliest first; returns how many went off.

    Batches are small and each alarm has its own transaction, so two workers share the work and a stop
    loses nothing. An assignment whose alarm cannot go off is logged and left for the next sweep, so that
    the others are served; `oldest_unfired` tells of it meanwhile.
    """
    fired, now, left = 0, clock.now(), set[int]()
    while (limit is None or fired < limit) and (batch := _due(now, left)):
        for assignment_id in batch:
            if _goes_off(assignment_id, now):
                fired += 1
            else:
                left.add(assignment_id)
        progress(fired)
    return fired


def _due(now: datetime, left: Collection[int]) -> list[int]:
    with scope.within("network"):
        found = Assignment.objects.filter(next_alarm_at__lte=now).exclude(pk__in=left)
        return list(found.order_by("next_alarm_at").values_list("pk", flat=True)[:BATCH])


def _goes_off(assignment_id: int, now: datetime) -> bool:
    try:
        return _fire_next(assignment_id, now)
    except Exception:  # whatever is wrong with this one must not keep the others from their alarms
        log.exception("the alarm of assignment %s cannot go off", assignment_id)
        return False


def _fire_next(assignment_id: int, now: datetime) -> bool:
    """Fire the assignment's next alarm; False where another worker has it in hand or nothing is due."""
    with scope.within("network"):
        assignment = (
            Assignment.objects.select_for_update(skip_locked=True)
            .filter(pk=assignment_id, next_alarm_at__lte=now)
            .first()
        )
        if assignment is None:
            return False
        procedure = procedure_named(assignment.procedure, assignment.procedure_version)
        state = codec.state_from_json(procedure, assignment.state)
        calendar = calendar_named(
            Claim.objects.values_list("calendar", flat=True).get(pk=assignment.claim_id)
        )
        due = [one for one in alarms.pending(procedure, state, calendar) if one.at <= now]
        return (
            bool(due) and door.fire(assignment_id=assignment_id, alarm=due[0], actor=door.TIMER) is not None
        )


def settle_due(found: QuerySet[Assignment]) -> int:
    """Let what has expired among these go off, so that a list of them is right at the minute; returns how many did.

    One indexed question where the worker runs. Where it was down, at most BATCH: the others are settled when
    somebody opens or acts on them.
    """
    # in one order, so that two pages never wait for each other
    late = found.filter(closed_at=None, next_alarm_at__lt=clock.now()).order_by("pk")
    rows = list(late.values_list("pk", "procedure", "procedure_version", "step")[:BATCH])
    return sum(
        _settled(pk) for pk, code, version, step in rows if procedure_named(code, version).steps[step].expire
    )


def _settled(assignment_id: int) -> bool:
    try:
        return door.settle(assignment_id)
    except Exception:  # a page is shown all the same; the sweep logs it again
        log.exception("assignment %s cannot expire", assignment_id)
        return False


def oldest_unfired() -> datetime | None:
    """When the oldest alarm that has not gone off was due: the monitor of the monitor."""
    with scope.within("network"):
        return (
            Assignment.objects.filter(next_alarm_at__lte=clock.now())
            .order_by("next_alarm_at")
            .values_list("next_alarm_at", flat=True)
            .first()
        )
