"""A long form in hand: what stands in it, who fills it in, and what went wrong with the last thing said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from temoin.claims import form_drafts
from temoin.claims.form_drafts import Filled, Overtaken
from temoin.claims.history import Current
from temoin.claims.models import Assignment, FormDraft
from temoin.engine.model import Action, Field
from temoin.engine.state import Actor
from temoin.estimates import versions
from temoin.estimates.calculation import Finding
from temoin.estimates.models import Kind
from temoin.portals.body_shop import access

CLOSE = "close_and_transmit"
LONG = (CLOSE, "submit_supplement", "declare_total_loss")
"""Actions whose form is kept while it is filled in; all others are sent as they are drawn."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps the form from being sent: what, why, and where it is put right."""

    label: str
    sentence: str
    url: str = ""


@dataclass(slots=True)
class Work:
    """A form in hand. `refused` are files that were not taken, `problems` what keeps it from being sent.

    `keyed` are totals that were typed off a PDF, `findings` why a calculation was not taken, `fault` why its file was not.
    """

    request: HttpRequest
    now: Current
    action: Action
    actor: Actor
    draft: FormDraft
    filled: Filled
    overtaken: Mapping[str, Overtaken] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    keyed: dict[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    fault: str = ""

    @property
    def assignment(self) -> Assignment:
        return self.now.assignment

    @property
    def firm(self) -> int:
        return access.firm(self.request)

    @property
    def url(self) -> str:
        return url(self.assignment, self.action.code)

    @property
    def fields(self) -> dict[str, Field]:
        """The fields that are asked here, by code."""
        return {code: one for code, one in self.filled.form.definitions.items() if code not in self.apart}

    @property
    def calculates(self) -> bool:
        return versions.asks(self.action, "estimate_file")

    @property
    def apart(self) -> frozenset[str]:
        """What the calculation fills in."""
        return versions.filled(self.action, Kind.CONTRACTOR)

    @property
    def known(self) -> dict[str, Any]:
        """A closing that is done again begins with the photos that were sent; other forms begin without."""
        return dict(self.now.state.facts) if self.action.code == CLOSE else {}

    def read_again(self) -> None:
        """After a change of the draft."""
        self.filled = form_drafts.filled(
            self.now, self.action, self.draft, known=self.known, apart=self.apart
        )


def begin(request: HttpRequest, now: Current, action: Action, actor: Actor, *, lock: bool) -> Work:
    """Take the firm's form in hand; locked for whoever changes it."""
    draft = form_drafts.find(now.assignment, action.code, access.firm(request), lock=lock)
    known = now.state.facts if action.code == CLOSE else {}
    apart = versions.filled(action, Kind.CONTRACTOR)
    filled = form_drafts.filled(now, action, draft, known=known, apart=apart)
    return Work(request, now, action, actor, draft, filled)


def url(assignment: Assignment, code: str) -> str:
    """Where the form of an action is filled in."""
    if code == CLOSE:
        return reverse("body_shop:estimate", args=[assignment.pk])
    return reverse("body_shop:act", args=[assignment.pk, code])
