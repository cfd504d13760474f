"""Which firms fit a job, in which order, and why: the reasons are data, so that a page says them in any language.

A firm fits that has the trade, is there, has room, and either covers the place by a zone or lies
within its own largest distance. Those that do not fit come last, with what speaks against them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from temoin.network import postcodes
from temoin.network.models import Leave, Professional, Zone
from temoin.network.postcodes import Point

NEARNESS, ZONE, ROOM, LANGUAGE = 50, 20, 25, 5  # most points for each; 100 in all


class Why(StrEnum):
    """What speaks for or against a firm; `explain` has the words."""

    NEAR = "near"  # km, most
    PLACE_UNKNOWN = "place_unknown"  # no distance can be given
    IN_ZONE = "in_zone"
    OUT_OF_ZONE = "out_of_zone"
    ROOM = "room"  # load, capacity
    LANGUAGE = "language"  # language
    TOO_FAR = "too_far"  # km, most
    FULL = "full"  # load, capacity
    ON_LEAVE = "on_leave"  # until: date or None
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that counts, with its points (0 against) and its facts."""

    why: Why
    points: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A firm with the trade; it `fits` where nothing speaks against it."""

    organisation: int
    name: str
    distance_km: float | None
    in_zone: bool
    load: int
    capacity: int
    away: bool
    away_until: date | None  # None with `away`: until further notice
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]

    @property
    def fits(self) -> bool:
        return not self.against

    @property
    def score(self) -> int:
        """0 to 100."""
        return sum(reason.points for reason in self.reasons)


def propose(
    *,
    trade: str,
    country: str,
    postcode: str,
    on: date,
    loads: Mapping[int, int],
    exclude: Collection[int] = (),
    language: str | None = None,
    most_unfit: int = 30,
) -> list[Candidate]:
    """Firms for a job of a trade at a place on a day, the best first, in one query.

    `loads` gives the open jobs of an organisation id (none: 0); `exclude` are ids that have
    refused it already. At most `most_unfit` of those that do not fit follow, the nearest first.
    """
    place = postcodes.find(country, postcode)
    candidates = [
        _candidate(
            firm, place=place, load=loads.get(firm["organisation"], 0), exclude=exclude, language=language
        )
        for firm in _firms(trade=trade, country=country, postcode=postcode, on=on)
    ]
    fit = sorted((one for one in candidates if one.fits), key=lambda one: (-one.score, *_nearest(one)))
    unfit = sorted((one for one in candidates if not one.fits), key=_nearest)
    return fit + unfit[:most_unfit]


def _firms(*, trade: str, country: str, postcode: str, on: date) -> Iterable[dict[str, Any]]:
    code = postcodes.normal(country, postcode)
    beginnings = [code[:length] for length in range(1, len(code) + 1)]
    zones = Zone.objects.filter(professional=OuterRef("pk"), country=country, prefix__in=beginnings)
    leaves: QuerySet[Leave] = Leave.objects.filter(
        Q(until_on=None) | Q(until_on__gte=on), organisation=OuterRef("organisation"), from_on__lte=on
    ).order_by(F("until_on").desc(nulls_first=True))
    return (
        Professional.objects.filter(organisation__active=True, trades__contains=[trade])
        .annotate(
            name=F("organisation__name"),
            in_zone=Exists(zones),
            away=Exists(leaves),
            away_until=Subquery(leaves.values("until_on")[:1]),
        )
        .values(
            "organisation",
            "name",
            "languages",
            "max_distance_km",
            "capacity_per_week",
            "base_country",
            "base_postcode",
            "latitude",
            "longitude",
            "in_zone",
            "away",
            "away_until",
        )
    )


def _candidate(
    firm: dict[str, Any],
    *,
    place: Point | None,
    load: int,
    exclude: Collection[int],
    language: str | None,
) -> Candidate:
    base = _base(firm)
    km = postcodes.distance_km(base, place) if base and place else None
    capacity, most = firm["capacity_per_week"], firm["max_distance_km"]
    reach = {"km": km, "most": most}
    work = {"load": load, "capacity": capacity}
    against = []
    if firm["organisation"] in exclude:
        against.append(Reason(Why.EXCLUDED))
    if firm["away"]:
        against.append(Reason(Why.ON_LEAVE, facts={"until": firm["away_until"]}))
    if load >= capacity:
        against.append(Reason(Why.FULL, facts=work))
    if not firm["in_zone"] and km is None:
        against.append(Reason(Why.PLACE_UNKNOWN))
    if not firm["in_zone"] and km is not None and km > most:
        against.append(Reason(Why.TOO_FAR, facts=reach))
    reasons = [
        Reason(Why.PLACE_UNKNOWN) if km is None else Reason(Why.NEAR, _share(NEARNESS, km, most), reach),
        Reason(Why.IN_ZONE, ZONE) if firm["in_zone"] else Reason(Why.OUT_OF_ZONE),
        Reason(Why.ROOM, _share(ROOM, load, capacity), work),
    ]
    if language and language in firm["languages"]:
        reasons.append(Reason(Why.LANGUAGE, LANGUAGE, {"language": language}))
    return Candidate(
        organisation=firm["organisation"],
        name=firm["name"],
        distance_km=km,
        in_zone=firm["in_zone"],
        load=load,
        capacity=capacity,
        away=firm["away"],
        away_until=firm["away_until"],
        reasons=tuple(reasons),
        against=tuple(against),
    )


def _base(firm: dict[str, Any]) -> Point | None:
    if firm["latitude"] is not None and firm["longitude"] is not None:
        return Point(firm["latitude"], firm["longitude"])
    return postcodes.find(firm["base_country"], firm["base_postcode"])


def _share(points: int, used: float, most: float) -> int:
    """All the points where nothing is used, none where everything is."""
    return round(points * max(0.0, 1 - used / most)) if most else 0


def _nearest(one: Candidate) -> tuple[float, float, int]:
    far = float("inf")
    return (far if one.distance_km is None else one.distance_km, one.load / one.capacity, one.organisation)
