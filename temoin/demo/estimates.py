"""Estimates with lines for a part of the invented jobs: from the price list, near the total that the story needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random
from typing import Any

from django.utils import translation

from temoin.claims.models import Assignment
from temoin.demo.scene import Moment
from temoin.estimates import drafts, price_file, pricing, versions
from temoin.estimates.assembly import assemble
from temoin.estimates.content import Content, NewLine
from temoin.estimates.models import Kind, PriceItem, PriceList, Version
from temoin.estimates.vat import Dwelling

DATA = Path(price_file.__file__).parent / "data"
SHARE = 0.3  # of all estimates; the others are files with their total
ROOMS = {
    "fr": ("Séjour", "Cuisine", "Salle de bains", "Couloir"),
    "nl": ("Woonkamer", "Keuken", "Badkamer", "Gang"),
}
WORKS: dict[str, tuple[tuple[str, str], ...]] = {
    "painting": (("PEI-001", "1"), ("PEI-005", "4"), ("PEI-011", "14"), ("PEI-012", "26"), ("NET-001", "14")),
    "plastering": (("PLA-001", "8"), ("PLA-010", "8"), ("PEI-010", "8"), ("PEI-011", "14")),
    "plumbing": (("PLO-003", "1"), ("PLO-001", "1"), ("PLO-010", "2"), ("PLO-011", "3"), ("PLO-023", "4")),
    "leak_detection": (("PLO-003", "1"), ("PLO-001", "1"), ("PLO-002", "1"), ("ASS-005", "1")),
    "drying": (("ASS-001", "1"), ("ASS-002", "20"), ("ASS-003", "20"), ("ASS-005", "2"), ("NET-004", "2")),
    "flooring": (
        ("SOL-001", "18"),
        ("SOL-003", "18"),
        ("SOL-010", "18"),
        ("MEN-005", "16"),
        ("NET-002", "1"),
    ),
    "tiling": (("CAR-001", "6"), ("CAR-003", "6"), ("PLO-023", "5"), ("NET-002", "0.5")),
    "joinery": (("MEN-001", "1"), ("MEN-002", "1"), ("PEI-014", "1"), ("MEN-006", "9")),
    "glazing": (("VIT-001", "1"), ("VIT-002", "2"), ("VIT-004", "2")),
    "roofing": (("COU-001", "12"), ("COU-002", "9"), ("COU-004", "6"), ("COU-006", "10")),
}


@dataclass(frozen=True, slots=True)
class _Place:
    """A claim's assignment with its list."""

    assignment: Assignment
    price_list: PriceList


def price_lists(today: date) -> None:
    """The network's lists for France and Belgium, since the beginning of last year."""
    for country, name in (("FR", "Bordereau du réseau, France"), ("BE", "Bordereau du réseau, Belgique")):
        text = (DATA / f"bordereau_{country.lower()}.csv").read_text(encoding="utf-8")
        price_file.take(
            text, code=f"REN-{country}", name=name, country=country, valid_from=date(today.year - 1, 1, 1)
        )


def submitted(m: Moment, wanted: Decimal) -> dict[str, Any] | None:
    """What the action is given for an estimate with lines near `wanted`; None where this one is a file."""
    place = _place(m)
    if place is None:
        return None
    rng = Random(f"{m.at}{m.scene.trade}{m.scene.limit}")
    if rng.random() > SHARE:
        return None
    earlier = m.scene.memory.get("version")
    lines = _near(m, place, wanted, rng, earlier)
    dwelling = Dwelling(first_occupied=rng.randint(1930, 2005), private_use=True, new_building=False)
    content = Content(kind=Kind.CONTRACTOR, lines=lines, dwelling=dwelling, price_list=place.price_list.pk)
    if not _fits(assemble(content, place.assignment.claim, m.today).sums.gross, m):
        return None
    version = versions.enter(assignment_id=m.scene.assignment, content=content, actor=m.scene.memory["actor"])
    m.scene.memory["version"] = version
    return {
        "estimate_total": version.gross_amount,
        "estimate_file": (str(version.document_id),),
        "estimate_version": version.number,
        "estimate_digest": version.digest,
    }


def asked(m: Moment) -> None:
    """The estimator's question stands beside the dearest line, for the contractor to read."""
    version, place = m.scene.memory.get("version"), _place(m)
    if version is None or place is None:
        return
    rows = list(version.lines.all())
    dearest = max(rows, key=lambda row: row.amount)
    lines = tuple(
        replace(line, state="asked", reason=m.say("ask_info"))
        if row == dearest
        else replace(line, state="kept")
        for row, line in zip(rows, drafts.next_lines(_draft(place), version), strict=True)
    )
    content = Content(
        kind=Kind.NETWORK,
        lines=lines,
        dwelling=Dwelling(**version.dwelling),
        price_list=place.price_list.pk,
        addressed_to=m.scene.contractor,
    )
    versions.enter(assignment_id=m.scene.assignment, content=content, actor=m.scene.memory["actor"])


def _place(m: Moment) -> _Place | None:
    assignment = Assignment.objects.select_related("claim").get(pk=m.scene.assignment)
    found = pricing.list_for(assignment.claim.insurer_id, assignment.claim.country, m.today)
    return _Place(assignment, found) if found and m.scene.trade in WORKS else None


def _draft(place: _Place) -> Any:
    found = drafts.find(place.assignment, 0)
    found.price_list = place.price_list
    return found


def _near(
    m: Moment, place: _Place, wanted: Decimal, rng: Random, earlier: Version | None
) -> tuple[NewLine, ...]:
    """The usual works of the trade, their quantities stretched until they cost about what is wanted."""
    works = WORKS[m.scene.trade]
    codes = [code for code, _ in works]
    items = {one.code: one for one in PriceItem.objects.filter(price_list=place.price_list, code__in=codes)}
    rooms = ROOMS.get(m.scene.writes, ROOMS["fr"])
    room = rng.choice(rooms)
    before = {row.item_code: row.pk for row in earlier.lines.all()} if earlier else {}
    usual = sum((items[code].unit_price * Decimal(base) for code, base in works), Decimal(0))
    stretch = wanted / (usual * Decimal("1.10"))
    with translation.override(m.scene.writes):
        return tuple(
            replace(
                drafts.from_item(
                    items[code],
                    place.price_list,
                    quantity=_stretched(Decimal(base), stretch, items[code].unit),
                    measured="",
                    room=room if rng.random() < 0.8 else rng.choice(rooms),
                ),
                wear_pct=Decimal(20) if code in ("PEI-011", "PEI-012") and rng.random() < 0.4 else Decimal(0),
                comes_from=before.get(code),
            )
            for code, base in works
        )


def _stretched(base: Decimal, stretch: Decimal, unit: str) -> Decimal:
    """Lengths and areas grow; what is counted or done once stays."""
    if unit not in ("m2", "m", "m3"):
        return base
    return max((base * stretch).quantize(Decimal("0.1"), ROUND_HALF_UP), Decimal("0.1"))


def _fits(total: Decimal, m: Moment) -> bool:
    """Whether the estimate is on the side of the limit where its story goes."""
    limit = m.scene.limit
    return total > limit * Decimal("1.1") if m.scene.over_limit else total <= limit * Decimal("0.97")
