"""Puts an estimate together: items looked up, VAT found by its rules, sums made, and a digest over it all."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from temoin.claims.models import Claim
from temoin.documents.models import Document
from temoin.estimates import content as contents
from temoin.estimates import pricing, sums
from temoin.estimates.content import Content, Incomplete, NewLine
from temoin.estimates.models import Leg, Line, PriceItem, PriceList
from temoin.estimates.sums import Part, Priced, Sums
from temoin.estimates.vat import Explained, explain, rule_for
from temoin.procedures.reading import calendar as calendar_named


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line with what was found for it."""

    line: NewLine
    item: PriceItem | None
    list_price: Decimal | None
    vat: Explained

    @property
    def amount(self) -> Decimal:
        return self.line.amount


@dataclass(frozen=True, slots=True)
class Assembled:
    """An estimate ready to be shown or kept."""

    content: Content
    lines: tuple[SetLine, ...]
    sums: Sums
    leg: Leg
    price_list: PriceList | None


def day_of(claim: Claim, at: datetime) -> date:
    """The day at the place of the claim."""
    return at.astimezone(ZoneInfo(calendar_named(claim.calendar).zone)).date()


def assemble(content: Content, claim: Claim, on: date, *, strict: bool = True) -> Assembled:
    """Look everything up. `strict` raises Incomplete where it cannot become a version; else it is shown as it is."""
    price_list = _list(content, claim)
    wanted = {line.item for line in content.lines if line.item is not None}
    items = PriceItem.objects.filter(price_list=price_list).in_bulk(wanted) if price_list and wanted else {}
    faults = contents.problems(content)
    photos, earlier = _photos(content, claim), _earlier(content, claim)
    for index, line in enumerate(content.lines):
        if line.item is not None and line.item not in items:
            faults.setdefault(index, {})["item"] = "not_in_list"
        if not set(line.photos) <= photos:
            faults.setdefault(index, {})["photos"] = "unknown"
        if line.comes_from is not None and line.comes_from not in earlier:
            faults.setdefault(index, {})["comes_from"] = "unknown"
    if strict and faults:
        raise Incomplete(faults)
    leg, language = pricing.leg_for(claim.insurer_id, claim.country), claim.insured_language
    lines = tuple(
        SetLine(
            line,
            item := items.get(line.item or 0),
            pricing.price(item, price_list) if item and price_list else None,
            explain(rule_for(claim.country, leg, line.work_category, content.dwelling, on), language),
        )
        for line in content.lines
    )
    return Assembled(content, lines, _sums(content, lines), leg, price_list)


def _list(content: Content, claim: Claim) -> PriceList | None:
    """The list named, if it is one for this claim's insurer and country."""
    found = PriceList.objects.filter(pk=content.price_list or 0, country=claim.country).first()
    return found if found and found.insurer_id in (None, claim.insurer_id) else None


def _photos(content: Content, claim: Claim) -> set[str]:
    """Of the photos named, those of this claim."""
    named = {photo for line in content.lines for photo in line.photos}
    found = Document.objects.filter(pk__in=named, claim_id=claim.pk) if named else Document.objects.none()
    return {str(pk) for pk in found.values_list("pk", flat=True)}


def _earlier(content: Content, claim: Claim) -> set[int]:
    """Of the lines that lines say they come from, those of this claim."""
    named = {line.comes_from for line in content.lines if line.comes_from is not None}
    found = Line.objects.filter(pk__in=named, version__claim=claim) if named else Line.objects.none()
    return set(found.values_list("pk", flat=True))


def _sums(content: Content, lines: tuple[SetLine, ...]) -> Sums:
    if content.totals is not None:
        zero, total = sums.ZERO_CENTS, content.totals
        return Sums((), total.net, total.vat, total.gross, total.gross, zero, zero, zero)
    return sums.total(
        Priced(
            max(one.line.quantity, Decimal(0)),
            max(one.line.unit_price, Decimal(0)),
            one.vat.category,
            one.vat.rate,
            one.line.wear_pct,
            Part(one.line.cover),
            discount_pct=one.line.discount_pct or Decimal(0),
            by_line=bool(one.line.section),
        )
        for one in lines
    )


def digest(made: Assembled, **about: Any) -> str:
    """SHA-256 over everything that the version says, `about` being who, which and when."""
    said = {
        "about": about,
        "kind": made.content.kind.value,
        "comment": made.content.comment,
        "dwelling": contents.dwelling_to_json(made.content.dwelling),
        "leg": made.leg.value,
        "price_list": made.price_list.pk if made.price_list else None,
        "totals_only": made.content.totals is not None,
        "sums": [str(amount) for amount in (made.sums.net, made.sums.vat, made.sums.gross)],
        "lines": [_said(one) for one in made.lines],
    }
    if made.content.calculation:
        said["calculation"] = dict(made.content.calculation)
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _said(one: SetLine) -> dict[str, Any]:
    found = [one.vat.rule, one.vat.category, str(one.vat.rate), str(one.list_price)]
    return contents.line_to_json(one.line) | {"found": found}
