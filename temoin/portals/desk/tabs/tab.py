"""What a tab of the claim's file is: a label, a template, what the template needs, and what is counted beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery
from django.utils.functional import Promise

from temoin.claims.models import Claim
from temoin.portals.desk.opened import File


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab; `context` runs only when it is looked at, `counted` for all tabs in one query.

    `code` stands in the address (`?onglet=`). A tab that is shown only `where_any` stays away while its count
    is 0; a `hot` count is of something that waits for the reader, and shows as a mark.
    """

    code: str
    label: Promise
    template: str
    context: Callable[[File], Mapping[str, Any]]
    counted: Callable[[File], QuerySet[Any]] | None = None
    where_any: bool = False
    hot: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A tab as it stands on the page."""

    code: str
    label: Promise
    count: int | None
    current: bool
    hot: bool


def shown(tabs: Iterable[Tab], file: File, asked: str) -> tuple[Tab, list[Shown]]:
    """The tab looked at (the first where an address asks for none that there is), and the row of all of them."""
    counts = _counts(file, [one for one in tabs if one.counted is not None])
    there = [one for one in tabs if counts.get(one.code) or not one.where_any or one.code == asked]
    chosen = next((one for one in there if one.code == asked), there[0])
    return chosen, [
        Shown(
            one.code, one.label, counts.get(one.code), one is chosen, one.hot and bool(counts.get(one.code))
        )
        for one in there
    ]


class _Count(Subquery):
    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def _counts(file: File, tabs: list[Tab]) -> dict[str, int]:
    """The number beside each tab: one query for all of them."""
    queries = [one.counted(file).order_by().values("pk") for one in tabs if one.counted is not None]
    numbers = Claim.objects.filter(pk=file.claim.pk).values_list(*[_Count(one) for one in queries]).get()
    return {one.code: number for one, number in zip(tabs, numbers, strict=True)}
