"""What a figure or a control may say, and what is told where it cannot be counted."""

from __future__ import annotations

import pytest

from temoin.procedures.files import procedure
from tests.engine.relay import TEXT, errors, sound

LABEL = "label: {fr: Un, nl: Een, en: One}"
STEP = next(iter(sound().steps.values()))
ACTION = STEP.actions[0]
ELSEWHERE = next(code for code in sound().actions if code not in STEP.actions and code != sound().opening)


def figure(said: str) -> list[str]:
    return errors(f"{TEXT}\nfigures:\n  one: {{{LABEL}, {said}}}\n")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("better: more", "is a `count`, a `share` with its `of`"),
        (f"share: {{by: [{ACTION}]}}", "is a `count`, a `share` with its `of`"),
        (f"count: {{by: [{ACTION}]}}, of: {{by: [{ACTION}]}}", "is a `count`, a `share` with its `of`"),
        ("count: {facts: {nothing_such: yes}}", "say which `steps` were left"),
        ("count: {by: [nothing_such]}", "unknown action `nothing_such`"),
        (f"count: {{by: [{ACTION}]}}, better: larger", "`larger` is none of"),
        (f"count: {{steps: [{STEP.code}], by: [{ELSEWHERE}]}}", "it would always be 0"),
        (
            f"count: {{by: [{ACTION}], facts: {{season: [06-15, 09-15]}}}}",
            "only `FACT: value` can be counted",
        ),
    ],
)
def test_what_cannot_be_counted_is_told(said: str, told: str) -> None:
    assert any(told in one for one in figure(said)), figure(said)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{drawn: nothing_such, met: nothing_such, decided: nothing_such}", "unknown field `nothing_such`"),
        ("{blind: [nobody]}", "unknown role `nobody`"),
    ],
)
def test_a_control_names_what_there_is(said: str, told: str) -> None:
    found = errors(f"{TEXT}\ncontrols:\n  nothing_such: {said}\n")
    assert any(told in one for one in found), found
    assert any("unknown rule set" in one for one in found)


def test_the_figures_of_smart_expertise_are_those_that_insurers_ask_for() -> None:
    rules = procedure("vehicle_expertise")
    assert list(rules.figures) == [
        "by_rules",
        "time_to_validation",
        "expired",
        "abandoned",
        "total_losses",
        "control",
    ]
    assert rules.controls["smart_validation"].blind == ("loss_adjuster", "body_shop", "insured")
