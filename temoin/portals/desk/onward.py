"""Where one goes once something is done: on to the next file of the queue, unless this one still waits for him."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import door, sentences
from temoin.claims.models import Assignment
from temoin.engine.model import Step, Unit
from temoin.engine.state import State
from temoin.parties import acting
from temoin.portals.desk import queue
from temoin.ui.urgency import Urgency, urgency

PRESSING = (Urgency.LATE, Urgency.TODAY)
HOURS = (Unit.HOURS, Unit.WALL_HOURS, Unit.WALL_MINUTES, Unit.OPENING_HOURS)


def file_url(request: HttpRequest, reference: str, number: int) -> str:
    """A file beside the queue as it is looked at now."""
    return f"{reverse('desk:file', args=[reference])}?{queue.kept(request)}mission={number}"


def after(request: HttpRequest, before: Assignment, happened: door.Happened) -> str:
    """The next file, or the same; `before` is the assignment's row as it stood when the form was drawn."""
    here = file_url(request, happened.claim.reference, before.number)
    if stays(request, happened):
        return here
    following = queue.following(request, before)
    if following is None:
        return f"{reverse('desk:queue')}?{queue.kept(request)}".rstrip("?&")
    return file_url(request, following.claim.reference, following.number)


def stays(request: HttpRequest, happened: door.Happened) -> bool:
    """Whether the file stays open: nothing moved, the person does not want to be led on, or it is his turn again.

    His turn again: another step, held by his role, for which he has hours or until today. Whoever moved the date of his own
    step, or handed the file over, is done with it for now.
    """
    who, state = acting.of(request), happened.state
    if who.user is None or not who.user.opens_next or happened.replayed:
        return True
    if _moved(happened.before) == _moved(state):
        return True
    top, another = state.top, state.step != happened.before.step
    if top is None or not another:
        return False
    step = happened.procedure.steps[top.step]
    return step.holder == who.role and (_short(step) or urgency(top.due_at, clock.now()) in PRESSING)


def _short(step: Step) -> bool:
    """Whether the step is to be done at once: hours, not days, are given for it."""
    return step.due.duration is not None and step.due.duration.unit in HOURS


def _moved(state: State) -> tuple[object, ...]:
    """What makes an assignment leave its place in a queue: its step, its date, its end."""
    top = state.top
    return (top.number, top.due_at, state.outcome) if top else (None, None, state.outcome)


def said(request: HttpRequest, happened: door.Happened) -> str:
    """What was done, on which claim, and the way back to it where another file opens."""
    done = sentences.entry_label(happened.procedure, happened.row.action)
    reference = happened.claim.reference
    if stays(request, happened):
        return _("Claim %(reference)s: %(done)s.") % {"reference": reference, "done": done}
    assert happened.assignment is not None
    url = file_url(request, reference, happened.assignment.number)
    words = _("Claim %(reference)s: %(done)s") % {"reference": reference, "done": done}
    return format_html('{} · <a href="{}">{}</a>', words, url, _("Back to it"))
