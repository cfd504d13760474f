"""What all procedures keep to so that pages over every claim can hold them side by side."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import pytest
from lucide.templatetags.lucide import lucide as lucide_icon

from temoin.engine.model import FieldType, Label, Procedure
from temoin.procedures.files import procedure, procedures

EVERY = [procedure(code) for code in procedures()]


def _labels(one: Procedure) -> dict[str, Mapping[str, Label]]:
    """What figures and filters know by its code alone."""
    return {
        "steps": {code: step.label for code, step in one.steps.items()},
        "groups": one.groups,
        "charged": {code: label for code, label in one.charged.items() if code not in one.roles},
        "trades": one.fields["trade"].choices,
        "losses": one.fields["loss_type"].choices,
    }


@pytest.mark.parametrize("pair", combinations(EVERY, 2), ids=lambda pair: "+".join(one.code for one in pair))
def test_a_code_means_the_same_in_both(pair: tuple[Procedure, Procedure]) -> None:
    one, other = map(_labels, pair)
    differing = [
        f"{kind} {code}"
        for kind in one
        for code in one[kind].keys() & other[kind].keys()
        if one[kind][code] != other[kind][code]
    ]
    assert differing == []


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.code)
def test_a_claim_can_be_opened_in_it(one: Procedure) -> None:
    """Every claim has a cause and a trade, and somebody who does the work."""
    asked = {entry.code for entry in one.actions[one.opening].form if entry.required}
    assert {"loss_type", "trade", "insurer"} <= asked
    assert {one.fields[code].type for code in ("loss_type", "trade")} == {FieldType.CHOICE}
    assert one.roles[one.repairer].organisation
    assert not [code for code in asked if one.fields[code].type is FieldType.FILES]


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.code)
def test_every_icon_is_one_that_can_be_drawn(one: Procedure) -> None:
    boards = [board for boards in one.boards.values() for board in boards]
    drawn = {action.icon for action in one.actions.values()} | {board.icon for board in boards}
    drawn |= {section.icon for board in boards for section in board.sections}
    assert {icon for icon in drawn if not lucide_icon(icon).startswith("<svg")} == set()
