"""Whatever a file holds: no crash, every line in exactly one place, no stamp used twice, in time that grows with its size."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temoin.exchange.old_journal import plan as planning
from temoin.exchange.old_journal.blocks import RawEntry
from temoin.exchange.old_journal.entries import Prose, Span
from temoin.exchange.old_journal.grammar import Assembler
from temoin.exchange.old_journal.lines import Line, lines
from temoin.exchange.old_journal.reading import read as read_bytes
from temoin.exchange.old_journal.report import account, understand
from tests.exchange.old_journals import LABELS, sample

LINES = sample().split("\n")
STAMP = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}-\d{1,2}:\d{1,2}")
ODDITIES = [
    "",
    "\0",
    "31.02.2024-25:61-(995) X",
    "ETAT:",
    "(",
    "06.03.2024-",
    "N°1)",
    "\u2028",
    "é" * 50,
    "REMIS DE:",
    "OUVERTURE: -",
]

shuffled = st.permutations(LINES)
excerpts = st.lists(st.sampled_from(LINES + ODDITIES), max_size=60)
truncated = st.tuples(st.integers(0, len(sample())), st.integers(0, len(sample()))).map(
    lambda ends: sample()[min(ends) : max(ends)].split("\n")
)


@st.composite
def mutated(draw: st.DrawFn) -> list[str]:
    """The sample with characters removed, doubled or replaced at a few places."""
    text = sample()
    for _time in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(text) - 1))
        text = (
            text[:at]
            + draw(st.sampled_from(["", "\n", "\n\n", "x", "-", ":", "0", "\0", text[at : at + 30] * 2]))
            + text[at + 1 :]
        )
    return text.split("\n")


def stamps(blocks: Iterator[object]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, RawEntry):
            yield from block.lines


@settings(max_examples=120, deadline=None)
@given(st.one_of(shuffled, excerpts, truncated, mutated()))
def test_every_line_is_in_exactly_one_entry_prose_block_or_unreadable_item(texts: list[str]) -> None:
    report = understand("\n".join(texts).encode(), name="x", labels=LABELS)
    assert report.accounting.proven
    if not report.refused:
        counted = report.accounting
        assert counted.in_entries + counted.in_prose + counted.unreadable + counted.blank == report.line_count


@settings(max_examples=50, deadline=None)
@given(st.one_of(shuffled, excerpts, truncated, mutated()))
def test_no_stamp_is_invented_or_used_twice(texts: list[str]) -> None:
    data = "\n".join(texts).encode()
    report = understand(data, name="x", labels=LABELS)
    printed = len(STAMP.findall(re.sub(r"\s", "", " ".join(read_bytes(data).lines))))
    assert sum(entry.stamp is not None for entry in report.entries) <= printed


@settings(max_examples=50, deadline=None)
@given(st.one_of(shuffled, excerpts, truncated, mutated()))
def test_a_plan_holds_every_entry_of_its_claims_once_and_in_order(texts: list[str]) -> None:
    report = understand("\n".join(texts).encode(), name="x", labels=LABELS)
    plan = planning.plan(report)
    assert len({claim.key for claim in plan.claims}) == len(plan.claims)
    assert len(plan.claims) + len(plan.remarks) == len(report.claims)
    for claim in plan.claims:
        assert len({entry.key for entry in claim.entries}) == len(claim.entries)
        times = [entry.occurred_at for entry in claim.entries]
        assert times == sorted(times)
    assert sum(len(piece.entries) for piece in report.claims) == sum(report.kinds.values())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_at_all_give_a_report(data: bytes) -> None:
    report = understand(data, name="x", labels=LABELS)
    assert report.accounting.proven
    assert report.refused or report.line_count > 0


def test_the_proof_sees_a_lost_and_a_doubled_line() -> None:
    texts = ["a", "", "b", "c"]
    counted = account((Prose(Span(1, 1), "a"), Prose(Span(3, 3), "b"), Prose(Span(1, 3), "a b")), texts)
    assert (counted.lost, counted.doubled, counted.blank, counted.proven) == ((4,), (1, 3), 1, False)


def test_the_lines_of_blocks_follow_each_other_as_in_the_file() -> None:
    numbers = [line.number for line in stamps(Assembler(lines(LINES), explains=lambda _: False).blocks())]
    assert numbers == sorted(set(numbers))


def many(copies: int) -> bytes:
    """The sample again and again, each time by other people."""
    return "\n".join(sample().replace("(2001", f"({3000 + copy}") for copy in range(copies)).encode()


def calls(data: bytes) -> int:
    """How many function calls, built-in ones included, it takes to read the data: work that no machine's load changes."""
    count = 0

    def seen(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        understand(data, name="x", labels=LABELS)
    finally:
        sys.setprofile(None)
    return count


def test_ten_times_the_lines_take_ten_times_the_work() -> None:
    calls(many(1))  # compiles what is compiled once
    assert calls(many(40)) <= 10.5 * calls(many(4))


def test_a_hundred_thousand_lines_are_read_to_the_last() -> None:
    report = understand(many(410), name="x", labels=LABELS)
    assert report.line_count > 100_000
    assert report.accounting.proven
    assert sum(report.kinds.values()) == 49 * 410


@pytest.mark.parametrize(
    "line",
    [
        "18.01.2024-14:58" + " " * 19_000 + "x",
        "OUVERTURE: -" + "18.01.2024-14:58-(1) " * 900,
        "ETAT: " + "(12" * 6_000,
        "MESSAGE DE .(1) " + "(" * 19_000,
        "ETAT: % d'humidité " + "1 " * 9_000,
        "Action réalisée: professionnel " * 600,
    ],
)
def test_a_hostile_line_costs_no_more_than_a_long_one(line: str) -> None:
    began = time.perf_counter()
    report = understand("\n".join([line] * 30).encode(), name="x", labels=LABELS)
    assert report.accounting.proven
    assert time.perf_counter() - began < 20
