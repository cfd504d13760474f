"""What stands beside each line of a contractor's estimate: the adjuster's figures or, where he has none, the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from temoin.claims.models import Assignment
from temoin.estimates.difference import paired
from temoin.estimates.models import Kind, Line, Version


class Source(StrEnum):
    """Whose figures they are."""

    ADJUSTER = "adjuster"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Figures:
    """A quantity at a unit price."""

    quantity: Decimal
    unit_price: Decimal
    source: Source

    @property
    def amount(self) -> Decimal:
        return self.quantity * self.unit_price


@dataclass(frozen=True)
class Papers:
    """The versions that a study has before it; `network` is the last of the network's own, `current` what counts now."""

    contractor: Version
    lines: list[Line]
    adjuster: Version | None
    adjuster_lines: list[Line]
    comparative: Version | None
    comparative_lines: list[Line]
    network: Version | None
    network_lines: list[Line]
    current: Version

    @property
    def current_lines(self) -> list[Line]:
        network = self.network
        return self.network_lines if network is not None and self.current.pk == network.pk else self.lines


def papers(assignment: Assignment, current: int | None, number: int | None = None) -> Papers | None:
    """The latest of each kind, or the contractor's of that number; None where no contractor sent a version.

    `current` is the number that the assignment's facts name.
    """
    found = list(
        Version.objects.filter(assignment=assignment)
        .select_related("document", "organisation", "price_list")
        .prefetch_related("lines")
        .order_by("number")
    )
    latest = {Kind(version.kind): version for version in found}
    contractor = next(
        (one for one in reversed(found) if one.kind == Kind.CONTRACTOR and number in (None, one.number)), None
    )
    if contractor is None:
        return None
    adjuster, comparative, network = (
        latest.get(kind) for kind in (Kind.ADJUSTER, Kind.COMPARATIVE, Kind.NETWORK)
    )
    counts = next((one for one in found if one.number == current), contractor)
    if counts.kind not in (Kind.CONTRACTOR, Kind.NETWORK):
        counts = contractor
    return Papers(
        contractor, _lines(contractor), adjuster, _lines(adjuster), comparative, _lines(comparative),
        network, _lines(network), counts,
    )  # fmt: skip


def _lines(version: Version | None) -> list[Line]:
    return list(version.lines.all()) if version is not None else []


def matched(lines: list[Line], others: list[Line]) -> dict[int, Line]:
    """For each line (by id) that of the others which is about the same work."""
    pairs = paired(lines, others)
    return {pairs[other.pk].pk: other for other in others if other.pk in pairs}


def beside(found: Papers) -> dict[int, Figures]:
    """What stands beside each of the contractor's lines, by its id."""
    return figures(found.lines, found.adjuster_lines)


def figures(lines: list[Line], adjuster_lines: list[Line]) -> dict[int, Figures]:
    """The adjuster's, or the list's where he has none at all; a line unknown there, or off the list, has none."""
    if adjuster_lines:
        return {
            pk: Figures(other.quantity, other.unit_price, Source.ADJUSTER)
            for pk, other in matched(lines, adjuster_lines).items()
        }
    return {
        line.pk: Figures(line.quantity, line.list_price, Source.LIST)
        for line in lines
        if line.list_price is not None
    }


def only_beside(found: Papers) -> list[Line]:
    """The adjuster's lines that the estimate does not have."""
    known = {other.pk for other in matched(found.lines, found.adjuster_lines).values()}
    return [line for line in found.adjuster_lines if line.pk not in known]


def differing(lines: Iterable[Line], beside: Mapping[int, Figures]) -> list[Line]:
    """The lines whose figures are not those beside them, or that have none there."""
    return [
        line
        for line in lines
        if (other := beside.get(line.pk)) is None
        or (other.quantity, other.unit_price) != (line.quantity, line.unit_price)
    ]
