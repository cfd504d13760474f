"""Draws a procedure as SVG: a lane per group, boxes for steps, arrows for the main ways, numbers for the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from temoin.engine import diagram_layout, diagram_ways, diagram_words
from temoin.engine.diagram_layout import BOX_HEIGHT, BOX_WIDTH, MARGIN, Lane, Layout, Point
from temoin.engine.diagram_ways import Way, Ways
from temoin.engine.diagram_words import cut, word
from temoin.engine.model import Procedure, Step

FOOT = 26  # the legend's height
TALLEST = 8  # boxes of one lane of steps that lie over others, where no other lane is taller
LABEL_WIDTH, SMALL_WIDTH = 27, 35  # characters that fit in a box
ROUND = 5


@dataclass(frozen=True, slots=True)
class Picture:
    """What every part of the drawing needs; `numbers` gives the number of each step."""

    procedure: Procedure
    language: str
    ways: Ways
    layout: Layout
    numbers: Mapping[str, int]
    current: str | None
    link: str


def svg(procedure: Procedure, language: str, *, current: str | None = None, link: str = "") -> str:
    """The diagram as an SVG element, the same for the same procedure; `current` marks a step's code.

    With `link` (such as "#step-") every step leads to that address with its code behind it. All looks are
    classes (`pd-…`) and presentation attributes, so that it reads with a style sheet and without.
    """
    ways = diagram_ways.of(procedure)
    lanes = lanes_of(procedure, language)
    steps = [code for lane in lanes for code in lane.places if code in procedure.steps]
    picture = Picture(
        procedure,
        language,
        ways,
        diagram_layout.lay_out(lanes, ways.drawn),
        {code: number for number, code in enumerate(steps, start=1)},
        current,
        link,
    )
    return "\n".join(_svg(picture)) + "\n"


def lanes_of(procedure: Procedure, language: str) -> tuple[Lane, ...]:
    """A lane for each group, one for the ends, and beside them those that interrupt."""
    lanes = []
    for group, label in procedure.groups.items():
        steps = [step for step in procedure.steps.values() if step.group == group and not step.over]
        if steps:
            lanes.append(Lane(label[language], tuple(step.code for step in steps), "group"))
    lanes.append(Lane(word("ends", language), tuple(procedure.ends), "end"))
    tallest = max(TALLEST, *(len(lane.places) for lane in lanes))
    order = list(procedure.groups)
    over = sorted(
        (step for step in procedure.steps.values() if step.over), key=lambda step: order.index(step.group)
    )
    for first in range(0, len(over), tallest):
        title = word("over" if first == 0 else "over_on", language)
        lanes.append(Lane(title, tuple(step.code for step in over[first : first + tallest]), "over"))
    return tuple(lanes)


def _svg(picture: Picture) -> Iterator[str]:
    name = f"pd-{picture.procedure.code}"
    width, height = picture.layout.width, picture.layout.height + FOOT
    about = word("about", picture.language).format(steps=len(picture.procedure.steps))
    role = "group" if picture.link else "img"
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pd" role="{role}" lang="{picture.language}" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" font-family="sans-serif" font-size="13" fill="none">'
    )
    yield f'<title id="{name}-title">{escape(picture.procedure.label[picture.language])}</title>'
    yield f'<desc id="{name}-desc">{escape(about)}</desc>'
    yield (
        f'<defs><marker id="{name}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path class="pd-arrow" d="M0 0.5 8 4 0 7.5z" fill="currentColor"/></marker></defs>'
    )
    for lane, left in picture.layout.lanes:
        yield from _lane(picture, lane, left)
    for way in picture.layout.arrows:
        yield _arrow(picture, way, name)
    yield from _openings(picture, name)
    for code in picture.layout.boxes:
        yield from _end(picture, code) if code in picture.procedure.ends else _step(picture, code)
    yield _text(MARGIN, height - 9, word("legend", picture.language), size=11, css="pd-label")
    yield "</svg>"


def _lane(picture: Picture, lane: Lane, left: float) -> Iterator[str]:
    bottom = max(picture.layout.boxes[code][1] for code in lane.places) + BOX_HEIGHT
    yield (
        f'<g class="pd-group"><rect x="{left - 8:g}" y="{MARGIN:g}" width="{BOX_WIDTH + 16}" '
        f'height="{bottom + 8 - MARGIN:g}" rx="10" fill="none" stroke="currentColor" stroke-opacity=".3"/>'
    )
    for row, line in enumerate(diagram_words.lines(lane.title, LABEL_WIDTH, 2)):
        yield _text(left, MARGIN + 18 + 15 * row, line, weight=600)
    yield "</g>"


def _arrow(picture: Picture, way: Way, name: str) -> str:
    css = "pd-edge" if way.kind == "go" else f"pd-edge pd-{way.kind}"
    dashes = ' stroke-dasharray="5 4"' if way.kind == "interrupt" else ""
    return (
        f'<path class="{css}" d="{_path(picture.layout.arrows[way])}" fill="none" stroke="currentColor" '
        f'stroke-width="1.3"{dashes} marker-end="url(#{name}-arrow)">'
        f"<title>{escape(_said(picture, way))}</title></path>"
    )


def _openings(picture: Picture, name: str) -> Iterator[str]:
    """A dot before every step with which an assignment can begin."""
    for way in picture.ways.actions:
        if way.source or way.target not in picture.layout.boxes:
            continue
        x, y = picture.layout.boxes[way.target]
        middle = y + 14
        yield (
            f'<g class="pd-edge pd-opening"><circle cx="{x - 20:g}" cy="{middle:g}" r="4.5" fill="currentColor"/>'
            f'<path d="M{x - 15:g} {middle:g}H{x:g}" stroke="currentColor" stroke-width="1.3" '
            f'marker-end="url(#{name}-arrow)"/><title>{escape(_said(picture, way))}</title></g>'
        )


def _path(points: tuple[Point, ...]) -> str:
    """A line through the corners, each rounded a little."""
    drawn = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        come, leave = _towards(corner, before), _towards(corner, after)
        drawn.append(f"L{come[0]:g} {come[1]:g}Q{corner[0]:g} {corner[1]:g} {leave[0]:g} {leave[1]:g}")
    drawn.append(f"L{points[-1][0]:g} {points[-1][1]:g}")
    return "".join(drawn)


def _towards(corner: Point, other: Point) -> Point:
    """The point a little way from a corner, at most half way."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = abs(dx) + abs(dy)
    share = min(ROUND, length / 2) / length if length else 0
    return round(corner[0] + dx * share, 1), round(corner[1] + dy * share, 1)


