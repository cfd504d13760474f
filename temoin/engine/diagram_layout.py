"""Where the boxes and arrows of a diagram lie: a lane per group, arrows in the gutters between, never through a box."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from temoin.engine.diagram_ways import Way

BOX_WIDTH, BOX_HEIGHT = 210, 92
TRACK = 8  # between two arrows that run side by side
MARGIN, HEADING = 14, 48
GUTTER, CORRIDOR = 26, 20  # the least width between lanes, the least height between rows
OUT_RIGHT, OUT_LEFT, IN_RIGHT, IN_LEFT = 16, 6, -6, -16
"""How far from a box's middle arrows leave and enter, each side apart: two boxes that face never share a line."""

Point = tuple[float, float]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Lane:
    """A column of boxes under a heading."""

    title: str
    places: tuple[str, ...]
    kind: str  # group | end | over


@dataclass(frozen=True, slots=True)
class Layout:
    """Coordinates in pixels: the top left corner of each box, each lane's left and right, each arrow's corners."""

    width: float
    height: float
    boxes: Mapping[str, Point]
    lanes: tuple[tuple[Lane, float], ...]
    arrows: Mapping[Way, tuple[Point, ...]]


@dataclass(slots=True)
class Tracks:
    """Parallel places in a gutter or corridor, shared only by arrows to the same target or lying apart."""

    spans: dict[str, Span] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def need(self, key: str, one: float, other: float) -> None:
        low, high = sorted((one, other))
        before = self.spans.get(key, (low, high))
        self.spans[key] = (min(low, before[0]), max(high, before[1]))

    def settle(self) -> int:
        """Gives every key its track, the lowest that is free along its whole span; the number of tracks."""
        taken: list[list[Span]] = []
        for key, span in sorted(self.spans.items(), key=lambda entry: (entry[1], entry[0])):
            number = next((n for n, spans in enumerate(taken) if _free(span, spans)), len(taken))
            if number == len(taken):
                taken.append([])
            taken[number].append(span)
            self.numbers[key] = number
        return len(taken)


def _free(span: Span, spans: Iterable[Span]) -> bool:
    return all(span[1] < other[0] - 4 or span[0] > other[1] + 4 for other in spans)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box stands: the lane's number and the row in it."""

    lane: int
    row: int


def lay_out(lanes: tuple[Lane, ...], ways: Iterable[Way]) -> Layout:
    """Lanes side by side, boxes in rows, arrows routed; the same input gives the same picture."""
    places = {
        code: Place(number, row) for number, lane in enumerate(lanes) for row, code in enumerate(lane.places)
    }
    routed = [way for way in ways if way.source in places and way.target in places]
    corridors = _corridors(routed, places)
    tops = _tops(lanes, corridors)
    gutters = _gutters(routed, places, corridors, tops)
    lefts, width = _lefts(lanes, gutters)
    boxes = {code: (lefts[place.lane], tops[place.row]) for code, place in places.items()}
    arrows = {way: _route(way, places, boxes, lefts, corridors, gutters, tops) for way in routed}
    height = max((top for _, top in boxes.values()), default=0) + BOX_HEIGHT + 2 * MARGIN + TRACK * 4
    placed = tuple((lane, lefts[number]) for number, lane in enumerate(lanes))
    return Layout(width, height, boxes, placed, arrows)


def straight_down(way: Way, places: Mapping[str, Place]) -> bool:
    """Whether the target is the next box beneath."""
    source, target = places[way.source], places[way.target]
    return source.lane == target.lane and target.row == source.row + 1


def _ends(way: Way, places: Mapping[str, Place]) -> tuple[int, int]:
    """The gutters by which an arrow leaves its lane and enters the other's; gutter n lies before lane n."""
    source, target = places[way.source].lane, places[way.target].lane
    if target > source:
        return source + 1, target
    if target < source:
        return source, target + 1
    return source, source


def _corridors(ways: Iterable[Way], places: Mapping[str, Place]) -> dict[int, Tracks]:
    """The arrows that pass other lanes, by the row beneath whose boxes they run."""
    corridors: defaultdict[int, Tracks] = defaultdict(Tracks)
    for way in ways:
        leaves, enters = _ends(way, places)
        if leaves != enters:
            corridors[places[way.source].row].need(way.target, leaves * 100, enters * 100)
    return dict(corridors)


