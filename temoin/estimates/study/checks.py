"""What catches an estimator's eye in an estimate, found by comparing. Pure: figures in, findings out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from temoin.estimates.models.line import Line
from temoin.estimates.study.beside import Figures, Source
from temoin.estimates.vat import Dwelling


class Check(StrEnum):
    """What is looked at, in the order it is shown."""

    NEWER_VERSION = "newer_version"
    OTHER_TOTAL = "other_total"
    SPLIT = "split"
    QUANTITY = "quantity"
    NOT_MEASURED = "not_measured"
    PRICE = "price"
    OFF_LIST = "off_list"
    TWICE = "twice"
    VAT = "vat"
    PHOTOS = "photos"


@dataclass(frozen=True, slots=True)
class Finding:
    """`good` says that all is well there; `percent` by line id, how far above the list (whole percents)."""

    check: Check
    good: bool
    lines: tuple[Line, ...] = ()
    percent: Mapping[int, int] | None = None
    amount: Decimal | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known around the estimate; `said` is the total that the assignment's facts name, VAT included."""

    total: Decimal
    said: Decimal | None
    dwelling: Dwelling
    studied: int | None  # number of the contractor's version that was studied last
    number: int
    same_trade: Sequence[str] = ()  # other assignments of the claim, of the same trade


SURFACES = frozenset({"m2", "m", "m3"})


def findings(lines: Sequence[Line], beside: Mapping[int, Figures], around: Circumstances) -> list[Finding]:
    """Everything found, what asks for a look before what is well."""
    found = [*_around(around), *_of_lines(lines, beside), *_vat(lines, around.dwelling)]
    order = list(Check)
    return sorted(found, key=lambda one: (one.good, order.index(one.check)))


def _around(around: Circumstances) -> Iterator[Finding]:
    if around.studied is not None and around.studied < around.number:
        yield Finding(Check.NEWER_VERSION, good=False, words=(str(around.studied), str(around.number)))
    if around.said is not None and around.said != around.total:
        yield Finding(Check.OTHER_TOTAL, good=False, amount=around.said)
    if around.same_trade:
        yield Finding(Check.SPLIT, good=False, words=tuple(around.same_trade))


def _of_lines(lines: Sequence[Line], beside: Mapping[int, Figures]) -> Iterator[Finding]:
    if not lines:
        return
    more = [line for line in lines if _quantity_above(line, beside.get(line.pk))]
    if more:
        yield Finding(Check.QUANTITY, good=False, lines=tuple(more))
    elif any(one.source is Source.ADJUSTER for one in beside.values()):
        yield Finding(Check.QUANTITY, good=True)
    by_eye = [line for line in lines if line.unit in SURFACES and not line.measured]
    yield Finding(Check.NOT_MEASURED, good=not by_eye, lines=tuple(by_eye))
    percent = {line.pk: above for line in lines if (above := above_list(line))}
    dear = [line for line in lines if line.pk in percent]
    yield Finding(Check.PRICE, good=not dear, lines=tuple(dear), percent=percent)
    off = [line for line in lines if line.list_price is None]
    if off:
        yield Finding(Check.OFF_LIST, good=False, lines=tuple(off))
    again = list(_again(lines))
    if again:
        yield Finding(Check.TWICE, good=False, lines=tuple(again))
    bare = list(_without_photos(lines))
    yield Finding(Check.PHOTOS, good=not bare, words=tuple(bare))


def _quantity_above(line: Line, other: Figures | None) -> bool:
    return other is not None and other.source is Source.ADJUSTER and line.quantity > other.quantity


def above_list(line: Line) -> int:
    """By how many percent a price is above the list's, at least 1 where it is above at all; else 0."""
    if line.list_price is None or line.unit_price <= line.list_price:
        return 0
    if not line.list_price:
        return 100
    share = (line.unit_price - line.list_price) * 100 / line.list_price
    return max(1, int(share.quantize(Decimal(1), ROUND_HALF_UP)))


def _again(lines: Iterable[Line]) -> Iterator[Line]:
    """The second and further lines for the same work in the same room."""
    met = set()
    for line in lines:
        work = (line.room.casefold(), line.item_code or line.description.casefold())
        if work in met:
            yield line
        met.add(work)


def _without_photos(lines: Iterable[Line]) -> Iterator[str]:
    """The rooms of which no line has a photo."""
    photos: dict[str, int] = defaultdict(int)
    for line in lines:
        photos[line.room] += len(line.photos)
    yield from (room for room, count in photos.items() if not count)


def _vat(lines: Sequence[Line], dwelling: Dwelling) -> Iterator[Finding]:
    """The rate follows from the rules; it is only as sure as what is known of the dwelling."""
    if not lines:
        return
    known = None not in (dwelling.first_occupied, dwelling.private_use)
    yield Finding(
        Check.VAT, good=known, words=tuple(sorted({line.vat_reason for line in lines if line.vat_reason}))
    )
