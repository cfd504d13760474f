"""A few firms contest time that they were charged: some have their answer, some wait for it."""

from __future__ import annotations

from temoin.claims import door, history
from temoin.engine.state import Actor
from temoin.insight import contests, whose
from temoin.insight.models import Held
from temoin.parties.models import Membership

SAID = (
    ("Le client a reporté deux fois, nous avons ses messages.", True, "Les messages le confirment."),
    (
        "Nous avons appelé trois fois le premier jour, sans réponse.",
        False,
        "Aucun appel n’est noté ce jour-là.",
    ),
    ("La fourniture est arrivée avec une semaine de retard.", None, ""),
    ("Le dossier nous est parvenu après l’échéance.", None, ""),
)
"""What was said, whether it was upheld (None: still open), and the answer."""


def add() -> None:
    """Contests of the latest delays of contractors, as many as there are things said."""
    late = Held.objects.filter(kept=False, charged_to="contractor", assignment__closed_at__isnull=True)
    rows = late.select_related("assignment", "assignment__claim").order_by("-end_at")[:40]
    said = iter(SAID)
    for row in rows:
        firm, now = _member(row.organisation, "contractor"), history.current(row.assignment)
        if firm is None or row.assignment.contractor != row.organisation or not whose.contestable(now, firm):
            continue
        words = next(said, None)
        if words is None:
            return
        _contest(row, firm, *words)


def _contest(row: Held, firm: Actor, reason: str, upheld: bool | None, answer: str) -> None:
    asked = {"contested_frame": row.frame, "contest_reason": reason}
    door.act(assignment_id=row.assignment_id, action=contests.ASK, values=asked, actor=firm)
    manager = _member(None, "network_manager")
    if upheld is None or manager is None:
        return
    said = {"contested_frame": row.frame, "contest_upheld": upheld, "answer": answer}
    instead = {"charged_instead": "insured"} if upheld else {}
    door.act(
        assignment_id=row.assignment_id, action=contests.ANSWER, values={**said, **instead}, actor=manager
    )


def _member(organisation: int | None, role: str) -> Actor | None:
    found = Membership.objects.filter(role=role, active=True).select_related("user").order_by("pk")
    if organisation is not None:
        found = found.filter(organisation=organisation)
    one = found.first()
    return Actor(role, one.organisation_id, one.user_id, str(one.user)) if one else None
