"""The list behind a number as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from temoin.claims.sentences import OWN_ENTRIES, said
from temoin.engine.state import Actor
from temoin.insight import asked as asking
from temoin.insight import lines, outcomes, sheets, wording, zones
from temoin.insight.asked import Asked, Side
from temoin.insight.lines import MOST, PAGE, Line, What
from temoin.insight.sheets import Cell
from temoin.parties.models import Organisation, User

LAST_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list in words."""

    line: Line
    url: str
    step: str
    party: str
    firm: str
    insurer: str
    zone: str
    trade: str
    length: str
    action: str


def page(request: HttpRequest, asked: Asked, actor: Actor, context: Mapping[str, Any] | None = None) -> Any:
    """The list that the address asks for; `format=csv` gives all of it as a file."""
    what = _what(request, asked.side)
    figure = outcomes.figure_of(asked)
    if what is What.FIGURE and figure is None:
        raise Http404
    if request.GET.get("format") == "csv":
        return export(what, asked, actor)
    number = page_number(request.GET.get("page", ""))
    found = lines.page(what, asked, number)
    shown: dict[str, Any] = {
        "asked": asked,
        "what": what,
        "heading": said(figure[1].label) if figure and what is What.FIGURE else what.heading,
        "items": items(asked.side, found[:PAGE]),
        "total": lines.count(what, asked),
        "page": number,
        "more": len(found) > PAGE and number < LAST_PAGE,
        "narrowed": narrowed(asked),
        "query": asked.query(quoi=what, **_apart(asked)),
        "most": MOST,
    }
    return render(request, "insight/lines.html", shown | dict(context or {}))


def _what(request: HttpRequest, side: Side) -> What:
    try:
        what = What(request.GET.get("quoi", What.LATE))
    except ValueError:
        raise Http404 from None
    if what.noted and not side.network:
        raise Http404
    return what


def page_number(asked: str) -> int:
    """The page that an address asks for; the first where it says none that can be."""
    return (
        min(max(int(asked), 1), LAST_PAGE) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    )


def _apart(asked: Asked) -> dict[str, Any]:
    return {name: value for name, value in asked.only.items() if name not in asking.FILTERS}


def narrowed(asked: Asked) -> list[tuple[str, str]]:
    """What the list is narrowed by: its words, and the address without it."""
    found = []
    for column, value in asked.only.items():
        kept = {name: None if name == column else one for name, one in asked.only.items()}
        words = _words(column, value)
        if words:
            found.append((words, asked.query(**kept)))
    return found


def _words(column: str, value: Any) -> str:
    match column:
        case "insurer" | "organisation" | "contractor":
            return str(Organisation.objects.filter(pk=value).first() or "")
        case "person":
            return str(User.objects.filter(pk=value).first() or "")
        case "trade":
            return wording.trade(value)
        case "zone":
            return zones.label(value)
        case "step":
            return wording.step(value)
        case "phase":
            return wording.phase(value)
        case "charged_to":
            return wording.party(value)
        case "age":
            return _("age") + f" {('0–7', '8–15', '16–30', '30+')[min(value, 3)]}"
        case _:
            return ""


def items(side: Side, found: Sequence[Line]) -> list[Item]:
    """Lines in words; the names of all firms are read in one question."""
    firms = wording.organisations([one.organisation for one in found] + [one.insurer for one in found])
    people = wording.people(one.person for one in found)
    return [_item(side, one, firms, people) for one in found]


def _item(side: Side, one: Line, firms: Mapping[int, Organisation], people: Mapping[int, User]) -> Item:
    firm, person = firms.get(one.organisation or 0), people.get(one.person or 0)
    return Item(
        line=one,
        url=side.claim_url(one.reference, one.number, one.assignment) if one.seen else "",
        step=wording.step(one.step),
        party=wording.party(one.charged_to),
        firm=firm.name if firm else str(person or ""),
        insurer=firms[one.insurer].name if one.insurer in firms else "",
        zone=zones.label(one.zone),
        trade=wording.trade(one.trade),
        length=wording.length(one.seconds) if one.seconds is not None and one.seconds > 0 else "–",
        action=str(OWN_ENTRIES.get(one.action, one.action)),
    )


def export(what: What, asked: Asked, actor: Actor) -> StreamingHttpResponse:
    """All lines as CSV; delays in hours."""
    head = [
        _("File reference"),
        _("Assignment"),
        _("Insurer"),
        pgettext("of figures", "Trade"),
        _("Zone"),
        _("Step"),
        _("Charged to"),
        _("Organisation or person"),
        _("Opened") if what.spans else _("Action date"),
        _("At") if what.noted else _("Left on"),
        _("Hours") if what.spans else _("Hours late"),
        _("What"),
        _("Words"),
    ]

    def rows() -> Iterator[Sequence[Cell]]:
        for batch in _batches(lines.every(what, asked)):
            for item in items(asked.side, batch):
                yield _cells(item)

    period = asked.period
    name = f"{what.value}-{period.from_on:%Y%m%d}-{period.to_on:%Y%m%d}"
    return sheets.response(name, head, rows, actor)


def _batches(found: Iterable[Line]) -> Iterator[list[Line]]:
    rest = iter(found)
    while batch := list(islice(rest, lines.BATCH)):
        yield batch


def _cells(item: Item) -> Sequence[Cell]:
    one = item.line
    late = one.seconds if one.seconds is not None and one.seconds > 0 else None
    return (
        one.reference,
        one.number,
        item.insurer,
        item.trade,
        item.zone,
        item.step,
        item.party,
        item.firm,
        _moment(one.due_at),
        _moment(one.ended_at),
        None if late is None else round(late / 3600),
        item.action,
        one.said,
    )


def _moment(at: Any) -> str:
    return "" if at is None else f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
