"""Why an action date is what it is, as sentences: when it began, the rule, what was not counted, who moved it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from temoin.claims import sentences, timeline
from temoin.engine.calendar import Reason, Skipped
from temoin.engine.explain import Explanation
from temoin.engine.model import Due, DueKind, Duration, Procedure, Unit
from temoin.ui import formats


def lines(found: Explanation, procedure: Procedure) -> list[tuple[str, str]]:
    """(what, words) for each thing that the date rests on, in the order of the sum."""
    return list(_lines(found, procedure))


def _lines(found: Explanation, procedure: Procedure) -> Iterator[tuple[str, str]]:
    began = formats.instant(found.entered_at)
    yield _("Began"), f"{began} ({sentences.entry_label(procedure, found.entered_by)})"
    yield _("Rule"), _rule(found.rule, procedure)
    if not_counted := _not_counted(found.skipped):
        yield _("Not counted"), not_counted
    for pause in found.pauses:
        step = timeline.step_label(procedure, pause.step)
        yield _("Clock stopped"), f"{formats.instant(pause.start_at)} – {_until(pause.end_at)} ({step})"
    for move in found.moves:
        yield _("Moved"), f"{formats.instant(move.at)} → {formats.instant(move.to)} ({move.by})"
    if found.stored_at is not None:
        yield _("Action date"), formats.instant(found.stored_at, formats.Style.LONG)


def _until(at: datetime | None) -> str:
    return formats.instant(at) if at is not None else _("still")


def _rule(rule: Due, procedure: Procedure) -> str:
    match rule.kind:
        case DueKind.AFTER:
            return _amount(rule.duration) if rule.duration else ""
        case DueKind.INHERITED:
            return _("the date of the step that was interrupted")
        case DueKind.FIELD:
            field = procedure.fields.get(rule.field or "")
            words = sentences.said(field.label) if field else ""
            plus = procedure.fields.get(rule.plus or "")
            return f"{words} + {sentences.said(plus.label).lower()}" if plus else words


def _amount(duration: Duration) -> str:
    amount = {"amount": duration.amount}
    match duration.unit:
        case Unit.HOURS:
            return _("%(amount)s h on working days") % amount
        case Unit.WALL_HOURS:
            return _("%(amount)s h on the clock, nights and Sundays included") % amount
        case Unit.WALL_MINUTES:
            return _("%(amount)s min on the clock") % amount
        case Unit.OPENING_HOURS:
            return _("%(amount)s opening hours") % amount
        case Unit.WORKING_DAYS:
            return ngettext("%(amount)s working day", "%(amount)s working days", duration.amount) % amount
        case Unit.DAYS:
            return ngettext("%(amount)s calendar day", "%(amount)s calendar days", duration.amount) % amount
        case Unit.MONTHS:
            return ngettext("%(amount)s month", "%(amount)s months", duration.amount) % amount


def _not_counted(skipped: tuple[Skipped, ...]) -> str:
    """The days left out, each with its reason; hours outside the opening are not listed one by one."""
    named = [one for one in skipped if one.reason in (Reason.WEEKEND, Reason.HOLIDAY)]
    return ", ".join(_day(one) for one in named)


def _day(one: Skipped) -> str:
    day = formats.day(one.on)
    return f"{day} ({sentences.said(one.name)})" if one.name else day
