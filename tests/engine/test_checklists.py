"""A checklist is answered whole, is asked item by item, and is kept as it was answered."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from temoin.engine import codec
from temoin.engine.refusals import InvalidValues
from tests.engine.keeping import Keeping, errors, line_of, without


def test_every_item_is_answered_and_what_lacks_is_named() -> None:
    case = Keeping()

    with pytest.raises(InvalidValues) as refused:
        case.do("check", "2026-03-02 10:00", tidy={"floor": "good"})

    assert refused.value.facts == {"fields": {"tidy": "incomplete"}, "lacking": {"tidy": ("tools",)}}


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"floor": "good", "tools": "middling"}, "not_a_choice"),
        ({"floor": "good", "tools": "good", "roof": "good"}, "not_a_choice"),
        ("good", "wrong_type"),
    ],
)
def test_an_answer_that_is_none_is_refused(answers: object, problem: str) -> None:
    with pytest.raises(InvalidValues) as refused:
        Keeping().do("check", "2026-03-02 10:00", tidy=answers)

    assert refused.value.facts["fields"] == {"tidy": problem}


@pytest.mark.parametrize(
    ("floor", "tools", "outcome", "frames"),
    [("good", "good", None, 1), ("bad", "bad", None, 2), ("good", "bad", "untidy", 1)],
)
def test_a_condition_asks_one_item(floor: str, tools: str, outcome: str | None, frames: int) -> None:
    case = Keeping()

    case.do("check", "2026-03-02 10:00", tidy=MappingProxyType({"floor": floor, "tools": tools}))

    assert (case.state.outcome, case.state.frames_made) == (outcome, frames)


def test_no_checklist_at_all_satisfies_no_question_about_an_item() -> None:
    case = Keeping()

    case.do("check", "2026-03-02 10:00")

    assert (case.state.outcome, case.state.frames_made) == (None, 1)


def test_the_answers_are_kept_and_cannot_be_changed() -> None:
    case = Keeping()
    case.do("check", "2026-03-02 10:00", tidy={"floor": "good", "tools": "good"})

    kept = codec.state_from_json(case.procedure, codec.state_to_json(case.state))

    assert kept == case.state
    assert kept.facts["tidy"] == {"floor": "good", "tools": "good"}
    with pytest.raises(TypeError):
        kept.facts["tidy"]["floor"] = "bad"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tidy.floor: bad", "tidy.flor: bad", "action `check`: then: unknown item `flor` of `tidy`; did you mean `floor`?"),
        ("tidy.floor: bad", "tidy.floor: baad", "action `check`: then: `tidy.floor`: unknown choice `baad`; did you mean `bad`?"),
        ("tidy.floor: bad", "place.floor: bad", "action `check`: then: `place` is of type text, which has no items; write `place`"),
        ("tidy.floor: bad", "tidy: bad", "action `check`: then: `tidy` is of type checklist, which has no constants"),
        ("    items: {floor: LABEL, tools: LABEL}\n", "", "field `tidy` has no `items`; list them, each with its label"),
        ("items: {floor: LABEL,", "items: {floor.one: LABEL,", "field `tidy`: items: `floor.one` is not a code"),
        ("place: {type: text,", "place: {type: text, items: {a: LABEL},", "field `place`: `items` means nothing for type text"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(old: str, new: str, said: str) -> None:
    text = without(old, new)

    where = "  tidy:\n" if not new else new.splitlines()[0].strip()

    assert any(one.startswith(line_of(text, where) + said) for one in errors(text))
