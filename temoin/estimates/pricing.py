"""Which list of prices holds for a claim, and finding a work in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import F, Q

from temoin.claims.normal import normal
from temoin.estimates.models import PriceItem, PriceList, VatLeg
from temoin.estimates.models.vat_leg import Leg
from temoin.estimates.sums import cents


def list_for(insurer_id: int | None, country: str, on: date) -> PriceList | None:
    """The insurer's own list valid that day, else the network's; the newest version of it. None where there is none."""
    return (
        PriceList.objects.filter(
            Q(insurer=insurer_id) | Q(insurer__isnull=True), country=country, valid_from__lte=on
        )
        .exclude(valid_to__lt=on)
        .order_by(F("insurer").desc(nulls_last=True), "-valid_from", "-version")
        .first()
    )


def search(price_list: PriceList, words: str, language: str = "fr", limit: int = 12) -> list[PriceItem]:
    """Items whose code, chapter or description holds every word, accents and case aside; the codes asked for first."""
    asked = normal(words).split()[:8]
    found = PriceItem.objects.filter(price_list=price_list)
    for word in asked:
        found = found.filter(search_n__contains=word)
    order = f"description_{language}" if language in ("fr", "nl", "en") else "description_fr"
    rows = list(found.order_by(order)[: limit * 4])
    code = normal(words)
    rows.sort(key=lambda item: not normal(item.code).startswith(code))
    return rows[:limit]


def price(item: PriceItem, price_list: PriceList) -> Decimal:
    """What the list says for one unit, its zone counted."""
    return cents(item.unit_price * price_list.zone_coefficient)


def leg_for(insurer_id: int | None, country: str) -> Leg:
    """Whom the works are invoiced to: as the network set it, else the insured."""
    row = (
        VatLeg.objects.filter(Q(insurer=insurer_id) | Q(insurer__isnull=True), country=country)
        .order_by(F("insurer").desc(nulls_last=True))
        .first()
    )
    return Leg(row.leg) if row else Leg.CONSUMER