def _tops(lanes: tuple[Lane, ...], corridors: Mapping[int, Tracks]) -> list[float]:
    """The top of each row, wide enough apart for the arrows between."""
    tops, top = [], float(MARGIN + HEADING)
    for row in range(max((len(lane.places) for lane in lanes), default=0)):
        tops.append(top)
        tracks = corridors[row].settle() if row in corridors else 0
        top += BOX_HEIGHT + CORRIDOR + TRACK * tracks
    return tops


def _gutters(
    ways: Iterable[Way], places: Mapping[str, Place], corridors: Mapping[int, Tracks], tops: list[float]
) -> dict[int, Tracks]:
    """The upright parts of all arrows, by gutter: those that leave, those that enter, those that do both."""
    gutters: defaultdict[int, Tracks] = defaultdict(Tracks)
    for way in ways:
        if straight_down(way, places):
            continue
        leaves, enters = _ends(way, places)
        start, finish = _start(way, places, tops), _finish(way, places, tops)
        if leaves == enters:
            gutters[enters].need(_key(way), start, finish)
            continue
        level = _level(way, places, corridors, tops)
        gutters[leaves].need(f"out {way.target} {way.source}", start, level)
        gutters[enters].need(_key(way), level, finish)
    return dict(gutters)


def _key(way: Way) -> str:
    return f"in {way.target}"


def _start(way: Way, places: Mapping[str, Place], tops: list[float]) -> float:
    """How far down an arrow leaves its source."""
    place, (leaves, _) = places[way.source], _ends(way, places)
    return tops[place.row] + BOX_HEIGHT / 2 + (OUT_RIGHT if leaves > place.lane else OUT_LEFT)


def _finish(way: Way, places: Mapping[str, Place], tops: list[float]) -> float:
    """How far down an arrow enters its target."""
    place, (_, enters) = places[way.target], _ends(way, places)
    return tops[place.row] + BOX_HEIGHT / 2 + (IN_RIGHT if enters > place.lane else IN_LEFT)


def _level(
    way: Way, places: Mapping[str, Place], corridors: Mapping[int, Tracks], tops: list[float]
) -> float:
    """How far down an arrow passes the other lanes: beneath its source's row."""
    row = places[way.source].row
    return tops[row] + BOX_HEIGHT + CORRIDOR / 2 + TRACK * corridors[row].numbers[way.target]


def _lefts(lanes: tuple[Lane, ...], gutters: Mapping[int, Tracks]) -> tuple[list[float], float]:
    """The left of each lane's boxes, and the width of all."""
    lefts, x = [], float(MARGIN)
    for number in range(len(lanes)):
        tracks = gutters[number].settle() if number in gutters else 0
        x += GUTTER + TRACK * tracks
        lefts.append(x)
        x += BOX_WIDTH
    last = gutters[len(lanes)].settle() if len(lanes) in gutters else 0
    return lefts, x + GUTTER + TRACK * last


def _track(gutter: int, key: str, lefts: list[float], gutters: Mapping[int, Tracks]) -> float:
    """A gutter's track in pixels, counted away from the lane on its left."""
    number = gutters[gutter].numbers[key]
    left = lefts[gutter - 1] + BOX_WIDTH if gutter else MARGIN - 8.0
    return left + GUTTER / 2 + TRACK * number


def _route(
    way: Way,
    places: Mapping[str, Place],
    boxes: Mapping[str, Point],
    lefts: list[float],
    corridors: Mapping[int, Tracks],
    gutters: Mapping[int, Tracks],
    tops: list[float],
) -> tuple[Point, ...]:
    """The corners of an arrow, from the source's edge to the target's."""
    if straight_down(way, places):
        x = boxes[way.source][0] + BOX_WIDTH / 2
        return (x, boxes[way.source][1] + BOX_HEIGHT), (x, boxes[way.target][1])
    leaves, enters = _ends(way, places)
    source, target = places[way.source], places[way.target]
    start = lefts[source.lane] + (BOX_WIDTH if leaves > source.lane else 0), _start(way, places, tops)
    finish = lefts[target.lane] + (BOX_WIDTH if enters > target.lane else 0), _finish(way, places, tops)
    second = _track(enters, _key(way), lefts, gutters)
    if leaves == enters:
        return start, (second, start[1]), (second, finish[1]), finish
    first = _track(leaves, f"out {way.target} {way.source}", lefts, gutters)
    level = _level(way, places, corridors, tops)
    return start, (first, start[1]), (first, level), (second, level), (second, finish[1]), finish
