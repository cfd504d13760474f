"""What changed from one version to another, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from temoin.estimates.models import Line, Version

COMPARED = (
    "description",
    "room",
    "section",
    "quantity",
    "unit",
    "unit_price",
    "discount_pct",
    "vat_rate",
    "vat_category",
    "wear_pct",
    "cover",
)

WORK = ("item_code", "room", "section", "description")
"""What makes two lines the same work."""


@dataclass(frozen=True, slots=True)
class Change:
    """A line that is in both; `fields` are the names of what differs."""

    old: Line
    new: Line
    fields: tuple[str, ...]

    @property
    def amount(self) -> Decimal:
        """How much more the new one costs, without VAT; negative where less."""
        return self.new.amount - self.old.amount


@dataclass(frozen=True, slots=True)
class Difference:
    """`gross` is how much more the new version costs, VAT included."""

    added: tuple[Line, ...]
    removed: tuple[Line, ...]
    changed: tuple[Change, ...]
    same: tuple[Line, ...]
    gross: Decimal

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.gross)


def difference(old: Version, new: Version) -> Difference:
    """Lines of `new` against those of `old`: paired by `comes_from`, else by code, place and description."""
    before, after = list(old.lines.all()), list(new.lines.all())
    pairs = paired(before, after)
    met = {earlier.pk for earlier in pairs.values()}
    changed, same = [], []
    for line in after:
        earlier = pairs.get(line.pk)
        if earlier is None:
            continue
        fields = tuple(name for name in COMPARED if getattr(line, name) != getattr(earlier, name))
        if fields:
            changed.append(Change(earlier, line, fields))
        else:
            same.append(line)
    return Difference(
        added=tuple(line for line in after if line.pk not in pairs),
        removed=tuple(line for line in before if line.pk not in met),
        changed=tuple(changed),
        same=tuple(same),
        gross=new.gross_amount - old.gross_amount,
    )


def paired(before: list[Line], after: list[Line]) -> dict[int, Line]:
    """For each line of `after` (by id) the line of `before` that it is about, each of them once."""
    left = {line.pk: line for line in before}
    pairs = {}
    for line in after:
        if line.comes_from_id in left:
            pairs[line.pk] = left.pop(line.comes_from_id)
    for line in after:
        if line.pk in pairs:
            continue
        like = next((one for one in left.values() if _same_work(one, line)), None)
        if like is not None:
            pairs[line.pk] = left.pop(like.pk)
    return pairs


def _same_work(one: Line, other: Line) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in WORK)
