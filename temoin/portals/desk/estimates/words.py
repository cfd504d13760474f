"""What the checks found and what was decided, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from temoin.estimates.models import Line
from temoin.estimates.paper import quantity
from temoin.estimates.study.beside import Figures
from temoin.estimates.study.checks import Check, Finding
from temoin.estimates.study.decisions import Choice, Decision
from temoin.ui import formats

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A finding on the page."""

    good: bool
    title: str
    detail: str


def said(finding: Finding, beside: Mapping[int, Figures], currency: str) -> Said:
    """The finding as a title and a detail."""
    title, detail = _words(finding, beside, currency)
    return Said(finding.good, title, detail)


def _words(one: Finding, beside: Mapping[int, Figures], currency: str) -> tuple[str, str]:
    count = {"n": len(one.lines)}
    match one.check:
        case Check.NEWER_VERSION:
            said = _("Version %(old)s was studied, this is version %(new)s.")
            return _("A newer version"), said % {"old": one.words[0], "new": one.words[1]}
        case Check.OTHER_TOTAL:
            words = _("The file stands at %(total)s.") % {"total": formats.money(one.amount or 0, currency)}
            return _("The total is not the one of the file"), words
        case Check.SPLIT:
            numbers = ", ".join(f"N°{number}" for number in one.words)
            return _("Same trade on another assignment"), _(
                "%(numbers)s: the limit counts them together."
            ) % {"numbers": numbers}
        case Check.QUANTITY:
            if one.good:
                return _("Quantities within the report"), ""
            return _("Quantity above the adjuster’s report"), _named(
                one.lines, lambda line: _both(line, beside)
            )
        case Check.NOT_MEASURED:
            if one.good:
                return _("Every surface shows how it was measured"), ""
            title = ngettext(
                "%(n)s surface without its measure", "%(n)s surfaces without their measure", len(one.lines)
            )
            return title % count, _named(one.lines)
        case Check.PRICE:
            if one.good:
                return _("No price above the list"), ""
            title = ngettext("%(n)s price above the list", "%(n)s prices above the list", len(one.lines))
            percent = one.percent or {}
            return title % count, _named(one.lines, lambda line: f"+{percent[line.pk]} %")
        case Check.OFF_LIST:
            title = ngettext("%(n)s line off the list", "%(n)s lines off the list", len(one.lines))
            return title % count, _named(one.lines, lambda line: line.off_list_reason)
        case Check.TWICE:
            return _("The same work twice in a room"), _named(one.lines)
        case Check.VAT:
            title = (
                _("VAT follows what is known of the dwelling")
                if one.good
                else _("VAT: the dwelling is not fully known")
            )
            return title, " · ".join(one.words)
        case Check.PHOTOS:
            if one.good:
                return _("Every room has a photo"), ""
            return _("Rooms without a photo"), ", ".join(word or _("General") for word in one.words)
        case _:
            assert_never(one.check)


def _named(lines: Iterable[Line], about: object = None) -> str:
    """The first lines by name, with a word about each; the rest as a number."""
    lines = list(lines)
    said = []
    for line in lines[:MOST_NAMED]:
        word = about(line) if callable(about) else ""
        said.append(
            f"{line.description} {word}".strip() if len(word) < 20 else f"{line.description} : {word}"
        )
    if len(lines) > MOST_NAMED:
        said.append(_("%(n)s more") % {"n": len(lines) - MOST_NAMED})
    return ", ".join(said)


def _both(line: Line, beside: Mapping[int, Figures]) -> str:
    other = beside[line.pk]
    return _("%(asked)s against %(found)s") % {
        "asked": quantity(line.quantity, line.unit),
        "found": quantity(other.quantity, line.unit),
    }


def taken() -> str:
    """Why a figure that stands beside was taken; the contractor reads it, so it says nothing of whose it was."""
    return _("Brought to the amount admitted.")


def questions(lines: Iterable[Line], decided: Mapping[int, Decision]) -> str:
    """The open questions as one letter, line by line."""
    return "\n".join(
        f"{line.position}. {place(line)} : {decided[line.pk].reason}"
        for line in lines
        if decided[line.pk].choice is Choice.ASK
    )


def summary(lines: Iterable[Line], decided: Mapping[int, Decision]) -> str:
    """What the journal says of a revision: the lines that are not kept, with the reasons."""
    said = []
    for line in lines:
        one = decided[line.pk]
        match one.choice:
            case Choice.KEEP:
                continue
            case Choice.TAKE:
                word = taken()
            case Choice.REDUCE:
                word = _("reduced to %(quantity)s at %(price)s: %(reason)s") % {
                    "quantity": quantity(one.quantity, line.unit),
                    "price": formats.number(one.unit_price),
                    "reason": one.reason,
                }
            case Choice.REFUSE:
                word = _("refused: %(reason)s") % {"reason": one.reason}
            case Choice.ASK:
                word = _("question: %(reason)s") % {"reason": one.reason}
            case _:
                assert_never(one.choice)
        said.append(f"{line.position}. {place(line)} : {word}")
    return "\n".join(said)[:3900] or _("Who bears the lines was changed.")


def place(line: Line) -> str:
    """`Peinture, deux couches (Séjour)`."""
    return f"{line.description} ({line.room})" if line.room else line.description