def _step(picture: Picture, code: str) -> Iterator[str]:
    step = picture.procedure.steps[code]
    x, y = picture.layout.boxes[code]
    classes = [
        "pd-step",
        *(["pd-over"] if step.over else []),
        *(["pd-here"] if code == picture.current else []),
    ]
    here = ' aria-current="step"' if code == picture.current else ""
    yield f'<g class="{" ".join(classes)}"{here}><title>{escape(_tooltip(picture, step))}</title>'
    if picture.link:
        yield f'<a href="{escape(picture.link + code)}">'
    dashes = ' stroke-dasharray="5 4"' if step.over else ""
    thick = 2.5 if code == picture.current else 1.2
    yield (
        f'<rect x="{x:g}" y="{y:g}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="8" fill="none" '
        f'stroke="currentColor" stroke-width="{thick}"{dashes}/>'
    )
    number = picture.numbers[code]
    yield _text(x + BOX_WIDTH - 8, y + 16, str(number), size=11, css="pd-label", anchor="end")
    for row, line in enumerate(_label(step.label[picture.language])):
        yield _text(x + 9, y + 18 + 14.5 * row, line, size=12.5, weight=600)
    holder = picture.procedure.roles[step.holder].label[picture.language]
    time = diagram_words.due(step.due, picture.procedure, picture.language)
    yield _text(x + 9, y + BOX_HEIGHT - 25, _held(holder, time), size=11, css="pd-label")
    yield _text(x + 9, y + BOX_HEIGHT - 9, _further(picture, code), size=11, css="pd-label")
    if picture.link:
        yield "</a>"
    yield "</g>"


