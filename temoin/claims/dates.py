"""Due rules and skipped days in the reader's words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from temoin.claims.sentences import said
from temoin.engine.calendar import Reason, Skipped
from temoin.engine.model import Due, DueKind, Duration, Procedure, Unit


def rule(due: Due, procedure: Procedure) -> str:
    """`24 hours on working days`, `the date of: Visit`, `the date of the interrupted step`."""
    match due.kind:
        case DueKind.AFTER:
            return duration(due.duration) if due.duration else ""
        case DueKind.INHERITED:
            return _("the date of the step that was interrupted")
        case DueKind.FIELD:
            label = said(procedure.fields[due.field or ""].label)
            if due.plus is None:
                return _("the date given: %(field)s") % {"field": label}
            plus = said(procedure.fields[due.plus].label)
            return _("the date given: %(field)s, plus working days: %(plus)s") % {
                "field": label,
                "plus": plus,
            }


def duration(period: Duration) -> str:
    """A duration with its unit in words."""
    n = period.amount
    match period.unit:
        case Unit.HOURS:
            text = ngettext("%(n)d hour on working days", "%(n)d hours on working days", n)
        case Unit.WALL_HOURS:
            text = ngettext(
                "%(n)d hour, nights and Sundays included", "%(n)d hours, nights and Sundays included", n
            )
        case Unit.WALL_MINUTES:
            text = ngettext("%(n)d minute", "%(n)d minutes", n)
        case Unit.OPENING_HOURS:
            text = ngettext("%(n)d opening hour", "%(n)d opening hours", n)
        case Unit.WORKING_DAYS:
            text = ngettext("%(n)d working day", "%(n)d working days", n)
        case Unit.DAYS:
            text = ngettext("%(n)d calendar day", "%(n)d calendar days", n)
        case Unit.MONTHS:
            text = ngettext("%(n)d month", "%(n)d months", n)
    return text % {"n": n}


def skipped(one: Skipped) -> str:
    """Why a day, or part of one, was not counted."""
    match one.reason:
        case Reason.WEEKEND:
            return _("weekend")
        case Reason.HOLIDAY:
            name = said(one.name)
            return f"{name} ({one.source})" if one.source else name
        case Reason.CLOSED:
            return _("outside opening hours")
        case Reason.CLOCK_CHANGE:
            return _("clock change")
