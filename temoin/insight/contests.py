"""Contests of charged time: kept beside the journal as they are raised and answered, so that they can be listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from temoin.claims import action_page
from temoin.claims.door import Happened
from temoin.claims.models import Assignment
from temoin.engine.state import Actor
from temoin.insight import wording
from temoin.insight.models import Contest, Held
from temoin.parties import acting
from temoin.parties.roles import REPAIRERS

ASK, ANSWER = "contest_interval", "answer_contest"
"""The procedure's actions."""


def raised(happened: Happened) -> None:
    """Somebody contests a stretch of time."""
    entry, assignment = happened.entry, happened.assignment
    assert assignment is not None  # actions are done on one
    frame = int(entry.values["contested_frame"])
    Contest.objects.create(
        claim_id=happened.claim.pk,
        assignment=assignment,
        frame=frame,
        step=_step(happened, assignment, frame),
        role=entry.actor.role,
        organisation=entry.actor.organisation,
        name=entry.actor.name[:200],
        reason=entry.values["contest_reason"],
        asked_at=entry.recorded_at,
    )


def answered(happened: Happened) -> None:
    """Whoever contested this stretch of time has his answer."""
    entry = happened.entry
    Contest.objects.filter(
        assignment=happened.assignment, frame=entry.values["contested_frame"], answered_at__isnull=True
    ).update(
        answered_at=entry.recorded_at,
        answered_by=entry.actor.name[:200],
        upheld=bool(entry.values["contest_upheld"]),
        charged_instead=entry.values.get("charged_instead") or "",
        answer=entry.values["answer"],
    )


def _step(happened: Happened, assignment: Assignment, frame: int) -> str:
    running = next((one.step for one in happened.before.frames if one.number == frame), None)
    if running is not None:
        return running
    row = Held.objects.filter(assignment=assignment, frame=frame).first()
    return row.step if row else ""


def charged(assignment: Assignment, frame: int, actor: Actor) -> bool:
    """Whether the time of that frame is charged to whoever asks: his organisation, or his role in the network."""
    rows = Held.objects.filter(assignment=assignment, frame=frame)
    if rows.filter(organisation=actor.organisation).exists() or rows.filter(charged_to=actor.role).exists():
        return True
    frames = assignment.state.get("frames")
    running = bool(frames) and frames[-1]["number"] == frame
    return running and assignment.charged_to == actor.role and _his(assignment, actor)


def _his(assignment: Assignment, actor: Actor) -> bool:
    """Of a firm's role only the firm itself; the roles of the network are the network's."""
    if actor.role in REPAIRERS:
        return assignment.contractor == actor.organisation
    if actor.role == "insurer":
        return assignment.claim.insurer_id == actor.organisation
    if actor.role == "loss_adjuster":
        return bool(assignment.state["facts"].get("loss_adjuster") == actor.organisation)
    return True


def page(request: HttpRequest, assignment: Assignment, frame: int, back_url: str) -> HttpResponse:
    """The form by which whoever is charged for a stretch contests it; 404 where it is not charged to him."""
    actor = acting.of(request).actor
    if actor is None or frame >= LARGEST or not charged(assignment, frame, actor):
        raise Http404
    setting = action_page.Setting(
        back_url=back_url,
        done_url=back_url,
        fixed={"contested_frame": frame},
        template="insight/contest_ask.html",
        context={"stretch": wording.step(step_of(assignment, frame)), "submit_label": _("Contest this")},
        done_words=lambda happened: _("The network has your contest and will answer it here."),
    )
    return action_page.action_page(request, assignment, ASK, setting)


def step_of(assignment: Assignment, frame: int) -> str:
    """The step of a stretch, from its rows or from where the assignment stands."""
    row = Held.objects.filter(assignment=assignment, frame=frame).first()
    return row.step if row else assignment.step


@dataclass(frozen=True, slots=True)
class Shown:
    """A contest in words: who, at which step, and to whom it is charged instead."""

    contest: Contest
    step: str
    firm: str
    role: str
    instead: str


def shown(found: Sequence[Contest]) -> list[Shown]:
    """Contests in words; the names of all firms are read in one question."""
    firms = wording.organisations(one.organisation for one in found)
    return [
        Shown(
            contest=one,
            step=wording.step(one.step),
            firm=firms[one.organisation].name if one.organisation in firms else "",
            role=wording.party(one.role),
            instead=wording.party(one.charged_instead) if one.charged_instead else "",
        )
        for one in found
    ]


LARGEST = 2**31