def _held(holder: str, time: str) -> str:
    """Who holds the step and its time; the longer of the two gives way."""
    room = max(SMALL_WIDTH - len(time) - 3, SMALL_WIDTH // 2 - 2)
    return cut(f"{cut(holder, room)} · {time}", SMALL_WIDTH)


def _label(text: str) -> list[str]:
    """At most three lines; the first leaves room for the number."""
    first, *rest = diagram_words.lines(text, LABEL_WIDTH - 3, 99)
    if not rest:
        return [first]
    return [first, *diagram_words.lines(" ".join(rest), LABEL_WIDTH, 2)]


def _end(picture: Picture, code: str) -> Iterator[str]:
    x, y = picture.layout.boxes[code]
    yield (
        f'<g class="pd-end"><rect x="{x:g}" y="{y:g}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="22" '
        'fill="none" stroke="currentColor" stroke-width="2"/>'
    )
    for row, line in enumerate(
        diagram_words.lines(picture.procedure.ends[code].label[picture.language], 26, 3)
    ):
        yield _text(x + 16, y + 26 + 15 * row, line, weight=600)
    yield _text(x + 16, y + BOX_HEIGHT - 12, _further(picture, code), size=11, css="pd-label")
    yield "</g>"


def _further(picture: Picture, code: str) -> str:
    """The ways that are not drawn, by number, and how many steps lead here where they are a crowd."""
    ahead: list[int] = []
    back: list[int] = []
    own = picture.numbers.get(code, 0)
    for way in picture.ways.named.get(code, ()):
        if way.kind == "go" and way.target in picture.numbers:
            number = picture.numbers[way.target]
            (back if number <= own else ahead).append(number)
    parts = [f"{sign} {_numbers(found)}" for sign, found in (("→", ahead), ("↩", back)) if found]
    beneath = [
        picture.numbers[way.source]
        for way in picture.ways.actions
        if way.kind == "interrupt" and way.target == code and way not in picture.ways.drawn
    ]
    if code in picture.ways.crowds:
        parts.insert(0, word("from", picture.language).format(picture.ways.crowds[code]))
    elif beneath:
        parts.insert(0, f"⤴ {_numbers(beneath)}")
    return cut(" · ".join(parts), SMALL_WIDTH)


def _numbers(found: list[int]) -> str:
    """`3, 5–8, 12`: runs drawn together."""
    parts: list[list[int]] = []
    for number in sorted(set(found)):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in parts)


def _tooltip(picture: Picture, step: Step) -> str:
    """Everything about a step in words: label, holder, time, and each way on with its actions."""
    language = picture.language
    holder = picture.procedure.roles[step.holder].label[language]
    time = diagram_words.due(step.due, picture.procedure, language)
    told = [f"{picture.numbers[step.code]}. {step.label[language]}", f"{holder} · {time}"]
    told += [_said(picture, way) for way in picture.ways.actions if way.source == step.code]
    return "\n".join(told)


def _said(picture: Picture, way: Way) -> str:
    """`→ 12. Etude de devis (Transmettre le devis)`."""
    procedure, language = picture.procedure, picture.language
    sign = {"go": "→", "interrupt": "⤴", "close": "■"}[way.kind]
    place = procedure.ends[way.target] if way.kind == "close" else procedure.steps[way.target]
    number = f"{picture.numbers[way.target]}. " if way.target in picture.numbers else ""
    actions = ", ".join(action.label[language] for action in picture.ways.actions[way])
    return f"{sign} {number}{place.label[language]} ({actions})"


def _text(
    x: float, y: float, text: str, *, size: float = 13, weight: int = 0, css: str = "", anchor: str = ""
) -> str:
    extra = f' class="{css}"' if css else ""
    extra += f' font-weight="{weight}"' if weight else ""
    extra += f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="currentColor"{extra}>{escape(text)}</text>'
