"""What may be done on the open file: the one that comes first, and the others in groups."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from temoin.engine.choices import Choice
from temoin.engine.model import Action, Go, Procedure
from temoin.portals.desk.opened import File
from temoin.procedures.files import procedure as procedure_named

COMPOSER = ("add_note", "log_call")  # they stand above the journal
QUIET = (*COMPOSER, "write_message")  # what has a place of its own is not in the menu
OWN_PAGES = {"assign": "desk:assign", "approve": "desk:study"}
LONG = 8  # from so many on, the menu can be searched


class Kind(StrEnum):
    """What an action is about, in the order of the menu."""

    STEP = "step"
    WAIT = "wait"
    MESSAGE = "message"
    DATE = "date"
    CLOSING = "closing"

    @property
    def label(self) -> str:
        match self:
            case Kind.STEP:
                return _("This step")
            case Kind.WAIT:
                return _("Put on hold")
            case Kind.MESSAGE:
                return _("Messages and notes")
            case Kind.DATE:
                return _("Dates")
            case Kind.CLOSING:
                return _("Closing and exceptions")


@dataclass(frozen=True, slots=True)
class Group:
    """The actions of one kind."""

    label: str
    choices: list[Choice]


def context(file: File) -> dict[str, Any]:
    """The primary action and the menu of the others."""
    shown = [one for one in file.choices if one.action.code not in QUIET]
    primary = _first(file.now.procedure, shown)
    others = [one for one in shown if one is not primary]
    return {
        "choices": file.choices,
        "primary": primary,
        "primary_url": url(file, primary.action) if primary else "",
        "others": others,
        "groups_of_others": grouped(file.now.procedure, others),
        "searchable": len(others) >= LONG,
    }


def _first(procedure: Procedure, choices: list[Choice]) -> Choice | None:
    """The step's main action; where that one is refused, the first of the step's own that is not."""
    ready = [one for one in choices if one.refusal is None]
    main = next((one for one in ready if one.action.primary), None)
    if main is not None or not any(one.action.primary for one in choices):
        return main
    return next((one for one in ready if kind(procedure, one.action) is Kind.STEP), None)


def url(file: File, action: Action) -> str:
    """Where an action's form stands; whom to assign to and what of an estimate is kept are pages of their own."""
    where = [file.claim.reference, file.now.assignment.number]
    own = OWN_PAGES.get(action.code)
    page = reverse(own, args=where) if own else reverse("desk:act", args=[*where, action.code])
    asked = file.kept.rstrip("&")
    return f"{page}?{asked}" if asked else page


def grouped(procedure: Procedure, choices: list[Choice]) -> list[Group]:
    """The choices by what they are about; within a group those that can be done come first."""
    kinds = {one.action.code: kind(procedure, one.action) for one in choices}
    found = [Group(one.label, [c for c in choices if kinds[c.action.code] is one]) for one in Kind]
    return [one for one in found if one.choices]


def kind(procedure: Procedure, action: Action) -> Kind:
    """What an action is about, from where it leads; what most steps offer is no step's own."""
    ways = {branch.go for branch in action.branches}
    if action.danger or ways & {Go.CLOSE, Go.CHOSEN}:
        return Kind.CLOSING
    if any(b.go is Go.INTERRUPT and procedure.steps[b.target].pauses for b in action.branches):
        return Kind.WAIT
    if Go.MOVE in ways or any(one.code == "promised_at" for one in action.form):
        return Kind.DATE
    return Kind.MESSAGE if action.code in _everywhere(procedure.code, procedure.version) else Kind.STEP


@cache
def _everywhere(code: str, version: int) -> frozenset[str]:
    """The actions that more than half of the steps offer."""
    steps = procedure_named(code, version).steps.values()
    offered = [one for step in steps for one in set(step.actions)]
    return frozenset(one for one in offered if offered.count(one) * 2 > len(steps))
