"""The picture of a procedure shows every step and every way, and nothing in it runs through anything else."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import pairwise

import pytest

from temoin.engine import diagram, diagram_layout, diagram_ways, language
from temoin.engine.diagram_layout import BOX_HEIGHT, BOX_WIDTH, Lane, Layout, Point
from temoin.engine.model import LANGUAGES, Procedure
from tests.engine.relay import NAME, changed, sound
from tests.engine.test_language_reading import big

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def large() -> Procedure:
    """48 steps, as many as the largest real procedure."""
    return language.load(big(copies=12), name=NAME)


def steps_drawn(picture: str) -> list[ET.Element]:
    found = ET.fromstring(picture).iter(f"{SVG}g")
    return [element for element in found if "pd-step" in element.get("class", "").split()]


def texts(picture: str) -> str:
    return " ".join(element.text or "" for element in ET.fromstring(picture).iter(f"{SVG}text"))


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_every_step_and_end_is_shown_in_the_language_asked(spoken: str) -> None:
    procedure = sound()

    shown = texts(diagram.svg(procedure, spoken))

    for step in procedure.steps.values():
        assert step.label[spoken] in shown
    assert procedure.ends["closed"].label[spoken] in shown
    assert procedure.roles["contractor"].label[spoken] in shown


def test_the_same_procedure_gives_the_same_picture() -> None:
    assert diagram.svg(sound(), "fr") == diagram.svg(sound(), "fr")


def test_the_current_step_alone_is_marked() -> None:
    marked = [
        one for one in steps_drawn(diagram.svg(sound(), "fr", current="visit")) if one.get("aria-current")
    ]

    assert [one.get("class") for one in marked] == ["pd-step pd-here"]
    title = marked[0].find(f"{SVG}title")
    assert title is not None
    assert (title.text or "").startswith("2. Visite")


def test_steps_that_interrupt_are_drawn_apart_from_the_others() -> None:
    classes = [one.get("class") for one in steps_drawn(diagram.svg(sound(), "fr"))]

    assert classes.count("pd-step pd-over") == 2
    assert classes.count("pd-step") == 2


def test_looks_are_classes_and_presentation_attributes_only(large: Procedure) -> None:
    for picture in (diagram.svg(sound(), "nl", current="visit", link="#step-"), diagram.svg(large, "nl")):
        assert "style" not in picture
        assert "<script" not in picture
        assert not re.search(r"\son\w+=", picture)
        assert "currentColor" in picture
        assert 'class="pd-group"' in picture
        assert 'class="pd-end"' in picture


def test_the_picture_has_a_name_and_a_description_for_those_who_do_not_see_it() -> None:
    root = ET.fromstring(diagram.svg(sound(), "en"))
    ids = [element.get("id") for element in root.iter() if element.get("id")]

    assert root.get("role") == "img"
    assert len(ids) == len(set(ids))
    named = {element.get("id"): element.text or "" for element in root}
    assert named[root.get("aria-labelledby")] == "Relay"
    assert named[root.get("aria-describedby")].startswith("4 steps")


def test_with_a_link_every_step_leads_to_its_own_place() -> None:
    picture = diagram.svg(sound(), "fr", link="#step-")

    links = [element.get("href") for element in ET.fromstring(picture).iter(f"{SVG}a")]
    assert sorted(links, key=str) == ["#step-complaint", "#step-contact", "#step-drying", "#step-visit"]
    assert 'role="group"' in picture


def test_a_label_that_looks_like_markup_stays_text() -> None:
    text = changed(
        ("{fr: Visite, nl: Bezoek, en: Visit}\n    group", '{fr: "<b>&", nl: Bezoek, en: Visit}\n    group')
    )

    assert "<b>&" in texts(diagram.svg(language.load(text, name=NAME), "fr"))


def test_a_long_label_is_cut_in_the_box_and_whole_in_its_tooltip() -> None:
    long = (
        "Contact client pour rendez-vous de reconnaissance selon rapport d'expert ou chiffrage existant " * 2
    )
    text = changed(
        ("{fr: Visite, nl: Bezoek, en: Visit}\n    group", f'{{fr: "{long}", nl: x, en: x}}\n    group')
    )

    picture = diagram.svg(language.load(text, name=NAME), "fr")

    assert "…" in texts(picture)
    assert (
        max(
            len(line.text or "")
            for line in ET.fromstring(picture).iter(f"{SVG}text")
            if line.get("font-weight")
        )
        <= 34
    )
    assert any(long.strip() in (title.text or "") for title in ET.fromstring(picture).iter(f"{SVG}title"))


def test_every_way_is_drawn_or_named_or_belongs_to_a_crowd(large: Procedure) -> None:
    for procedure in (sound(), large):
        ways = diagram_ways.of(procedure)
        named = {way for found in ways.named.values() for way in found}
        assert not named & set(ways.drawn)
        for way in ways.actions:
            assert way in ways.drawn or way in named or way.target in ways.crowds


def test_every_step_but_those_that_interrupt_is_come_to_by_an_arrow_unless_nearly_all_lead_there(
    large: Procedure,
) -> None:
    for procedure in (sound(), large):
        ways = diagram_ways.of(procedure)
        targets = {way.target for way in ways.drawn}
        for step in procedure.steps.values():
            assert step.over or step.code in targets or step.code in ways.crowds


def test_the_tooltip_of_a_step_names_each_way_on_with_its_actions() -> None:
    picture = diagram.svg(sound(), "en")

    visit = next(one for one in steps_drawn(picture) if (one.findtext(f"{SVG}title") or "").startswith("2."))
    told = (visit.findtext(f"{SVG}title") or "").splitlines()
    assert told[:2] == ["2. Visit", "Contractor · Visit"]
    assert "→ 1. Contact the client (Report)" in told
    assert "⤴ 3. Drying (Let it dry)" in told
    assert "■ Closed (Report)" in told


def test_boxes_lie_apart_and_no_arrow_runs_through_one(large: Procedure) -> None:
    for procedure in (sound(), large):
        ways = diagram_ways.of(procedure)
        layout = diagram_layout.lay_out(diagram.lanes_of(procedure, "fr"), ways.drawn)
        boxes = list(layout.boxes.values())
        for number, one in enumerate(boxes):
            for other in boxes[number + 1 :]:
                assert abs(one[0] - other[0]) >= BOX_WIDTH or abs(one[1] - other[1]) >= BOX_HEIGHT
        assert list(_through(layout)) == []


def test_arrows_that_pass_one_another_in_a_gutter_have_tracks_of_their_own() -> None:
    lanes = (Lane("a", ("a", "b", "c"), "group"), Lane("d", ("d", "e", "f"), "group"))
    ways = [diagram_ways.Way(*pair, "go") for pair in (("a", "f"), ("b", "e"), ("c", "d"))]

    arrows = diagram_layout.lay_out(lanes, ways).arrows

    assert len({points[1][0] for points in arrows.values()}) == 3


def test_arrows_to_the_same_place_run_together() -> None:
    lanes = (Lane("a", ("a", "b", "c"), "group"), Lane("d", ("d", "e", "f"), "group"))
    ways = [diagram_ways.Way(source, "f", "go") for source in ("a", "b", "c")]

    arrows = diagram_layout.lay_out(lanes, ways).arrows

    assert len({points[1][0] for points in arrows.values()}) == 1


def test_an_arrow_back_to_an_earlier_lane_enters_on_the_right() -> None:
    lanes = tuple(Lane(code, (code,), "group") for code in ("a", "b", "c"))
    way = diagram_ways.Way("c", "a", "go")

    layout = diagram_layout.lay_out(lanes, [way])

    assert layout.arrows[way][0][0] == layout.boxes["c"][0]
    assert layout.arrows[way][-1][0] == layout.boxes["a"][0] + BOX_WIDTH
    assert list(_through(layout)) == []


def _through(layout: Layout) -> Iterator[tuple[diagram_ways.Way, str]]:
    """The arrows that run through the inside of a box."""
    for way, points in layout.arrows.items():
        for one, other in pairwise(points):
            assert one[0] == other[0] or one[1] == other[1], "arrows turn at right angles"
            for code, (x, y) in layout.boxes.items():
                if _meets(one, other, x, y):
                    yield way, code


def _meets(one: Point, other: Point, x: float, y: float) -> bool:
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return left < x + BOX_WIDTH and right > x and top < y + BOX_HEIGHT and bottom > y
