"""Cards: which facts a file shows together, and what may not be among them."""

from __future__ import annotations

import pytest

from temoin.engine import language
from temoin.procedures.files import procedure
from tests.engine.relay import TEXT, errors

CARDS = TEXT + "\ncards:\n  plain:\n    label: {fr: Un, nl: Een, en: One}\n    icon: car\n"


def first_field(*, fact: bool = True) -> str:
    return next(
        one.code for one in language.load(TEXT, name="relay.yaml").fields.values() if one.fact is fact
    )


def test_the_vehicle_stands_first_and_names_the_file() -> None:
    rules = procedure("vehicle_expertise")
    assert next(iter(rules.cards)) == "vehicle"
    assert rules.cards["vehicle"].title[0] == "plate"
    assert {one for one in rules.fields if one.startswith("photo_")} <= set(rules.cards["views"].fields)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("    fields: [nothing_such]", "unknown field `nothing_such`"),
        ("    fields: [FIRST]\n    title: [nothing_such]", "unknown field `nothing_such`"),
        ("    fields: [FIRST]\n    colour: red", "colour"),
    ],
)
def test_what_a_card_cannot_hold_is_told(lines: str, said: str) -> None:
    found = errors(CARDS + lines.replace("FIRST", first_field()) + "\n")
    assert any(said in one for one in found), found


def test_a_card_holds_nothing_confidential() -> None:
    report = "  report: {type: files, confidential: yes, label: {fr: R, nl: R, en: R}}\n"
    text = CARDS.replace("\nfields:\n", "\nfields:\n" + report, 1) + "    fields: [report]\n"
    assert any("confidential" in one for one in errors(text))
