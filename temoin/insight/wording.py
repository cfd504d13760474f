"""Codes and ids of figures in the reader's words; a code that no procedure knows any more stands as it is."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from temoin.claims import dates
from temoin.claims.sentences import said
from temoin.engine.model import DueKind, Procedure
from temoin.insight.drawing import percent
from temoin.parties.models import Organisation, User
from temoin.procedures import files
from temoin.ui import formats

DAY, HOUR = 86400, 3600


def procedures() -> list[Procedure]:
    """Every procedure that can be opened, the order of whose steps is that of the pages."""
    return [files.procedure(code) for code in files.procedures()]


def step(code: str) -> str:
    """The label of a step or of an end."""
    for one in procedures():
        known = one.steps.get(code) or one.ends.get(code)
        if known is not None:
            return said(known.label)
    return code


def rule(code: str) -> str:
    """The time that a step is given, where it is a length of time."""
    for one in procedures():
        if code in one.steps and one.steps[code].due.kind is DueKind.AFTER:
            return dates.rule(one.steps[code].due, one)
    return ""


def measured(code: str) -> bool:
    """Whether the action date of a step moves only by doing the thing."""
    return any(code in one.steps and one.steps[code].measured for one in procedures())


def place(code: str) -> int:
    """Where a step stands among all, procedure after procedure."""
    every = [step for one in procedures() for step in one.steps]
    return every.index(code) if code in every else len(every)


def phase(code: str) -> str:
    """The label of a group of steps."""
    return next((said(one.groups[code]) for one in procedures() if code in one.groups), code)


def phases() -> list[str]:
    """The groups of steps in their order."""
    return list(dict.fromkeys(code for one in procedures() for code in one.groups))


def party(code: str) -> str:
    """The label of whose time runs."""
    for one in procedures():
        role = one.roles.get(code)
        label = role.label if role else one.charged.get(code)
        if label:
            return said(label)
    return code


def trade(code: str) -> str:
    """The label of a trade."""
    for one in procedures():
        found = one.fields["trade"].choices.get(code) if "trade" in one.fields else None
        if found:
            return said(found)
    return code


def trades() -> list[tuple[str, str]]:
    """Every trade with its label."""
    fields = [one.fields["trade"] for one in procedures() if "trade" in one.fields]
    return [(code, said(label)) for field in fields for code, label in field.choices.items()]


def organisations(ids: Iterable[int | None]) -> dict[int, Organisation]:
    """The organisations of these ids, in one question."""
    return Organisation.objects.in_bulk({one for one in ids if one is not None})


def people(ids: Iterable[int | None]) -> dict[int, User]:
    """The persons of these ids, in one question."""
    return User.objects.in_bulk({one for one in ids if one is not None})


def share(value: float, digits: int = 0) -> str:
    """`91,4` or `91`: per cent without its sign."""
    return formats.number(Decimal(percent(round(value, digits))))


def points(change: float) -> str:
    """`+1,8 point`, `−0,4 point`."""
    amount = round(change, 1)
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    words = ngettext("%(n)s point", "%(n)s points", 2 if abs(amount) >= 2 else 1)
    return words % {"n": sign + share(abs(amount), 1)}


def more(change: int) -> str:
    """`+9`, `−23`."""
    return f"+{change}" if change > 0 else f"−{-change}" if change < 0 else _("as before")


def length(seconds: float | None) -> str:
    """A delay in the unit that says most: `6 d`, `14 h`, `25 min`."""
    if seconds is None:
        return "–"
    if seconds >= 2 * DAY:
        return formats.unit_words(round(seconds / DAY), "d")
    if seconds >= HOUR:
        return formats.unit_words(round(seconds / HOUR), "h")
    return formats.unit_words(round(seconds / 60), "min")
