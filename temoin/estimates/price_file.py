"""Reads a price list from CSV: every fault with its line, and nothing kept while there is one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from temoin.estimates.content import decimal
from temoin.estimates.models import PriceItem, PriceList
from temoin.network.trades import trades
from temoin.parties.models import Organisation

COLUMNS = (
    "code",
    "trade",
    "chapter",
    "description_fr",
    "description_nl",
    "description_en",
    "unit",
    "unit_price",
    "labour_share",
    "supply_included",
    "min_quantity",
    "work_category",
)
YES_NO = {"yes": True, "no": False, "oui": True, "non": False, "1": True, "0": False}
MOST_FAULTS = 30


class Unreadable(ValueError):
    """`lines` are sentences, each with the number of its line in the file."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@transaction.atomic
def take(
    text: str,
    *,
    code: str,
    name: str,
    country: str,
    valid_from: date,
    insurer: Organisation | None = None,
    coefficient: Decimal = Decimal(1),
    currency: str = "EUR",
) -> PriceList:
    """Keep the list as the next version of its code; the one before ends the day before. Raises Unreadable."""
    rows = list(_rows(text))
    earlier = PriceList.objects.filter(code=code)
    last = earlier.aggregate(last=Max("version"))["last"] or 0
    earlier.filter(valid_to__isnull=True, valid_from__lt=valid_from).update(
        valid_to=valid_from - timedelta(days=1)
    )
    price_list = PriceList(
        code=code,
        name=name,
        insurer=insurer,
        country=country,
        currency=currency,
        version=last + 1,
        valid_from=valid_from,
        zone_coefficient=coefficient,
    )
    faults: list[str] = []
    _check(price_list, "list", faults)
    seen: dict[str, int] = {}
    items = []
    for number, row in rows:
        item, wrong = _item(row)
        if item.code in seen:
            wrong.append(f"code {item.code} stands on line {seen[item.code]} already")
        seen[item.code] = number
        faults += [f"line {number}: {fault}" for fault in wrong]
        if not wrong:
            _check(item, f"line {number}", faults)
        items.append(item)
    if not items:
        faults.append("line 2: no price in the file")
    if faults:
        left = len(faults) - MOST_FAULTS
        raise Unreadable(faults[:MOST_FAULTS] + ([f"and {left} more"] if left > 0 else []))
    price_list.save()
    for item in items:
        item.price_list, item.search_n = price_list, item.searched()
    PriceItem.objects.bulk_create(items)
    return price_list


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line of the file, cells by column). Raises Unreadable where the heading is not what is expected."""
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise Unreadable([f"line 1: missing columns: {', '.join(missing)}"])
    for row in reader:
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if any(cells.values()):
            yield reader.line_num, cells


def _item(row: dict[str, str]) -> tuple[PriceItem, list[str]]:
    faults = []
    numbers = {"unit_price": row["unit_price"], "labour_share": row["labour_share"] or "100"}
    numbers["min_quantity"] = row["min_quantity"] or "0"
    values = {name: decimal(text) for name, text in numbers.items()}
    faults += [
        f"{name}: {numbers[name] or 'nothing'} is no number" for name, value in values.items() if value < 0
    ]
    if row["trade"] not in dict(trades()):
        faults.append(f"trade: {row['trade'] or 'nothing'} is unknown")
    if row["supply_included"].lower() not in YES_NO:
        faults.append(f"supply_included: {row['supply_included'] or 'nothing'} is neither yes nor no")
    texts = {name: row[name] for name in COLUMNS if name not in (*numbers, "supply_included")}
    texts["work_category"] = texts["work_category"] or "repair"
    included = YES_NO.get(row["supply_included"].lower(), True)
    return PriceItem(**texts, **values, supply_included=included), faults


def _check(record: PriceItem | PriceList, where: str, faults: list[str]) -> None:
    try:
        record.clean_fields(exclude=["price_list", "search_n"])
    except ValidationError as error:
        faults += [f"{where}: {name}: {' '.join(texts)}" for name, texts in error.message_dict.items()]
