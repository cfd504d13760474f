"""What the insured must do now, if anything: the title of his page, and the buttons under an appointment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from temoin.claims.history import Current
from temoin.claims.reservations import LIFT
from temoin.engine.model import Action
from temoin.portals.insured.appointment import ASKING, CONFIRMING, Answer, Appointment

GIVE, ATTACH, CANCEL, WRITE = "give_availabilities", "attach_documents", "cancel", "write_message"
ELSEWHERE = frozenset({*CONFIRMING, ASKING, GIVE, ATTACH, LIFT, WRITE})
"""Actions with a place of their own on the page; all others stand in its list of requests."""


@dataclass(frozen=True, slots=True)
class Button:
    """An action as a button: `direct` where nothing is asked before it is done."""

    action: Action
    url: str
    direct: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether he must act on an assignment, and what he may do there."""

    must: str  # the action's code; empty where he need not do anything
    buttons: tuple[Button, ...]  # beside the appointment or the question
    requests: tuple[Button, ...]


def turn(now: Current, ready: Sequence[Action], appointment: Appointment | None, at: datetime) -> Turn:
    """His turn on one assignment; `ready` are the engine's actions that nothing refuses."""
    offered = {action.code: action for action in ready}
    must = _must(now, ready, appointment, at)
    beside = [must] if must and must != LIFT else []
    if appointment and not appointment.past and appointment.answer is not Answer.OTHER:
        beside.append(ASKING)
    if must == "sign":
        beside.append("make_reservations")
    shown = dict.fromkeys(code for code in beside if code in offered)
    return Turn(
        must=must,
        buttons=tuple(button(now, offered[code]) for code in shown),
        requests=tuple(button(now, one) for one in ready if one.code not in ELSEWHERE | shown.keys()),
    )


def button(now: Current, action: Action) -> Button:
    """An action with its address."""
    return Button(
        action=action,
        url=reverse("insured:act", args=[now.assignment.number, action.code]),
        direct=not action.form and not action.confirm and not action.danger,
    )


def _must(now: Current, ready: Sequence[Action], appointment: Appointment | None, at: datetime) -> str:
    for action in ready:
        if action.code in CONFIRMING:
            if appointment and not appointment.past and appointment.answer is Answer.NONE:
                return action.code
        elif action.primary:
            return action.code
    if now.state.step == "sign_off" and any(action.code == LIFT for action in ready):
        return LIFT
    asked = any(action.code == GIVE for action in ready)
    return GIVE if asked and appointment is None and _nobody_knows_when(now, at) else ""


def _nobody_knows_when(now: Current, at: datetime) -> bool:
    """At the beginning, and no time of his lies ahead."""
    step = now.procedure.steps[now.state.frames[0].step]
    first = now.procedure.phases[0][1] if now.procedure.phases else ()
    ahead = any(datetime.fromisoformat(until) > at for _from, until in now.claim.availabilities)
    return step.group in first and not ahead


def title(must: str, name: str) -> str:
    """The page's title: what he must do, in a sentence that calls him by his name."""
    sentences = {
        "": _("%(name)s, there is nothing for you to do now"),
        "confirm_visit": _("%(name)s, please confirm your visit"),
        "accept_slot": _("%(name)s, does this visit suit you?"),
        "sign": _("%(name)s, please sign for the works"),
        "sign_supply_choice": _("%(name)s, please sign the choice of your supplies"),
        LIFT: _("%(name)s, have your reservations been dealt with?"),
        GIVE: _("%(name)s, when can somebody come?"),
        "prove_cause_repaired": _("%(name)s, send us the proof of the repair"),
        "record_remote_assessment": _("%(name)s, tell us about the remote assessment"),
        "record_reached": _("%(name)s, please call the professional back"),
        "end_long_wait": _("%(name)s, tell us when your file can go on"),
    }
    return sentences.get(must, _("%(name)s, it is your turn")) % {"name": name}
