"""A stretch of time contested with success is charged to another party, and the minutes still add up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from temoin.engine import codec, ledger
from temoin.engine.refusals import InvalidValues
from tests.engine.casefile import BOB, MANAGER, Case, assigned, at

UNTIL = at("2026-03-06 09:00")


def test_the_whole_frame_is_charged_anew_also_before_the_answer() -> None:
    case = _dropped()
    case.do("answer_contest", MANAGER, "2026-03-05 09:00", frame=2, upheld=True, party="insured")
    before = ledger.by_party(ledger.intervals(case.procedure, case.entries[:-1], UNTIL))
    found = ledger.intervals(case.procedure, case.entries, UNTIL)
    after = ledger.by_party(found)
    assert before == {"contractor": timedelta(days=2), "case_handler": timedelta(days=2)}
    assert after == {"insured": timedelta(days=2), "case_handler": timedelta(days=2)}
    assert sum(after.values(), timedelta()) == sum(before.values(), timedelta())
    assert {(one.frame, one.charged_before) for one in found} == {(2, "contractor"), (3, None)}


def test_a_frame_that_still_runs_is_charged_so_from_then_on() -> None:
    case = assigned("2026-03-02 09:00")
    case.do("answer_contest", MANAGER, "2026-03-03 09:00", frame=2, upheld=True, party="nature")
    totals = ledger.by_party(ledger.intervals(case.procedure, case.entries, UNTIL))
    assert totals == {"nature": timedelta(days=4)}


def test_the_last_answer_counts() -> None:
    case = _dropped()
    case.do("answer_contest", MANAGER, "2026-03-05 09:00", frame=2, upheld=True, party="insured")
    case.do("answer_contest", MANAGER, "2026-03-05 10:00", frame=2, upheld=True, party="contractor")
    found = ledger.intervals(case.procedure, case.entries, UNTIL)
    assert ledger.by_party(found)["contractor"] == timedelta(days=2)
    assert all(one.charged_before is None for one in found)


def test_an_answer_that_refuses_charges_nobody_anew() -> None:
    case = _dropped()
    entry = case.do("answer_contest", MANAGER, "2026-03-05 09:00", frame=2, upheld=False)
    assert entry.recharged == {}


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_frame_that_does_not_exist_is_refused(number: int) -> None:
    with pytest.raises(InvalidValues) as refused:
        assigned().do("contest", BOB, "2026-03-03 09:00", frame=number, comment="not mine")
    assert refused.value.facts["fields"] == {"frame": "no_such_frame"}


@pytest.mark.parametrize(
    ("party", "problem"), [("nobody", "not_a_choice"), (None, "missing"), (3, "wrong_type")]
)
def test_a_party_that_does_not_exist_is_refused(party: object, problem: str) -> None:
    with pytest.raises(InvalidValues) as refused:
        _dropped().do("answer_contest", MANAGER, "2026-03-05 09:00", frame=2, upheld=True, party=party)
    assert refused.value.facts["fields"] == {"party": problem}


def test_the_journal_keeps_it_and_older_entries_still_read() -> None:
    case = _dropped()
    entry = case.do("answer_contest", MANAGER, "2026-03-05 09:00", frame=2, upheld=True, party="insured")
    kept = codec.entry_to_json(entry)
    told = {
        "action": entry.action,
        "actor": entry.actor,
        "occurred_at": entry.occurred_at,
        "recorded_at": entry.recorded_at,
    }
    assert codec.entry_from_json(case.procedure, kept, **told) == entry
    assert kept["recharged"] == {"2": "insured"}
    del kept["recharged"]
    assert codec.entry_from_json(case.procedure, kept, **told).recharged == {}


def _dropped() -> Case:
    """Bob had the job for two days (frame 2), then it waits to be assigned again (frame 3)."""
    case = assigned("2026-03-02 09:00")
    case.do("drop", BOB, "2026-03-04 09:00", reason="ill")
    return case
