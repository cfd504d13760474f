"""What a chaser will do, said before it is sent: a nudge while the deadline runs, a complaint after it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from temoin.claims.history import Current
from temoin.claims.sentences import said
from temoin.engine.conditions import Situation, holds
from temoin.engine.model import Action, Go
from temoin.engine.state import Actor

CHASERS = ("chase_estimate", "chase_report")


NOBODY = Actor(role="")  # no chaser asks who sends it


def label(action: Action, now: Current, at: datetime) -> str:
    """The action's label; a chaser's says which of the two it will be."""
    if action.code not in CHASERS:
        return said(action.label)
    situation = Situation(now.procedure, now.state, {}, NOBODY, frozenset(), at, now.calendar)
    branch = next((one for one in action.branches if holds(one.when, situation)), None)
    complains = branch is not None and branch.go is Go.INTERRUPT and branch.target == "complaint_in_progress"
    word = (
        _("the deadline has passed: this opens a complaint")
        if complains
        else _("in time: to the top of the list, without a mail")
    )
    return _("%(action)s (%(what)s)") % {"action": said(action.label), "what": word}
