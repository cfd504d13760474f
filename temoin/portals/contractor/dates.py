"""The box with the dates of a job: which date may be entered or changed here, and where the others are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from temoin.claims import action_form
from temoin.claims.history import Current
from temoin.engine.choices import Choice
from temoin.engine.model import Action
from temoin.ui.fields import ActionForm

ACTIONS = ("record_works_date", "reschedule_works", "reschedule_visit")
"""What the box does. The start of works after a visit is not among them: it belongs to the visit report."""

REPORT = "report_visit"


@dataclass(frozen=True, slots=True)
class Box:
    """The dates as they stand. `action` is what the step lets the firm do to them here, if anything."""

    visit_at: datetime | None
    works_start_at: datetime | None
    planned_days: int | None
    action: Action | None
    enters: bool  # a first date, not a change
    report_url: str  # where the visit report is, in the steps that ask for it
    closed_words: str  # why no works date can be entered here, where none can


def box(now: Current, choices: list[Choice]) -> Box:
    """What the box shows at this step."""
    allowed = {one.action.code: one.action for one in choices if one.refusal is None}
    action = next((allowed[code] for code in ACTIONS if code in allowed), None)
    facts = now.state.facts
    report = reverse("contractor:visit_report", args=[now.assignment.pk]) if REPORT in allowed else ""
    return Box(
        visit_at=facts.get("visit_at"),
        works_start_at=facts.get("works_start_at"),
        planned_days=facts.get("planned_days"),
        action=action,
        enters=action is not None and action.code == "record_works_date",
        report_url=report,
        closed_words=_closed(now, report, action),
    )


def _closed(now: Current, report: str, action: Action | None) -> str:
    """Why the start of works has no field here."""
    if report:
        return _("A technical visit is booked: the works date is entered in the visit report (VT), not here.")
    if action is not None:
        return ""
    step = now.procedure.steps.get(now.state.step or "")
    if step is None:
        return _("This job is closed: its dates no longer change.")
    if now.state.facts.get("works_start_at"):
        return _("At this step the dates cannot be changed here.")
    return _("The works date is entered here once the works are agreed.")


def form(now: Current, action: Action) -> ActionForm:
    """The form of a date; who agreed to a change is not guessed."""
    return action_form.draw(now, action)
