"""The sample journal as a whole: everything in it is recognised, nothing is invented, however it is printed."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from temoin.exchange.old_journal import plan as planning
from temoin.exchange.old_journal.entries import Entry, Kind, RemarkCode
from temoin.exchange.old_journal.splitting import Rule, Why
from tests.exchange.old_journals import read, sample

COUNTS = {
    Kind.OPENING: 2,
    Kind.AUTHORITY_LIMIT: 2,
    Kind.FIRST_DATE: 1,
    Kind.STATE: 19,
    Kind.ASSIGNED: 1,
    Kind.SUB_ASSIGNED: 1,
    Kind.ACTION_DONE: 1,
    Kind.ACCEPTED: 2,
    Kind.CONTACT: 3,
    Kind.MESSAGE: 3,
    Kind.RECEIPT: 3,
    Kind.INCOMING: 1,
    Kind.FILE_CHECKED: 2,
    Kind.NOTE: 4,
    Kind.STAMP_ONLY: 4,
}


def content(entry: Entry) -> tuple[object, ...]:
    stamp = entry.stamp
    return (
        entry.kind,
        stamp and (stamp.at, stamp.number, stamp.name),
        entry.step,
        entry.norm,
        entry.due,
        entry.assignment,
        re.sub(r"\s", "", entry.comment),
        entry.parties,
        tuple(entry.facts.items()),
    )


def test_every_kind_of_entry_is_found_as_often_as_it_stands_there() -> None:
    assert read(sample()).kinds == COUNTS


def test_every_stamp_of_the_file_signs_exactly_one_entry() -> None:
    printed = re.findall(r"\d\d\.\d\d\.\d{4}-\d\d:\d\d", sample())
    signed = [entry.stamp.written[:16] for entry in read(sample()).entries if entry.stamp]
    assert signed == printed


def test_every_state_names_a_step() -> None:
    report = read(sample())
    steps = [entry.step for entry in report.entries if entry.kind in (Kind.STATE, Kind.RECEIPT)]
    assert None not in steps
    assert Counter(steps)["contact_for_works"] == 3


def test_explanations_between_entries_are_prose_and_nothing_else_is() -> None:
    spans = [(block.span.first, block.span.last) for block in read(sample()).prose]
    assert spans == [(4, 18), (85, 96), (125, 133), (159, 171), (190, 200)]


def test_what_is_not_understood_is_told_with_its_line() -> None:
    told = [(remark.line, remark.code) for remark in read(sample()).remarks]
    assert told == [
        (70, RemarkCode.HEAD_CUT),
        (73, RemarkCode.HEAD_CUT),
        (73, RemarkCode.REPEATED),
        (188, RemarkCode.NO_STAMP),
    ]


def test_the_file_holds_six_claims_and_says_why_each_begins() -> None:
    pieces = read(sample()).claims
    assert [(piece.line, piece.why, piece.complete, len(piece.entries)) for piece in pieces] == [
        (20, Why.OPENING, True, 31),
        (173, Why.NUMBER_LEFT_OUT, False, 2),
        (182, Why.JUMPED_BACK, False, 3),
        (202, Why.LONG_GAP, False, 4),
        (215, Why.JUMPED_BACK, False, 5),
        (233, Why.OPENING, True, 4),
    ]


def test_the_caller_may_say_that_it_is_one_claim() -> None:
    (piece,) = read(sample(), rule=Rule(one_claim=True)).claims
    assert (piece.why, len(piece.entries)) == (Why.ONE_CLAIM, sum(COUNTS.values()))


def test_the_first_claim_is_planned_with_its_times_in_utc_and_its_limit() -> None:
    claim = planning.plan(read(sample())).claims[0]
    assert claim.opened_at == datetime(2024, 3, 6, 8, 12, tzinfo=UTC)
    assert claim.authority_limit == Decimal("1550.00")
    assert claim.assignments == (1,)
    assert [entry.occurred_at for entry in claim.entries] == sorted(
        entry.occurred_at for entry in claim.entries
    )
    state = claim.entries[-1]
    assert (state.action, state.step) == ("imported_state", "works_start")
    assert state.due_at == datetime(2024, 5, 14, 7, 0, tzinfo=UTC)  # summer time
    assert state.comment == "POSE PLAN DE TRAVAIL"


def without_blank_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())


def with_double_spacing(text: str) -> str:
    return text.replace("\n", "\n\n")


def wrapped(width: int) -> str:
    """The sample wrapped at another width, stamps and heads too, paragraphs kept."""
    starts = re.compile(r"\s*\d\d\.\d\d\.\d{4}-|REMIS DE|MESSAGE DE|OUVERTURE")
    lines: list[str] = []
    for paragraph in sample().split("\n\n"):
        flowing: list[str] = []
        for line in paragraph.split("\n"):
            if starts.match(line) or not flowing or starts.match(flowing[-1]):
                flowing.append(line.strip())
            else:
                flowing[-1] = f"{flowing[-1]} {line.strip()}"
        for line in flowing:
            lines += textwrap.wrap(line, width, break_on_hyphens=False) or [""]
        lines.append("")
    return "\n".join(lines)


PRINTS = {
    "without blank lines": without_blank_lines(sample()),
    "with double spacing": with_double_spacing(sample()),
    "with other line ends": sample().replace("\n", "\r\n"),
    "with old Macintosh line ends": sample().replace("\n", "\r"),
    "wrapped at 30": wrapped(30),
    "wrapped at 40": wrapped(40),
    "wrapped at 120": wrapped(120),
}


@pytest.mark.parametrize("text", PRINTS.values(), ids=PRINTS.keys())
def test_the_same_journal_printed_otherwise_says_the_same(text: str) -> None:
    expected = [content(entry) for entry in read(sample()).entries]
    assert [content(entry) for entry in read(text).entries] == expected


@pytest.mark.parametrize("text", PRINTS.values(), ids=PRINTS.keys())
def test_the_same_journal_printed_otherwise_has_the_same_keys(text: str) -> None:
    keys = [claim.key for claim in planning.plan(read(sample(), rule=Rule(one_claim=True))).claims]
    assert [claim.key for claim in planning.plan(read(text, rule=Rule(one_claim=True))).claims] == keys
