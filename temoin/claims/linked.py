"""Assignments that wait for one another: a wait ends by itself once the one it names is finished or closed."""

from __future__ import annotations

from procrastinate.contrib.django import app

from temoin.claims import door, history, scope
from temoin.claims.models import Assignment, Claim
from temoin.engine import linked
from temoin.engine.state import Actor

LINKS = Actor(role="machine", name="Témoin, linked assignments", machine=True)


def follow(happened: door.Happened) -> None:
    """Where this may end somebody's wait, have the claim's waits looked at once it is committed.

    Not at once: two assignments of a claim that each lock the other's row would wait for ever.
    """
    if happened.assignment is None or happened.replayed or happened.row.imported:
        return
    if linked.moved_on(happened.procedure, happened.before, happened.state):
        end_waits.configure(lock=f"linked:{happened.claim.pk}").defer(claim_id=happened.claim.pk)


@app.task(name="claims.end_linked_waits")
def end_waits(claim_id: int) -> int:
    """End every wait of the claim for an assignment that has come far enough; how many. Twice does no harm."""
    with scope.within("network"):
        claim = Claim.objects.get(pk=claim_id)
        found = [history.current(one, claim) for one in Assignment.objects.filter(claim=claim)]
        by_number = {one.assignment.number: one for one in found}
        ended = 0
        for now in found:
            waits = linked.waits_for(now.procedure, now.state)
            other = by_number.get(waits[1]) if waits else None
            if waits is None or other is None or other is now:
                continue
            if linked.over(waits[0], other.procedure, other.state):
                door.act(
                    assignment_id=now.assignment.pk,
                    action=waits[0].action,
                    values={},
                    actor=LINKS,
                    seen=now.assignment.moved_seq,
                )
                ended += 1
        return ended
