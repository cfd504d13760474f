"""A week number and the day that it means: its Friday, the next time that such a week comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from typing import Any

from django.http import QueryDict

from temoin import clock
from temoin.engine.model import Field

FRIDAY, AT = 5, time(17)


def friday(week: int, today: date) -> date | None:
    """The Friday of the ISO week of that number that comes next, today's included; None where no year soon has it."""
    year = today.isocalendar().year
    for one in (year, year + 1):
        try:
            found = date.fromisocalendar(one, week, FRIDAY)
        except ValueError:  # few years have a week 53
            continue
        if found >= today:
            return found
    return None


def filled(
    fields: Sequence[tuple[Field, Any, Any]], data: Mapping[str, Any], prefix: str, zone: tzinfo
) -> Mapping[str, Any]:
    """What was sent, with every instant that was left empty beside its week set to that week's Friday, 17:00."""
    before = f"{prefix}-" if prefix else ""
    found: dict[str, str] = {}
    for field, _required, _when in fields:
        name = f"{before}{field.week_of}"
        if not field.week_of or data.get(f"{name}_0") or data.get(f"{name}_1"):
            continue
        on = _friday(str(data.get(before + field.code, "")), zone)
        if on is not None:
            found |= {f"{name}_0": on.isoformat(), f"{name}_1": f"{AT:%H:%M}"}
    if not found:
        return data
    changed: Any = data.copy() if isinstance(data, QueryDict) else dict(data)
    for name, value in found.items():
        changed[name] = value
    return changed  # type: ignore[no-any-return]


def _friday(text: str, zone: tzinfo) -> date | None:
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 3):
        return None
    on = friday(int(text), clock.now().astimezone(zone).date()) if int(text) else None
    return on if on and datetime.combine(on, AT, zone) > clock.now() else None
